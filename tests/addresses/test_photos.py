"""A stranger's photo is looked at before it is opened, and nothing of it but its pixels is kept."""

import io
import struct
import zlib

import pytest
from PIL import Image

from addresses import photos

BEHIND = b"PK\x03\x04<script>alert(1)</script>"


def picture(kind: str, size: tuple[int, int] = (800, 600), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **more)
    return out.getvalue()


def with_place_and_time() -> bytes:
    exif = Image.Exif()
    exif[0x0132] = "2026:11:22 05:03:22"
    exif[0x0112] = 6  # held upright: turned by a quarter
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (37.0, 40.0, 57.0), "E", (126.0, 56.0, 41.0)
    return picture("JPEG", exif=exif)


def huge_png(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is as large as a field."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_out_as_a_jpeg_no_larger_than_a_screen(kind: str) -> None:
    drawn = Image.open(io.BytesIO(photos.redrawn(picture(kind, (3000, 2000)))))
    assert (drawn.format, drawn.size) == ("JPEG", (1600, 1067))


def test_place_and_time_inside_a_photo_are_gone_and_it_stands_upright() -> None:
    sent = with_place_and_time()
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    drawn = Image.open(io.BytesIO(photos.redrawn(sent)))
    assert not drawn.getexif()
    assert "exif" not in drawn.info
    assert drawn.size == (600, 800)


def test_what_hangs_behind_a_picture_is_not_kept() -> None:
    drawn = photos.redrawn(picture("JPEG") + BEHIND)
    assert BEHIND not in drawn
    assert b"script" not in drawn


def test_what_is_hidden_in_a_comment_is_not_kept() -> None:
    assert b"script" not in photos.redrawn(picture("JPEG", comment=b"<script>alert(1)</script>"))


def test_what_was_transparent_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    pixel = Image.open(io.BytesIO(photos.redrawn(out.getvalue()))).getpixel((5, 5))
    assert pixel == (255, 255, 255)


@pytest.mark.parametrize("side", [4_000, 40_000, 2_000_000_000])
def test_a_picture_that_would_fill_the_memory_is_refused_by_what_it_says_of_itself(side: int) -> None:
    with pytest.raises(photos.UnfitPhoto):
        photos.redrawn(huge_png(side))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a photo",
        picture("GIF", mode="P"),
        picture("BMP"),
        picture("TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n" + picture("JPEG"),
        picture("JPEG")[:400],
        picture("PNG")[:60],
        picture("WEBP")[:40],
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 100,
    ],
    ids=["nothing", "text", "gif", "bmp", "tiff", "svg", "pdf", "cut jpeg", "cut png", "cut webp", "noise"],
)
def test_what_is_no_photo_is_refused_whatever_it_calls_itself(data: bytes) -> None:
    with pytest.raises(photos.UnfitPhoto):
        photos.redrawn(data)
