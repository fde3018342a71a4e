"""The server dies in the middle of a call for help, and is started again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.servers import Server

from . import words
from .conftest import MakesPhones
from .console import Console
from .places import PEAK
from .record import Record

pytestmark = pytest.mark.journey


@pytest.fixture
def revived(server: Server) -> Iterator[Server]:
    """The server, which stands again after the test whatever became of it."""
    yield server
    if server.process is None:
        server.start()


def test_a_touch_while_the_server_is_dead_arrives_once_when_it_lives_again(
    revived: Server, phone: MakesPhones, first: Console, second: Console, record: Record
) -> None:
    hiker = phone()
    hiker.scan(PEAK.code)

    revived.kill()
    hiker.touch()
    expect(hiker.headline).to_contain_text(words.on_phone("again_soon"))
    for console in (first, second):
        expect(console.banner).to_be_visible()

    revived.start()
    hiker.shows("received")
    hiker.shows_position("gps_sent", 14)
    for console in (first, second):
        expect(console.banner).to_have_count(0)
        console.is_live()
        console.is_loud_about(PEAK.ko)
    (report,) = record.incident(PEAK.ko)["report_list"]
    assert [fix["sequence"] for fix in report["fixes"]] == list(range(1, len(report["fixes"]) + 1))


def test_a_report_whose_receipt_was_lost_with_the_server_is_one_report(
    revived: Server, phone: MakesPhones, first: Console, record: Record
) -> None:
    hiker = phone()
    hiker.scan(PEAK.code)
    lost: list[int] = []

    def loses_the_first_receipt(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        revived.kill()
        route.abort()

    hiker.page.route("**/api/v1/reports/*", loses_the_first_receipt)
    hiker.touch()
    expect(hiker.headline).to_contain_text(words.on_phone("again_soon"))
    assert lost == [201]

    revived.start()
    hiker.shows("received")
    first.is_loud_about(PEAK.ko)
    assert len(record.incident(PEAK.ko)["report_list"]) == 1
