"""The alerts in force as an Atom feed (RFC 4287), for whoever wants to know: no account, no person in it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from lxml import etree

from addresses.models import Jurisdiction
from emergency.handoff import cap, xml
from emergency.handoff.spelling import utc
from emergency.models import Alert, AlertKind

from . import message
from .hazard import Hazard

MEDIA_TYPE: Final = "application/atom+xml"
ATOM: Final = "http://www.w3.org/2005/Atom"
# Who polls once a day still reads that something is over.
ENDS_SHOWN: Final = timedelta(hours=24)
_NEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)  # a feed needs a time, also where nothing was ever told
_TITLES: Final = {False: "통행 제한 · Trail closures", True: "훈련 · Exercises: trail closures"}


def shown(now: datetime, *, is_exercise: bool, jurisdiction: Jurisdiction | None = None) -> list[Alert]:
    """Return the newest message of each subject that stands or ended within a day, the newest first."""
    rows = Alert.objects.filter(is_exercise=is_exercise, expires__gt=now).select_related("jurisdiction")
    if jurisdiction is not None:
        rows = rows.filter(jurisdiction=jurisdiction)
    newest = {row.subject: row for row in rows.order_by("number")}
    told = [row for row in newest.values() if row.kind != AlertKind.CANCEL or row.sent > now - ENDS_SHOWN]
    return sorted(told, key=lambda row: (row.sent, row.pk), reverse=True)


def write(alerts: Iterable[Alert], *, address: str, is_exercise: bool) -> bytes:
    """Return the feed; ``address`` is its own path. The same alerts make the same bytes."""
    listed = list(alerts)
    root = etree.Element(_of("feed"), nsmap={None: ATOM})  # type: ignore[dict-item]
    xml.add(root, _of("id"), f"{settings.PUBLIC_URL}{address}")
    xml.add(root, _of("title"), _TITLES[is_exercise])
    xml.add(root, _of("updated"), utc(max((one.sent for one in listed), default=_NEVER)))
    xml.add(root, _of("link"), rel="self", type=MEDIA_TYPE, href=f"{settings.PUBLIC_URL}{address}")
    author = xml.add(root, _of("author"))
    xml.add(author, _of("name"), "Yeogi")
    for one in listed:
        _entry(root, one)
    return xml.written(root)


def place(alert: Alert) -> str:
    """Return the path of a message."""
    return f"/api/v1/alerts/{alert.identifier}.cap.xml"


def _of(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _entry(root: etree._Element, alert: Alert) -> None:
    hazard = Hazard.of(alert.told)
    entry = xml.add(root, _of("entry"))
    href = f"{settings.PUBLIC_URL}{place(alert)}"
    # One entry for each thing: a reader sees an update in the place of what it updates.
    xml.add(entry, _of("id"), f"{settings.PUBLIC_URL}/api/v1/alerts/{alert.subject}")
    headlines = (message.headline(hazard, alert.kind, language) for language in ("ko", "en"))
    xml.add(entry, _of("title"), " · ".join(headlines))
    xml.add(entry, _of("updated"), utc(alert.sent))
    xml.add(entry, _of("category"), term=alert.kind, scheme=cap.NAMES["c"])
    xml.add(entry, _of("link"), rel="alternate", type=cap.MEDIA_TYPE, href=href)
    xml.add(entry, _of("summary"), f"{hazard.reason_ko} · {hazard.reason_en}".strip(" ·"))
    author = xml.add(entry, _of("author"))
    xml.add(author, _of("name"), alert.jurisdiction.centre_name_ko)
