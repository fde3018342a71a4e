"""Messages that come in several parts are put together before they are read: a place may be cut in two."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from uuid import UUID, uuid4

from emergency.flags import Flag
from emergency.intake import Answer, Outcome
from emergency.models import TextPart

from . import same_person, texted
from .bodies import Arrived
from .texted import Text

# The parts of one message follow each other within seconds; help is not kept waiting for one that is lost.
WAIT: Final = timedelta(seconds=15)
ONE_MESSAGE_WITHIN: Final = timedelta(minutes=10)
KEPT_FOR: Final = timedelta(days=1)
_GAP: Final = " (…) "


def take(arrived: Arrived, now: datetime) -> Outcome:
    """Store one part; take the message when it is whole."""
    return texted.stored(arrived.number, lambda: _taken(arrived, now))


def sweep(now: datetime) -> int:
    """Take the messages of which a part is overdue, and return how many they were."""
    waiting = TextPart.objects.filter(taken_at=None)
    overdue = list(waiting.filter(received_at__lt=now - WAIT).values_list("group", "number").distinct())
    for group, number in overdue:
        with same_person.one_at_a_time(number):
            rows = list(waiting.filter(group=group).order_by("part"))
            if rows:
                _join(rows, now)
    return len(overdue)


def tidy(now: datetime) -> None:
    """Forget the parts that were taken long ago."""
    TextPart.objects.filter(taken_at__lt=now - KEPT_FOR).delete()


def _taken(arrived: Arrived, now: datetime) -> Outcome:
    digest = hashlib.sha256(arrived.text.encode("utf-8", "replace")).digest()
    together = _together(arrived, digest, now)
    row, is_new = TextPart.objects.get_or_create(
        group=together,
        part=arrived.part,
        defaults={
            "number": arrived.number,
            "reference": arrived.reference,
            "parts": arrived.parts,
            "text": arrived.text,
            "text_sha256": digest,
            "sent_at": arrived.sent_at,
            "received_at": now,
        },
    )
    if not is_new:
        return Answer(200, {"taken": "part", "report": None, "incident": None})
    rows = list(TextPart.objects.filter(group=together).order_by("part"))
    if any(one.taken_at for one in rows):
        return _join([row], now)  # the others could not wait
    if len(rows) == arrived.parts:
        return _join(rows, now)
    return Answer(202, {"taken": "part", "report": None, "incident": None})


def _together(arrived: Arrived, digest: bytes, now: datetime) -> UUID:
    """Return the group that a part belongs to: the newest of its reference in which its place is free, or its own."""
    same = TextPart.objects.filter(
        number=arrived.number,
        reference=arrived.reference,
        parts=arrived.parts,
        received_at__gt=now - ONE_MESSAGE_WITHIN,
    )
    groups: dict[UUID, dict[int, bytes]] = {}
    for row in same.order_by("-received_at", "-pk"):
        groups.setdefault(row.group, {})[row.part] = bytes(row.text_sha256)
    for group, parts in groups.items():
        if parts.get(arrived.part, digest) == digest:
            return group
    return uuid4()


def _join(rows: Sequence[TextPart], now: datetime) -> Outcome:
    """Take what is there as one message, and let the parts' own copies go."""
    first = rows[0]
    missing = len(rows) < first.parts
    said = first.text
    for before, after in pairwise(rows):
        said += ("" if after.part == before.part + 1 else _GAP) + after.text
    text = Text(
        id=texted.identity("parts", str(first.group), *(str(row.part) for row in rows)),
        number=first.number,
        said=said,
        sent_at=first.sent_at,
        flags=(Flag.PARTS_MISSING,) if missing else (),
    )
    outcome = texted.taken(text, now)
    if isinstance(outcome, Answer):
        TextPart.objects.filter(pk__in=[row.pk for row in rows]).update(taken_at=now, text="")
    return outcome
