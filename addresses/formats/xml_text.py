"""XML as it comes: any encoding, possibly damaged or hostile, made into safe UTF-8.

expat knows neither EUC-KR nor CP949, so a Korean file is transcoded before any parser sees it.
"""

import re
from dataclasses import dataclass
from xml.parsers import expat

from .source import UnreadableFile
from .text import Encoding, choose, clean

_PROLOG = re.compile(rb"^\s*<\?xml[^>]*?\?>")
_DECLARED = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DEEPEST = 100  # elements inside each other; an honest GPX or KML has a dozen


@dataclass(frozen=True, slots=True)
class XmlText:
    """UTF-8 bytes without a declaration, the root element's local name, and how it was decoded."""

    body: bytes
    root: str
    encoding: Encoding


def safe(data: bytes, *, chosen: str | None = None) -> XmlText:
    """Return the document in UTF-8, well-formed and free of entities of its own.

    Raises UnreadableFile with line and column when it is not.
    """
    data, encoding = _decoded(data, chosen)
    text = data.decode("utf-8")
    if _DOCTYPE.search(text):
        raise UnreadableFile("The file defines its own XML entities (DOCTYPE). Save it again without them.")
    return XmlText(data, _root(data), encoding)


def _decoded(data: bytes, chosen: str | None) -> tuple[bytes, Encoding]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableFile("The file starts like UTF-16 and is not. Save it as UTF-8.") from error
        return _without_prolog(text.encode()), Encoding("utf-16", "said by its first bytes")
    data = data.removeprefix(b"\xef\xbb\xbf")
    prolog = _PROLOG.match(data)
    declared = _DECLARED.search(prolog[0]) if prolog else None
    body = data[prolog.end() :] if prolog else data
    said = declared[1].decode("ascii") if declared else "utf-8"
    encoding = choose(set(body.splitlines()), chosen=chosen, said=said)
    text = body.decode(encoding.codec, "replace")
    return clean_xml(text).encode(), encoding


def _without_prolog(data: bytes) -> bytes:
    return _PROLOG.sub(b"", data.removeprefix("\ufeff".encode()), count=1)


def clean_xml(text: str) -> str:
    """Return the text without the control characters that XML forbids."""
    return "".join(c for c in text if c >= " " or c in "\n\r\t") if not text.isprintable() else text


def _root(data: bytes) -> str:
    parser = expat.ParserCreate(encoding="UTF-8", namespace_separator=" ")
    depth, root = 0, ""

    def start(name: str, _: object) -> None:
        nonlocal depth, root
        root = root or name.rpartition(" ")[2]
        depth += 1
        if depth > DEEPEST:
            raise UnreadableFile(
                f"The file nests more than {DEEPEST} elements. It is no map data; export it again."
            )

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = clean(expat.ErrorString(error.code))
        raise UnreadableFile(
            f"The XML is damaged at line {error.lineno}, column {error.offset + 1} ({reason}). "
            "Export it again."
        ) from error
    return root.lower()
