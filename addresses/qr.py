"""QR codes of tags: alphanumeric mode, error level Q, four modules of quiet zone (ISO/IEC 18004).

The library brings Pillow along, 4 MB, so it is loaded with the first code that is drawn.
"""

import io
import re
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from qrcode.main import QRCode

QUIET_MODULES = 4
PNG_MODULE_PX = 16
SVG_MODULE = 10  # tenths of a millimetre
ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")


def svg(text: str) -> bytes:
    """Return a QR code as an SVG document of one black path; one module is one millimetre."""
    from qrcode.image.svg import SvgPathImage

    return _written(_code(text, SVG_MODULE).make_image(image_factory=SvgPathImage))


def png(text: str) -> bytes:
    """Return a QR code as a black and white PNG, 16 pixels a module."""
    from qrcode.image.pil import PilImage

    return _written(_code(text, PNG_MODULE_PX).make_image(image_factory=PilImage))


def _code(text: str, module_size: int) -> "QRCode[Any]":
    """Return the smallest code that holds the text.

    Alphanumeric mode is asked for outright: it needs 5.5 bits for a character instead of 8, so the modules
    are larger and are read from further away. A host it cannot hold is written in bytes.
    """
    from qrcode import constants, util
    from qrcode.main import QRCode

    mode: Literal[2, 4] = 2 if ALPHANUMERIC.fullmatch(text) else 4  # as in the standard's table 2
    code: QRCode[Any] = QRCode(
        error_correction=constants.ERROR_CORRECT_Q, border=QUIET_MODULES, box_size=module_size
    )
    code.add_data(util.QRData(text.encode(), mode=mode), optimize=0)
    code.make(fit=True)
    return code


def _written(image: Any) -> bytes:
    written = io.BytesIO()
    image.save(written)
    return written.getvalue()
