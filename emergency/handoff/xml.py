"""The few pieces of XML that the formats need: made by lxml, and read without following anything. Pure."""

import re
from typing import Final

from lxml import etree

from .reading import Unfit

# What XML 1.0 has no way to write, not even escaped.
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Append an element, ``{namespace}name``, with its text, and return it."""
    made = etree.SubElement(parent, name, {key: clean(value) for key, value in attributes.items()})
    if text is not None:
        made.text = clean(text)
    return made


def clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold, each as a replacement character."""
    return _UNWRITABLE.sub("\ufffd", text)


def written(root: etree._Element) -> bytes:
    """Return a whole document in UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def parsed(document: bytes) -> etree._Element:
    """Return the root of a document. Nothing is fetched and no entity is replaced. Raises Unfit."""
    # One for each document: a parser that several threads share makes them wait for each other.
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unfit(f"This is not XML: {error}.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unfit("The document brings a DTD, which no hand-off does.")
    return root


def text(parent: etree._Element, path: str, names: dict[str, str]) -> str | None:
    """Return the text of the first element at a path, or None where there is none."""
    found = parent.find(path, names)
    return None if found is None else (found.text or "").strip()
