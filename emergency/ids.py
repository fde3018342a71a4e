"""Ids that sort by time, made here for phones that cannot make their own."""

import secrets
import time
from uuid import UUID


def uuid7() -> str:
    """Return a UUIDv7 (RFC 9562): its first 48 bits are the time in milliseconds."""
    number = int(time.time() * 1000) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 7 << 76
    return str(UUID(int=number & ~(0x3 << 62) | 2 << 62))
