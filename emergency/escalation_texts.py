"""What a second dispatcher or the supervisor is told of a report that nobody opens: what, where by name, how long.

No measured position, nothing about the person: text messages and mail lie around. Pure, but for the words of kinds.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from .phrases import phrase

KOREAN: Final = "ko"


@dataclass(frozen=True, slots=True)
class Overdue:
    """A report that nobody has opened, in the language of its centre; the link leads to the console."""

    kind: str
    place_ko: str
    place_en: str
    waited: timedelta
    link: str


def line(overdue: Overdue, language: str) -> str:
    """Return it as one line without the link. Example: ``2분째 아무도 열지 않음: 낙상, 노고산 정상``."""
    what = phrase("kind", overdue.kind, language)
    if language.startswith(KOREAN):
        place = overdue.place_ko or "표지판 없음"
        return f"{_how_long(overdue.waited, '초째', '분째')} 아무도 열지 않음: {what}, {place}"
    place = overdue.place_en or overdue.place_ko or "no plate"
    return f"nobody has opened it for {_how_long(overdue.waited, ' s', ' min')}: {what}, {place}"


def text(overdue: Overdue, language: str) -> str:
    """Return the text message."""
    return f"[{_product(language)}] {line(overdue, language)} {overdue.link}"


def letter(overdue: Overdue, language: str, centre: str) -> tuple[str, str]:
    """Return subject and body of the mail."""
    said = line(overdue, language)
    return f"[{_product(language)}] {said}", f"{centre}\n{said}\n{overdue.link}\n"


def _product(language: str) -> str:
    return "여기" if language.startswith(KOREAN) else "Yeogi"


def _how_long(waited: timedelta, seconds: str, minutes: str) -> str:
    whole_s = max(0, int(waited.total_seconds()))
    return f"{whole_s}{seconds}" if whole_s < 120 else f"{whole_s // 60}{minutes}"
