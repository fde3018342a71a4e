"""What a telephone number looks like that a page can call and text. Pure."""

import re
from typing import Final

NUMBER: Final = re.compile(r"\+?[0-9][0-9-]{1,18}")


def dialled(written: str, otherwise: str) -> str:
    """Return a number as it is dialled: as written, or without what people put between; else ``otherwise``."""
    bare = re.sub(r"[^0-9+]", "", written)
    return next((number for number in (written, bare) if NUMBER.fullmatch(number)), otherwise)
