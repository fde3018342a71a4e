"""One spelling for what arrives from keyboards, phones, spreadsheets and macOS file names."""

import re
import unicodedata

from addresses.errors import UnreadableReference

LONGEST_REFERENCE = 300

# Zero-width marks, soft hyphens and direction marks that copying from chats and PDFs leaves behind.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")


def clean(text: str, longest: int = LONGEST_REFERENCE) -> str:
    """Return the text with composed Hangul, ASCII digits, punctuation and dashes, and single spaces.

    Hangul is composed (NFC) because macOS and iOS hand out decomposed letters. Full-width forms and the
    digits of any script become ASCII. Raises UnreadableReference beyond `longest` characters.
    """
    if len(text) > longest:
        raise UnreadableReference("This is too long for one reference. Give the code or the position alone.")
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    plain = _DASHES.sub("-", "".join(map(_ascii, composed)))
    return " ".join(plain.split())


def _ascii(character: str) -> str:
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return character
