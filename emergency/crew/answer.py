"""What the crew's page is told, and what a console is told of a crew. Whoever calls this logs the look."""

from datetime import datetime
from typing import Any

from emergency import assigning, gather, ways
from emergency.handoff.facts import Fix, Plate
from emergency.models import CrewLink, Incident

from . import position, standing, texts


def of(link: CrewLink, incident: Incident, now: datetime) -> dict[str, Any]:
    """Return all that a crew needs to come to the person, also when its phone has no line any more.

    Not the person's number: the centre, which knows whether they may be called, calls.
    """
    facts = gather.facts(incident, now)
    return {
        "server_time": now.isoformat(),
        "ends_at": link.ends_at.isoformat(),
        "unit": assigning.row(link.assignment),
        "mine": position.told(link, incident, now),
        "centre_ko": facts.centre.name_ko,
        "centre_en": facts.centre.name_en or facts.centre.name_ko,
        "exercise": facts.is_exercise,
        "kind": facts.kind,
        "received_at": facts.received_at.isoformat(),
        "place_ko": facts.place_ko,
        "place_en": facts.place_en or facts.place_ko,
        "people": facts.people,
        "language": facts.language,
        "silent": not facts.may_call,
        "words": [{"text": said.text, "at": said.at.isoformat()} for said in facts.words],
        "best": _best(facts.position, now),
        "plate": _plate(facts.plate),
        "ways": ways.of(incident, now),
    }


def row(link: CrewLink, incident: Incident, now: datetime) -> dict[str, Any]:
    """Return where a link stands, without the link itself, and where its crew is."""
    return {
        "id": str(link.id),
        "assignment": str(link.assignment_id),
        "unit": link.assignment.unit.name,
        "made_by": link.made_by_name,
        "made_at": link.made_at.isoformat(),
        "ends_at": link.ends_at.isoformat(),
        "revoked_at": link.revoked_at.isoformat() if link.revoked_at else None,
        "opened_at": link.opened_at.isoformat() if link.opened_at else None,
        "state": standing.state(link, now),
        **texts.row(link.delivery),
        "position": position.told(link, incident, now) if standing.state(link, now) == "running" else None,
    }


def made(link: CrewLink, incident: Incident, now: datetime) -> dict[str, Any]:
    """Return a link as whoever made it reads it, its address with it."""
    return {**row(link, incident, now), "url": standing.address(link)}


def _best(best: Fix | None, now: datetime) -> dict[str, Any] | None:
    if best is None:
        return None
    return {
        "longitude": best.longitude,
        "latitude": best.latitude,
        "uncertainty_m": best.uncertainty_m,
        "source": best.method,
        "fixed_at": best.fixed_at.isoformat(),
        "age_s": max(0.0, (now - best.fixed_at).total_seconds()),
    }


def _plate(plate: Plate | None) -> dict[str, Any] | None:
    if plate is None:
        return None
    return {
        "code": plate.code,
        "longitude": plate.longitude,
        "latitude": plate.latitude,
        "uncertainty_m": plate.uncertainty_m,
        "name_ko": plate.name_ko,
        "name_en": plate.name_en or plate.name_ko,
        "npn": plate.npn,
        "object_address": plate.object_address,
    }
