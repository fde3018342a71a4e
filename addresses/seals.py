"""Seals: five characters behind a printed code that only the holder of a key can make.

A seal tells a plate that was scanned from a code that was typed or guessed. It is a truncated HMAC-SHA256
(RFC 2104) in Crockford's base32: capitals and digits only, so that the QR code stays in alphanumeric mode,
with larger modules. Five characters are 25 bits: guessing one takes some 17 million tries against a limited
rate, and a wrong one only marks a report, it never blocks it.
"""

import hmac
import re
from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import urlsplit

LENGTH = 5
LEAST_KEY_BYTES = 16

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# So that no other use of the same key can ever produce a seal. Printed plates depend on it: never change it.
_DOMAIN = b"yeogi/tag-seal/1\x00"
_LOOKALIKES = str.maketrans("OIL", "011")
# ISO/IEC 18004, table 5: what alphanumeric mode can hold, without the space
_ALPHANUMERIC = re.compile(r"[0-9A-Z$%*+\-./:]+")


class SealVerdict(StrEnum):
    """What a seal says about how its code was got hold of."""

    VALID = "valid"
    WRONG = "wrong"
    MISSING = "missing"


def seal(code: str, key: bytes) -> str:
    """Return the seal of eight digits under a key. Raises ValueError for keys below 16 bytes."""
    if len(key) < LEAST_KEY_BYTES:
        raise ValueError(f"A seal key has at least {LEAST_KEY_BYTES} random bytes, this one has {len(key)}.")
    number = int.from_bytes(hmac.digest(key, _DOMAIN + code.encode(), "sha256")[:4], "big") >> 7
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(20, -1, -5))


def verify(code: str, typed: str | None, keys: bytes | Sequence[bytes]) -> SealVerdict:
    """Compare a typed or scanned seal with the keys in use, newest first, in constant time.

    Several keys let one be rotated while plates sealed with the old one hang outside. Small letters are
    taken, and O, I and L as the digits they look like.
    """
    if not typed:
        return SealVerdict.MISSING
    given = typed.upper().translate(_LOOKALIKES).encode(errors="replace")
    # Every key is tried even after a match, so that the time taken does not tell which one fits.
    matches = [
        hmac.compare_digest(seal(code, key).encode(), given)
        for key in ([keys] if isinstance(keys, bytes) else keys)
    ]
    return SealVerdict.VALID if any(matches) else SealVerdict.WRONG


def url(origin: str, code: str, seal: str) -> str:
    """Return what a tag's QR code holds: `HTTPS://HOST/48279154.K7Q4M`.

    In capitals where the meaning allows it (scheme and host know no case), for QR's alphanumeric mode. An
    origin with a path in small letters, or one that alphanumeric mode cannot hold, stays as it is. A host
    in Hangul is written in its ASCII form (IDNA).
    """
    parts = urlsplit(origin.rstrip("/"))
    host = parts.netloc
    if parts.hostname and not host.isascii():
        host = host.replace(parts.hostname, parts.hostname.encode("idna").decode("ascii"))
    plain = f"{parts.scheme}://{host}{parts.path}"
    capitals = f"{parts.scheme.upper()}://{host.upper()}{parts.path}"
    return f"{capitals if _ALPHANUMERIC.fullmatch(capitals) else plain}/{code}.{seal}"
