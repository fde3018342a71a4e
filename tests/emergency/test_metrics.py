"""What a guard of the machine reads at /metrics: numbers of the door, none of a person, and not for everybody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from emergency import metrics
from emergency.models import Delivery, Endpoint, Incident
from tests.asgi import Ask, House, Phone

from .scene import Console, Scene, fix

TOKEN = "a-token-for-prometheus-alone"


@pytest.fixture
def house(transactional_db: None, scene: Scene, settings: Any) -> Iterator[House]:
    """The door, with its counters."""
    settings.METRICS_TOKEN = TOKEN
    running = House()
    running.start()
    yield running
    running.stop()


def read(house: House) -> str:
    answer = house.ask(Ask("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"}))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return answer.text


def value(page: str, name: str) -> float:
    """Return the value of one line, named as it stands there."""
    (found,) = re.findall(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    return float(found)


@pytest.mark.parametrize(
    "shown", ["", "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x"]
)
def test_an_outsider_reads_nothing(house: House, shown: str) -> None:
    headers = {"Authorization": shown} if shown else {}

    answer = house.ask(Ask("GET", "/metrics", headers=headers))

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/metrics-token")
    assert "yeogi_" not in answer.text


def test_there_is_no_such_page_without_a_token(transactional_db: None, scene: Scene, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    running = House()
    running.start()
    try:
        assert running.ask(Ask("GET", "/metrics", headers={"Authorization": "Bearer "})).status_code == 404
    finally:
        running.stop()


def test_a_report_its_repetition_and_its_fixes_are_counted_by_route_and_status(
    house: House, phone: Phone, scene: Scene
) -> None:
    report = scene.plate("nogosan")
    phone.send(**report)
    phone.send(**report)
    phone.fix(fix(1))
    house.ask(Ask("PUT", "/api/v1/reports/nonsense", b"{}", phone.headers))
    house.ask(Ask("GET", "/48279154"))
    house.ask(Ask("GET", "/healthz"))

    page = read(house)

    assert value(page, 'yeogi_requests_total{route="report",status="201"}') == 1
    assert value(page, 'yeogi_requests_total{route="report",status="200"}') == 1
    assert value(page, 'yeogi_requests_total{route="report",status="400"}') == 1
    assert value(page, 'yeogi_requests_total{route="report_fixes",status="200"}') == 1
    assert value(page, 'yeogi_requests_total{route="django",status="404"}') == 1
    assert value(page, 'yeogi_requests_total{route="healthz",status="200"}') == 1
    assert value(page, "yeogi_reports_accepted_total") == 1
    assert value(page, "yeogi_batch_commands_sum") == 3
    assert value(page, "yeogi_commit_seconds_count") == value(page, "yeogi_batch_commands_count")


def test_no_line_names_a_report_a_place_or_a_person(house: House, phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"), words="발목", phone="01012345678")
    phone.status()

    page = read(house)

    for private in (
        str(phone.report),
        phone.secret,
        scene.plates["nogosan"],
        "발목",
        "12345678",
        phone.address,
    ):
        assert private not in page


def test_open_streams_and_the_logs_age_are_told(house: House, console: Console) -> None:
    console().next("hello")

    page = read(house)

    assert value(page, "yeogi_streams_open") == 1
    assert value(page, "yeogi_stream_lag_seconds") >= 0
    assert value(page, "process_resident_memory_bytes") > 0


def test_deliveries_are_told_by_state(house: House, phone: Phone, scene: Scene) -> None:
    phone.send(**scene.plate("nogosan"))
    endpoint = Endpoint.objects.create(jurisdiction=scene.goyang, channel="email", address="duty@example.org")
    later = timezone.now() + timedelta(days=1)  # nobody sweeps them meanwhile
    for state in ("due", "due", "failed"):
        Delivery.objects.create(
            endpoint=endpoint, incident=Incident.objects.get(), occasion="received", state=state, due_at=later
        )

    page = read(house)

    told = [value(page, f'yeogi_deliveries{{state="{state}"}}') for state in ("due", "failed", "sent")]
    assert told == [2, 1, 0]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/reports/0191/events", "report_events"),
        ("/api/v1/reports/0191/cancel/", "report_cancel"),
        ("/api/v1/reports/0191/anything", "django"),
        ("/api/v1/events", "events"),
        ("/console/", "django"),
    ],
)
def test_an_address_counts_as_its_route_without_ids(path: str, name: str) -> None:
    assert metrics.route(path) == name
