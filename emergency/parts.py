"""Words that are longer than one message: they go as several, so that nothing is cut unseen."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from uuid import uuid5

from .commands import NewMessage
from .parse import MAX_WORDS, kept

MOST_PARTS: Final = 4
MOST_CHARACTERS: Final = MOST_PARTS * MAX_WORDS


def of(text: str) -> Iterator[str]:
    """Yield the text in pieces that one message holds; beyond ``MOST_CHARACTERS`` it ends."""
    for begin in range(0, min(len(text), MOST_CHARACTERS), MAX_WORDS):
        if part := text[begin : begin + MAX_WORDS].strip():
            yield part


def messages(first: NewMessage) -> list[NewMessage]:
    """Return a message of any length as messages that can be kept; the last says when there was more.

    Each part's id comes from the first one's, its place and its words, so that a form pressed twice is said once.
    """
    text = kept(first.text)
    parts = [
        replace(first, id=uuid5(first.id, f"{i} {part}"), text=part, kind="unknown" if i else first.kind)
        for i, part in enumerate(of(text))
    ]
    if len(text) > MOST_CHARACTERS:
        parts[-1] = replace(parts[-1], is_cut=True)
    return parts
