from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """What a gateway is given: a canonical number, the text, and an id that stays the same when tried again."""

    id: str
    to: str
    text: str
