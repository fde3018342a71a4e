"""Tell whether two messages say the same: one hash for one content, however it is spelt."""

import hashlib
import math
from typing import Any

import orjson


def contents_sha256(fields: dict[str, Any], body: bytes) -> bytes:
    """Return one hash for one content, in whatever order its fields come.

    What nests deeper than JSON is written, or names its fields in no text, is hashed as it came.
    """
    try:
        content = orjson.dumps(_plain(fields), option=orjson.OPT_SORT_KEYS)
    except (TypeError, RecursionError):
        content = body
    return hashlib.sha256(content).digest()


def _plain(value: Any) -> Any:
    """Make any JSON value hashable in one way; NaN and huge numbers become their text."""
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value
