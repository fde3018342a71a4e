"""A stranger's photo, made harmless: looked at before it is decoded, then drawn anew.

What comes out is a JPEG of ours and holds pixels alone: no place and time (EXIF), no thumbnail, no profile, and
nothing that was hung behind the picture.
"""

import io
from typing import Final

from PIL import Image, ImageOps

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MOST_PIXELS: Final = 10_000_000
LONGEST_PX: Final = 1_600
QUALITY: Final = 82


class UnfitPhoto(ValueError):
    """It is no photo that is taken; its text says why."""


def redrawn(data: bytes) -> bytes:
    """Return a photo as a JPEG of at most 1600 pixels a side. Raises UnfitPhoto."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnfitPhoto("The photo has more than ten million pixels. Send a smaller one.")
            return _drawn(image)
    except UnfitPhoto:
        raise
    # A hostile file may make a decoder raise anything; none of it is our fault, and nothing of it is kept.
    except Exception as error:
        raise UnfitPhoto("This is no photo in JPEG, PNG or WebP that can be opened.") from error


def _drawn(image: Image.Image) -> bytes:
    """Draw the first picture upright on white, so that what was transparent is not black."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_PX, LONGEST_PX))
    rgba = upright.convert("RGBA")
    plain = Image.new("RGB", rgba.size, "white")
    plain.paste(rgba, mask=rgba.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
