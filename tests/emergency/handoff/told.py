"""The facts of one call from Bukhansan, and what a careless writer would make of a document."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from emergency.handoff.facts import Centre, Facts, Fix, Plate, Said

LONGITUDE, LATITUDE, RADIUS_M = 126.977903, 37.658702, 12.0
AT = datetime(2030, 1, 1, 0, 0, 0, tzinfo=UTC)


def fix(second: int = 0, **more: object) -> Fix:
    """Return where the phone was some seconds after the call, a little further north each second."""
    where = Fix(LONGITUDE, LATITUDE + second * 1e-5, RADIUS_M, AT + timedelta(seconds=second))
    return replace(where, **more)  # type: ignore[arg-type]


def facts(**more: object) -> Facts:
    """Return the facts of a fall beside a plate; ``more`` says what is different."""
    called = Facts(
        id=UUID("0190a8d0-0000-7000-8000-000000000001"),
        host="here.example.kr",
        centre=Centre("goyang", "고양 119", "Goyang 119"),
        received_at=AT,
        as_of=AT + timedelta(minutes=5),
        keep_until=AT + timedelta(days=1),
        kind="fall",
        state="acknowledged",
        is_exercise=False,
        position=fix(),
        plate=Plate(
            "48279153", 126.9778, 37.6586, 5, "백운대 아래", "Below Baegundae", "다사 5394 6226", "백운길 12"
        ),
        place_ko="백운대 아래",
        place_en="Below Baegundae",
        phone="01012345678",
        language="en",
        people=2,
        words=(Said("발목을 다쳤어요 <&>", AT),),
        tracks=((fix(1), fix(2), fix(3)),),
    )
    return replace(called, **more)  # type: ignore[arg-type]


def spoilt(document: bytes, was: str, becomes: str) -> bytes:
    """Return a document in which a careless writer has spelt one thing otherwise."""
    assert was.encode() in document
    return document.replace(was.encode(), becomes.encode())


Write = Callable[[Facts], bytes]
