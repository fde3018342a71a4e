"""A text whose letters a gateway has read in the wrong encoding, put right where that can be told. Pure.

Korean phones and gateways use CP949 (EUC-KR), UCS-2 and UTF-8, and each is often taken for another. A text
is changed only when what comes out is plainly Korean and what came in is not.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from emergency.flags import Flag

_LEAST_HANGUL: Final = 2
_MOST_CUT_BYTES: Final = 3  # of a letter whose end was cut off
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{4}){4,}")
# U+FFFD and C1 controls are what is left of letters that a decoder threw away; so are ?? where our text has a letter.
_LOST: Final = re.compile("\ufffd|[\x80-\x9f]|\x00|\\?{2,}[0-9\\]]|\\[[0-9]+\\?")


def decoded(body: bytes) -> str:
    """Return bytes as text: UTF-8, UTF-16 with its mark, else CP949, as much of it as can be read."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace")


def mended(said: str) -> tuple[str, Flag | None]:
    """Return a text as it was written, and what to flag: that it was put right, or that letters are lost."""
    for candidate in _surely(said):
        if _is_korean(candidate):
            return candidate, Flag.TEXT_MENDED
    if not _is_korean(said):
        for candidate in _perhaps(said):
            if _is_korean(candidate) or ("\x00" in said and _is_plain(candidate)):
                return candidate, Flag.TEXT_MENDED
    return said, Flag.TEXT_GARBLED if _LOST.search(said) or _was_utf8(said) else None


def _surely(said: str) -> Iterator[str]:
    """Yield what the text is when it was UTF-8: hardly anything else can be read as that by chance."""
    if said.isascii():
        return
    for encode in (_western, _cp949):
        yield from _read(encode, said, "utf-8")


def _perhaps(said: str) -> Iterator[str]:
    compact = "".join(said.split())
    if _HEX.fullmatch(compact):
        yield from _read(bytes.fromhex, compact, "utf-16-be")
    if said.isascii() and "\x00" not in said:
        return
    for encoding in ("cp949", "utf-16-be", "utf-16-le"):
        yield from _read(_western, said, encoding)
    yield from _read(lambda text: text.encode("utf-16-le"), said, "utf-16-be")


def _read(encode: Callable[[str], bytes], said: str, encoding: str) -> Iterator[str]:
    """Yield the text read in another encoding, without the rest of a letter that was cut."""
    try:
        body = encode(said)
    except ValueError:
        return
    for cut in range(_MOST_CUT_BYTES + 1):
        try:
            yield body[: len(body) - cut].decode(encoding)
            return
        except UnicodeDecodeError:
            continue


def _western(text: str) -> bytes:
    """Return the bytes of what was read as Windows-1252, which leaves five of them undefined, or as Latin-1."""
    return b"".join(
        bytes([ord(letter)]) if ord(letter) < 0x100 else letter.encode("cp1252") for letter in text
    )


def _cp949(text: str) -> bytes:
    return text.encode("cp949")


def _was_utf8(said: str) -> bool:
    """Say whether a text was UTF-8 of which some bytes are gone."""
    try:
        return _hangul(_western(said).decode("utf-8", "ignore")) >= _LEAST_HANGUL
    except ValueError:
        return False


def _hangul(text: str) -> int:
    """Count the syllables that people write: what a wrong encoding makes is rarely among KS X 1001's 2,350."""
    return len([s for s in text if "가" <= s <= "힣" and s.encode("euc_kr", "ignore")])


def _is_plain(text: str) -> bool:
    """Say whether a text is printable, with nothing but what a Korean message can carry."""
    try:
        text.encode("euc_kr")
    except UnicodeEncodeError:
        return False
    return all(letter.isprintable() or letter in "\r\n\t" for letter in text)


def _is_korean(text: str) -> bool:
    return _hangul(text) >= _LEAST_HANGUL and _is_plain(text)
