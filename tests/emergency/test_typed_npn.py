"""Who has no plate but its National Point Number: the square is the place, and it is said how sure that is."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from emergency import actions, detail, escalation_texts, parse, retention, withdrawal
from emergency.after import figures
from emergency.board import content
from emergency.channels import email
from emergency.channels.overdue import waiting
from emergency.flags import Flag
from emergency.intake import commit
from emergency.models import Delivery, Endpoint, Event, Incident, Presence, Report, Webhook
from emergency.webhooks import envelope
from tests.emergency.scene import Scene, called

pytestmark = pytest.mark.django_db(transaction=True)


def reported(text: str) -> Report:
    """Return the report of a phone whose person typed a text where the code belongs."""
    report = uuid.uuid4()
    body = json.dumps({"tag": text, "language": "ko"}).encode()
    command = parse.report(report, b"0" * 32, body, now=datetime.now(UTC), source_key="here")
    commit([command])
    return Report.objects.select_related("incident").get(id=report)


@pytest.mark.parametrize("typed", ["다사 5105 6491", "다사51056491", "국가지점번호: 다사 5105-6491"])
def test_the_square_of_a_typed_number_is_the_place_of_the_report(scene: Scene, typed: str) -> None:
    report = reported(typed)
    assert report.best_latitude == pytest.approx(37.6824, abs=0.001)
    assert report.best_longitude == pytest.approx(126.9448, abs=0.001)
    assert report.plate_uncertainty_m == pytest.approx(7.1, abs=0.1)
    assert report.presence == Presence.TYPED
    assert report.incident.place_ko == "국가지점번호 다사 5105 6491"
    assert not {Flag.MISTYPED_TAG, Flag.NO_POSITION, Flag.UNKNOWN_TAG} & set(report.flags)


def test_a_cut_number_is_a_larger_square(scene: Scene) -> None:
    assert reported("다사 510 649").plate_uncertainty_m == pytest.approx(71, abs=1)


def test_letters_that_the_grid_does_not_have_are_kept_and_flagged(scene: Scene) -> None:
    report = reported("갸사 5105 6491")
    assert report.best_latitude is None
    assert Flag.MISTYPED_TAG in report.flags
    assert report.tag_text == "갸사 5105 6491"


def test_the_page_of_a_number_names_the_place_and_the_plates_around_it(client: Client, scene: Scene) -> None:
    answer = client.get("/", {"code": "다사 5105 6491", "lang": "en"}, follow=True)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "NPN 다사 5105 6491" in html
    assert 'data-tag="다사 5105 6491"' in html


SQUARE = "다사 5105 6491"


def left_of(report: Report) -> tuple[object, ...]:
    """Return what the tables still hold of the square from which somebody reported."""
    report = Report.objects.select_related("incident").get(pk=report.pk)
    place = report.incident
    return place.place_ko, place.place_en, report.plate_longitude, report.plate_latitude, report.tag_text


def closed(scene: Scene, incident: Incident) -> None:
    by = actions.By.now(scene.people["dispatcher"])
    actions.open_(incident.pk, by)
    actions.close(incident.pk, Incident.objects.get(pk=incident.pk).version, by, "helped")


def test_a_typed_square_is_destroyed_with_the_positions(scene: Scene) -> None:
    report = reported(SQUARE)
    closed(scene, report.incident)
    assert retention.sweep(datetime.now(UTC) + timedelta(days=2)) == 1
    assert left_of(report) == ("", "", None, None, "")


def test_the_public_place_of_a_plate_outlives_the_positions(scene: Scene) -> None:
    report = called(scene.plate("nogosan"))
    closed(scene, report.incident)
    retention.sweep(datetime.now(UTC) + timedelta(days=2))
    assert left_of(report) == (
        report.incident.place_ko,
        report.incident.place_en,
        report.plate_longitude,
        report.plate_latitude,
        "",
    )
    assert report.incident.place_ko
    assert report.plate_longitude


def test_a_typed_square_is_destroyed_when_its_person_withdraws(scene: Scene) -> None:
    report = reported(SQUARE)
    withdrawal.take(report.pk, datetime.now(UTC))
    assert left_of(report) == ("", "", None, None, "")


@pytest.mark.parametrize(
    ("other", "place"), [("다사5105-6491", f"국가지점번호 {SQUARE}"), ("다사 9999 9999", "")]
)
def test_a_square_stays_only_while_somebody_who_typed_it_stays(scene: Scene, other: str, place: str) -> None:
    first, second = reported(SQUARE), reported(other)
    Report.objects.filter(pk=second.pk).update(incident=first.incident)
    withdrawal.take(first.pk, datetime.now(UTC))
    assert left_of(first)[0] == place
    withdrawal.take(second.pk, datetime.now(UTC))
    assert left_of(second) == ("", "", None, None, "")


def test_the_square_that_somebody_typed_is_told_to_nobody_who_sees_no_position(
    scene: Scene, mailoutbox: list[EmailMessage]
) -> None:
    report = called({"tag": SQUARE, "kind": "fall"})
    incident = Incident.objects.get(pk=report.incident_id)
    assert SQUARE in incident.place_ko
    now = datetime.now(UTC)
    endpoint = Endpoint.objects.create(jurisdiction=scene.goyang, channel="email", address="duty@example.org")
    delivery = Delivery.objects.create(
        endpoint=endpoint, incident=incident, occasion="escalated_told", due_at=now
    )
    email.send(delivery)
    overdue = waiting.of(delivery)
    told = [
        json.dumps(content.of(scene.goyang, now), default=str, ensure_ascii=False),
        envelope.body(Webhook(jurisdiction=scene.goyang, name="119"), Event.objects.get(), now),
        *(escalation_texts.text(overdue, language) for language in ("ko", "en")),
        str(
            figures.of(
                [scene.goyang.pk], now - timedelta(days=1), now + timedelta(days=1), exercises=False
            ).rows
        ),
        *(f"{letter.subject} {letter.body}" for letter in mailoutbox),
    ]
    assert len(mailoutbox) == 1
    for one in told:
        for digits in ("5105", "6491", "126.9", "37.6"):
            assert digits not in one, one
    # Who works on it reads it all the same.
    assert detail.of(incident)["place_ko"] == f"국가지점번호 {SQUARE}"
