"""Which encoding is this text in? Never guessed into mojibake: undecodable text is said.

Korean files come as CP949 with no hint, with a true hint or with a lying one. ``euc_kr`` is never
used: it lacks the 8,822 further syllables (똠, 믜, 햏) that CP949 has.
"""

import codecs
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from .source import UnreadableFile

CP949_NAMES = {
    *("949", "cp949", "ms949", "uhc", "euckr", "ansi949", "windows949"),
    *("ksc56011987", "ksc5601", "ksx1001", "korean", "johab949", "oem949"),
}
TOLERATED = 0.2  # share of spoilt values in a file that is otherwise sound


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding settled on, how, and what a person should know about it."""

    codec: str
    how: str
    warnings: tuple[str, ...] = ()

    def decode(self, value: bytes) -> tuple[str, str]:
        """Return the text and, when bytes did not fit, the flaw in words (else "")."""
        try:
            return clean(value.decode(self.codec)), ""
        except UnicodeDecodeError as error:
            if _is_cut(value, error):
                return clean(value[: error.start].decode(self.codec)), "is cut off in the middle of a letter"
            text = clean(value.decode(self.codec, "replace"))
            return text, f"has bytes that are not {self.codec.upper()}"


def clean(text: str) -> str:
    """Return the text in NFC (macOS and iOS write decomposed Hangul), trimmed, free of controls."""
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c in "\n\t" else "" if c in "\0\ufeff" else " " for c in text)
    return text.strip()


def codec_named(name: str) -> str | None:
    """Return Python's codec for the name of an encoding as files and people write it, or None."""
    plain = "".join(c for c in name.lower() if c.isalnum())
    if plain in CP949_NAMES:
        return "cp949"
    if plain.isdigit() and plain.startswith("8859"):
        name = f"iso8859-{plain[4:]}"
    elif plain.isdigit() or plain.startswith("ansi"):
        name = f"cp{plain.removeprefix('ansi')}"
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    return info.name if info._is_text_encoding else None


def choose(values: Collection[bytes], *, chosen: str | None = None, said: str | None = None) -> Encoding:
    """Return the encoding of these values: the person's choice, else the file's word if it holds
    true, else UTF-8 that spells Hangul, else CP949, else UTF-8.

    UTF-8 goes before CP949 only when it yields letters of three bytes: two Hangul syllables in
    UTF-8 are often three valid letters of CP949 (고양 → 怨좎뼇), the reverse practically never.
    Raises UnreadableFile when nothing fits.
    """
    telling = {value for value in values if not value.isascii()}
    if chosen:
        return _choice(chosen, telling)
    warnings: list[str] = []
    if said and (codec := _believed(said, telling, warnings)):
        return Encoding(codec, "said by the file")
    if not telling:
        return Encoding("utf-8", "plain ASCII: every encoding reads it alike", tuple(warnings))
    if _fits("utf-8", telling) and _has_wide_letters(telling):
        return Encoding("utf-8", "recognised: the text is UTF-8", tuple(warnings))
    for codec in ("cp949", "utf-8"):
        if _fits(codec, telling):
            return Encoding(codec, f"recognised: the text is {codec.upper()}", tuple(warnings))
    raise UnreadableFile(
        "The text is neither CP949 nor UTF-8. "
        "Say its encoding with --encoding (for example --encoding latin-1)."
    )


def _choice(chosen: str, telling: set[bytes]) -> Encoding:
    codec = codec_named(chosen)
    if codec is None:
        raise UnreadableFile(f'There is no encoding "{chosen}". Use --encoding cp949 or --encoding utf-8.')
    if telling and all(_is_bad(codec, value) for value in telling):
        raise UnreadableFile(f"None of the text is {codec.upper()}. Leave --encoding out, or name another.")
    return Encoding(codec, "your choice")


def _believed(said: str, telling: set[bytes], warnings: list[str]) -> str | None:
    codec = codec_named(said)
    if codec is None:
        warnings.append(f'The file names an unknown encoding ("{said[:40]}"); it was ignored.')
        return None
    if _fits(codec, telling) and not (_is_single_byte(codec) and _reads_as_hangul(telling)):
        return codec
    warnings.append(f'The file says its text is "{said[:40]}", but it is not; it was ignored.')
    return None


def _fits(codec: str, telling: set[bytes]) -> bool:
    bad = sum(_is_bad(codec, value) for value in telling)
    return bad <= TOLERATED * len(telling)


def _is_bad(codec: str, value: bytes) -> bool:
    try:
        value.decode(codec)
    except UnicodeDecodeError as error:
        return not _is_cut(value, error)
    return False


def _is_cut(value: bytes, error: UnicodeDecodeError) -> bool:
    """A table's fixed width counts bytes, so the last letter may have lost its end."""
    at_the_end = error.end == len(value) and error.start > 0 and len(value) - error.start <= 3
    return at_the_end and ("incomplete" in error.reason or "end of data" in error.reason)


def _is_single_byte(codec: str) -> bool:
    """Every byte is a letter in such an encoding, so that it decodes is no proof."""
    try:
        return len(bytes(range(0xC0, 0xD0)).decode(codec)) == 16
    except UnicodeDecodeError:
        return False


def _has_wide_letters(telling: set[bytes]) -> bool:
    return any(ord(c) >= 0x800 for value in telling for c in value.decode("utf-8", "ignore"))


def _reads_as_hangul(telling: set[bytes]) -> bool:
    for codec in ("utf-8", "cp949"):
        if _fits(codec, telling):
            text = "".join(value.decode(codec, "ignore") for value in telling)
            letters = [c for c in text if ord(c) > 0x7F]
            if (
                letters
                and sum("가" <= c <= "힣" or "\u1100" <= c <= "\u11ff" for c in letters) > len(letters) / 2
            ):
                return True
    return False
