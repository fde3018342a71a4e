"""Take new reports: find the centre, fuse the position, open an incident or join one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from addresses import jurisdictions, seals
from addresses.models import Jurisdiction, SharingMode
from emergency import borders, consent, crowd, deliveries, position
from emergency.asked import Row, together
from emergency.commands import NewReport
from emergency.errors import SameIdOtherBody, SameIdOtherSecret, SharingOff
from emergency.events import Draft
from emergency.flags import Flag
from emergency.models import (
    Channel,
    Delivery,
    EventKind,
    Fix,
    Incident,
    IncidentState,
    Presence,
    Report,
    Sight,
)
from emergency.rows import unsaved

from . import belonging, joining, located, plates, receipts
from .batch import Answer, Batch
from .joining import Joining
from .plates import Plate
from .receipts import FixRow

_crowd = crowd.Crowd()
# These reach a centre by telephone, as they always did, whatever it takes over the internet.
_BY_TELEPHONE = frozenset((Channel.SMS.value, Channel.VOICE.value))
_OURS = frozenset((Channel.PAGE.value, Channel.FORM.value))
# A text to the emergency number and a call are help asked for, not a form with a wording to agree to
# (Location Information Act art. 29: rescue needs no consent).
_NEED_NO_CONSENT = _BY_TELEPHONE | {Channel.AML.value}


@dataclass(slots=True)
class _Opened:
    """The rows that one report makes."""

    command: NewReport
    report: Report
    incident: Incident
    jurisdiction: Jurisdiction
    is_new_incident: bool
    delay_s: float


def take(commands: Sequence[tuple[int, NewReport]], batch: Batch) -> None:
    """Store the reports that are new; answer the repeated ones with their receipt again."""
    if not commands:
        return
    ids = [command.id for _, command in commands]
    here, named, endpoints = together(
        ("SELECT 1 FROM emergency_report WHERE id = ANY(%s) LIMIT 1", [ids]),
        plates.question([command.code for _, command in commands if command.code]),
        deliveries.ENDPOINTS,
    )
    # Nearly always none of them is here already, so that was asked cheaply.
    known = {report.id: report for report in receipts.with_places(ids)} if here else {}
    plate_of = plates.by_code(named)
    fresh: dict[uuid.UUID, _Opened] = {}
    joinable = Joining(batch.begin)
    requests = located.asked([command for _, command in commands], batch)
    added_to: dict[uuid.UUID, Incident] = {}
    mates = belonging.incidents([command for _, command in commands], batch)
    for index, command in commands:
        earlier = known.get(command.id) or (fresh[command.id].report if command.id in fresh else None)
        if earlier is not None:
            batch.outcomes[index] = _again(earlier, command)
            continue
        plate = plate_of.get(command.code)
        place = plate or plates.square(command.tag_text)
        asked = located.waiting(requests, command)
        joins = asked.incident if asked else belonging.joined(mates, command)
        # One object for one incident: what one report teaches it, the next one must not take back.
        joins = added_to.setdefault(joins.pk, joins) if joins else None
        jurisdiction, outside = (joins.jurisdiction, []) if joins else _centre(place, command)
        if jurisdiction.sharing_mode == SharingMode.DEVICE_ONLY and command.channel not in _BY_TELEPHONE:
            batch.outcomes[index] = SharingOff(
                f"{jurisdiction.centre_name_ko}: send the text message to {jurisdiction.fire_number} "
                "from this phone, or call. Nothing was stored here."
            )
            continue
        if asked:
            located.use_up(asked, command)
        opened = _open(command, plate, place, jurisdiction, outside, joinable, joins)
        fresh[command.id] = opened
        batch.outcomes[index] = Answer(201, receipts.of(opened.report), opened.delay_s)
    if fresh:
        _store(list(fresh.values()), endpoints, batch)


def _again(report: Report, command: NewReport) -> Answer | SameIdOtherSecret | SameIdOtherBody:
    if bytes(report.secret_sha256) != command.secret_sha256:
        return SameIdOtherSecret("Make a new id on the phone and send the report again.")
    if bytes(report.body_sha256) != command.body_sha256:
        return SameIdOtherBody("This report is with the centre already. Send what is new as a message.")
    return Answer(200, receipts.of(report))


def _centre(plate: Plate | None, command: NewReport) -> tuple[Jurisdiction, list[str]]:
    """Return who answers, and what to flag when the place is not in their area.

    What a dispatcher took down stays where they see it, until they hand it over.
    """
    otherwise = command.taken_by and jurisdictions.known(command.taken_by.jurisdiction_ids[0])
    if plate is not None and plate.longitude is not None and plate.latitude is not None:
        longitude, latitude = plate.longitude, plate.latitude
    elif command.fix is not None:
        longitude, latitude = command.fix.longitude, command.fix.latitude
    else:
        return otherwise or jurisdictions.default(), []
    inside = jurisdictions.holding(longitude, latitude)
    if inside is None:
        return otherwise or jurisdictions.default(), [Flag.OUTSIDE_JURISDICTIONS]
    if otherwise and command.taken_by and inside.pk not in command.taken_by.jurisdiction_ids:
        return otherwise, [Flag.OTHER_JURISDICTION]
    return inside, []


def _open(
    command: NewReport,
    plate: Plate | None,
    stood: Plate | None,
    jurisdiction: Jurisdiction,
    outside: list[str],
    joinable: Joining,
    joins: Incident | None,
) -> _Opened:
    """``stood``: the plate, or the square whose number was typed; ``joins``: what it is known to add to."""
    presence, verdict, flags = _presence(command, plate, stood)
    flags += [*command.flags, *outside]
    if command.channel not in _NEED_NO_CONSENT and not _consented(command.consent):
        flags.append(Flag.CONSENT_UNKNOWN)
    if command.locate_sha256 and joins is None:
        flags.append(Flag.LOCATE_OVER)
    if command.fix is None and (stood is None or stood.longitude is None):
        flags.append(Flag.NO_POSITION)
    place = joining.key(command, plate)
    at_place = _crowd.count(place, command.id, command.received_at)
    anywhere = _crowd.count(command.source_key, command.id, command.received_at)
    if at_place > crowd.MANY or anywhere > crowd.MANY_ANYWHERE:
        flags.append(Flag.MANY_FROM_ONE_ADDRESS)
    joined = joins
    if not joins and at_place > crowd.MANY:
        joined = joinable.incident(place, command, plate, jurisdiction)
    incident = joined or _incident(command, stood, jurisdiction)
    if joins:
        belonging.learn(incident, command, stood)
    else:
        joinable.note(place, incident)
    report = unsaved(
        Report,
        id=command.id,
        secret_sha256=command.secret_sha256,
        body_sha256=command.body_sha256,
        incident=incident,
        jurisdiction=jurisdiction,
        channel=command.channel,
        kind=command.kind,
        tag_code=command.code if plate else "",
        tag_text="" if plate else joining.typed(command)[:40],
        presence=presence,
        seal_verdict=verdict,
        words=command.words,
        people=command.people,
        phone=command.phone,
        language=command.language,
        battery_pct=command.battery_pct,
        is_exercise=command.is_exercise,
        consent=command.consent,
        flags=flags,
        source_key=command.source_key,
        sent_at=command.sent_at,
        received_at=command.received_at,
    )
    _place(report, command, stood)
    slow = max(crowd.delay_s(at_place, crowd.MANY), crowd.delay_s(anywhere, crowd.MANY_ANYWHERE))
    return _Opened(command, report, incident, jurisdiction, joined is None, slow)


def _incident(command: NewReport, plate: Plate | None, jurisdiction: Jurisdiction) -> Incident:
    return unsaved(
        Incident,
        id=uuid.uuid4(),
        jurisdiction=jurisdiction,
        kind=command.kind,
        state=IncidentState.NEW,
        is_exercise=command.is_exercise,
        tag_code=plate.code if plate else "",
        place_ko=plate.name_ko if plate else "",
        place_en=plate.name_en if plate else "",
        received_at=command.received_at,
    )


def _consented(given: dict[str, object]) -> bool:
    """Return whether the person saw a wording that was really published. If not it is flagged only."""
    return consent.known(
        str(given.get("version", "")), str(given.get("language", "")), str(given.get("text_sha256", ""))
    )


def _presence(command: NewReport, plate: Plate | None, stood: Plate | None) -> tuple[str, str, list[str]]:
    """Return how strongly presence is proven, the seal's verdict, and what to flag."""
    if plate is None:
        typed = Presence.TYPED if stood else Presence.NONE
        return typed, "", [Flag.UNKNOWN_TAG] if command.code else []
    verdict = seals.verify(plate.code, command.seal or None, [settings.SEAL_KEY.encode()])
    flags: list[str] = []
    if verdict == "wrong":
        flags.append(Flag.WRONG_SEAL)
    if plate.is_gone:
        flags.append(Flag.WITHDRAWN_TAG)
    if plate.longitude is None:
        flags.append(Flag.BLANK_TAG)
    return (Presence.QR_SEALED if verdict == "valid" else Presence.TYPED), str(verdict), flags


def _place(report: Report, command: NewReport, plate: Plate | None) -> None:
    """Write the plate's and the best position into the report."""
    scanned_at = min(command.sent_at or command.received_at, command.received_at)
    measured = None
    if plate is not None and plate.longitude is not None and plate.latitude is not None:
        report.plate_longitude, report.plate_latitude = plate.longitude, plate.latitude
        report.plate_uncertainty_m = plate.uncertainty_m
        measured = receipts.plate_measured(report, scanned_at)
    fixes = [receipts.fix_measured(command.fix)] if command.fix else []
    fused = position.fuse(measured, fixes, scanned_at=scanned_at, now=command.received_at)
    receipts.write_best(report, fused)


def _store(opened: Sequence[_Opened], endpoints: Sequence[Row], batch: Batch) -> None:
    """Leave the rows and the events of new reports to the batch."""
    joined: dict[uuid.UUID, Incident] = {}
    for o in opened:
        if not o.is_new_incident:
            version = joined[o.incident.id].version if o.incident.id in joined else o.incident.version
            o.incident.version = version + 1
            joined[o.incident.id] = o.incident
        batch.drafts.append(
            Draft(
                jurisdiction_id=o.incident.jurisdiction_id,
                kind=EventKind.REPORT_RECEIVED,
                incident_id=o.incident.id,
                incident_version=o.incident.version,
                report_id=o.report.id,
                at=o.report.received_at,
                actor_id=o.command.taken_by.id if o.command.taken_by else None,
                actor_name=o.command.taken_by.name if o.command.taken_by else "",
                data={} if o.report.channel in _OURS else {"channel": o.report.channel},
            )
        )
    for incident in joined.values():
        incident.save(update_fields=["version", "kind", "tag_code", "place_ko", "place_en"])
    batch.rows[Incident] += [o.incident for o in opened if o.is_new_incident]
    batch.rows[Report] += [o.report for o in opened]
    if seen := _sights(opened):
        batch.rows[Sight] += seen
    batch.rows[Fix] += [
        FixRow.of(o.report.id, o.command.fix, o.command.received_at) for o in opened if o.command.fix
    ]
    told = [(o.report, o.jurisdiction) for o in opened]
    batch.rows[Delivery] += deliveries.owed(told, endpoints, EventKind.REPORT_RECEIVED)


def _sights(opened: Sequence[_Opened]) -> list[Sight]:
    """Return who else sees the new incidents; what joined a stored one adds to that one's."""
    new = {o.incident.id for o in opened if o.is_new_incident}
    together: dict[uuid.UUID, list[_Opened]] = {}
    for o in opened:
        together.setdefault(o.incident.id, []).append(o)
    found: list[Sight] = []
    for pk, several in together.items():
        incident, reports, at = (
            several[0].incident,
            [o.report for o in several],
            several[0].report.received_at,
        )
        if pk in new:
            found += borders.sights(pk, incident.jurisdiction_id, reports, at)
        else:
            borders.follow(incident, reports, at)
    return found
