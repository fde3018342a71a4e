"""A trail that the city closes, and what is told of it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from lxml import etree

from addresses import changes
from emergency.alerts.hazard import Hazard, Notice
from emergency.handoff.cap import NAMES
from emergency.models import Alert
from tests.cast import Town
from trails.models import Closure

NOW = datetime.fromisoformat("2030-01-01T00:00:00+00:00")
# From a saddle a kilometre to the north-east, and a short stretch of it.
LONG = tuple((126.94 + step * 0.001, 37.66 + step * 0.001) for step in range(10))
SHORT = ((126.94, 37.66), (126.9405, 37.6605))


def hazard(**more: Any) -> Hazard:
    """Return a closed stretch; ``more`` says what is different."""
    told: dict[str, Any] = {
        "trail_ko": "노고산 능선길", "trail_en": "Nogosan ridge", "from_metre": 100.0, "to_metre": 1400.0,
        "reason_ko": "낙석 <&>", "reason_en": "Rockfall", "since": NOW, "until": NOW + timedelta(days=2),
        "centre_ko": "고양 119", "centre_en": "Goyang 119", "is_exercise": False, "line": LONG,
    }  # fmt: skip
    return Hazard(**{**told, **more})


def notice(**more: Any) -> Notice:
    """Return what makes the first message of a closed stretch."""
    told: dict[str, Any] = {
        "identifier": "closure-1.1", "sender": "goyang@here.example.kr", "kind": "Alert",
        "sent": NOW, "expires": NOW + timedelta(days=2),
    }  # fmt: skip
    return Notice(**{**told, **more})


def close(town: Town, **more: Any) -> Closure:
    """Close a stretch of the Nogosan trail from an hour ago on."""
    told = {
        "since": timezone.now() - timedelta(hours=1), "reason_ko": "낙석", "reason_en": "Rockfall",
        "from_metre": 100.0, "to_metre": 200.0, **more,
    }  # fmt: skip
    return changes.create(Closure(trail=town.trail("nogosan"), **told), actor=None, origin="form")


def change(closure: Closure, **fields: Any) -> Closure:
    """Let an editor change a closure."""
    return changes.update(closure, fields, actor=None, origin="form")


def said(alert: Alert, name: str) -> str | None:
    """Return the text of one element of a message as it was published."""
    found = etree.fromstring(alert.document.encode()).find(f".//c:{name}", NAMES)
    return None if found is None else found.text
