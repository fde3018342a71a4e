"""The main way, walked in real browsers: a hiker scans a plate, and two dispatchers see where they are."""

import re

import pytest
from playwright.sync_api import Route, expect

from . import words
from .conftest import MakesPhones, OpensConsoles
from .console import Console
from .places import SUMMIT, VIEWPOINT
from .record import Record, eventually

pytestmark = pytest.mark.journey


def test_a_hiker_calls_and_two_dispatchers_help(
    phone: MakesPhones,
    first: Console,
    second: Console,
    neighbour: Console,
    record: Record,
) -> None:
    for console in (first, second, neighbour):
        console.is_quiet()

    # The hiker scans the plate on a bad line and touches once.
    hiker = phone()
    hiker.has_a_slow_line()
    hiker.scan(SUMMIT.code)
    expect(hiker.page.get_by_role("heading", level=1)).to_have_text(SUMMIT.ko)
    hiker.touch()
    hiker.shows("received")
    hiker.shows_position("gps_sent", 14)

    # Both consoles are loud; the neighbour's stays quiet.
    first.is_loud_about(SUMMIT.ko)
    second.is_loud_about(SUMMIT.ko)

    # The first one opens it, takes it on, and asks.
    first.open(SUMMIT.ko)
    first.shows_state("opened")
    expect(first.incident).to_contain_text(words.phrase("presence.qr_sealed"))
    hiker.shows("opened")
    first.press("acknowledge")
    hiker.shows("acknowledged")
    expect(second.page).to_have_title(second.say("product"))
    second.open(SUMMIT.ko)
    first.write("다치셨나요?")
    hiker.shows_message("다치셨나요?")

    # The hiker answers, and both consoles show it.
    hiker.write("발목을 삐었습니다")
    for console in (first, second):
        console.shows_message("발목을 삐었습니다")
    hiker.shows_message("발목을 삐었습니다")

    # Help is sent, and the incident is closed with a reason.
    first.dispatch()
    hiker.shows("dispatched")
    second.shows_state("dispatched")
    second.close("helped")
    hiker.shows("closed")
    expect(first.incident).to_contain_text(words.phrase("disposition.helped"))

    neighbour.is_quiet()
    closed = [row for row in record.rows("closed") if row["place_ko"] == SUMMIT.ko]
    refused = neighbour.context.request.get(f"{hiker.server.url}/api/v1/incidents/{closed[0]['id']}")
    assert refused.status in (403, 404)


def test_the_second_to_act_is_told_and_sees_the_present_state(
    phone: MakesPhones, first: Console, second: Console
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    first.open(SUMMIT.ko)
    second.open(SUMMIT.ko)

    # Both want to take it on; the second one's line is the slower.
    held: list[Route] = []
    second.page.route("**/acknowledge", lambda route: held.append(route))
    with second.page.expect_request("**/acknowledge"):
        second.press("acknowledge")
    first.press("acknowledge")
    first.shows_state("acknowledged")
    second.shows_state("acknowledged")
    held[0].continue_()

    expect(second.notice).to_contain_text("dispatcher-deokyang")
    expect(second.notice).to_contain_text(words.phrase("event.acknowledged"))
    expect(first.notice).to_have_count(0)
    # What they see now is the present version: the next step works.
    second.dispatch()
    first.shows_state("dispatched")
    hiker.shows("dispatched")


def test_nothing_is_lost_while_the_phone_has_no_line(
    phone: MakesPhones, first: Console, second: Console, record: Record
) -> None:
    hiker = phone()
    hiker.has_a_slow_line()
    hiker.calls_from(SUMMIT)
    hiker.shows_position("gps_sent", 14)
    first.open(SUMMIT.ko)
    second.open(SUMMIT.ko)

    # The line is cut in the middle: positions and words wait on the phone, and it says so.
    hiker.has_no_line()
    hiker.write("신호가 끊겼습니다")
    hiker.shows_message("신호가 끊겼습니다", unsent=True)
    hiker.walk_to(126.9450, 37.6820, 21)
    hiker.shows_position("gps_found", 21)
    hiker.walk_to(126.9452, 37.6815, 9)
    hiker.shows_position("gps_found", 9)
    hiker.write("내려가고 있습니다")
    hiker.shows_message("내려가고 있습니다", unsent=True)
    assert record.incident(SUMMIT.ko)["messages"] == []

    # What the centre says meanwhile is not lost either.
    first.write("그 자리에 계세요")

    hiker.has_a_slow_line()
    hiker.shows_message("그 자리에 계세요")
    hiker.shows_message("신호가 끊겼습니다")
    hiker.shows_message("내려가고 있습니다")
    hiker.shows_position("gps_sent", 9)
    for console in (first, second):
        console.shows_message("신호가 끊겼습니다")
        console.shows_message("내려가고 있습니다")

    def fixes() -> list[dict[str, float]]:
        (report,) = record.incident(SUMMIT.ko)["report_list"]
        return list(report["fixes"])

    found = eventually(fixes, lambda all_: {14, 21, 9} <= {fix["uncertainty_m"] for fix in all_})
    assert sorted(fix["sequence"] for fix in found) == list(range(1, len(found) + 1))
    moved_m = record.incident(SUMMIT.ko)["agreement"]["distance_m"]
    assert moved_m > 50
    for console in (first, second):
        expect(console.incident).to_contain_text(f"{moved_m:.0f} m")
    said = sorted(message["text"] for message in record.incident(SUMMIT.ko)["messages"])
    assert said == ["그 자리에 계세요", "내려가고 있습니다", "신호가 끊겼습니다"]


def test_a_console_without_a_line_says_so_and_catches_up(
    phone: MakesPhones, first: Console, second: Console
) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    second.open(SUMMIT.ko)

    second.context.set_offline(True)
    expect(second.banner).to_be_visible()
    expect(second.page.locator("header")).to_contain_text(second.say("stale"))
    hiker.write("아직 여기 있습니다")
    another = phone("en")
    another.calls_from(VIEWPOINT)
    first.open(SUMMIT.ko)
    first.shows_message("아직 여기 있습니다")
    first.dispatch()
    hiker.shows("dispatched")
    expect(second.row(VIEWPOINT.ko)).to_have_count(0)

    second.context.set_offline(False)
    expect(second.banner).to_have_count(0)
    second.is_live()
    second.is_loud_about(VIEWPOINT.ko)
    second.shows_state("dispatched")
    second.shows_message("아직 여기 있습니다")


def test_the_map_shows_the_plate_the_phone_and_its_radius(phone: MakesPhones, console: OpensConsoles) -> None:
    hiker = phone()
    hiker.calls_from(SUMMIT)
    hiker.shows_position("gps_sent", 14)
    desk = console("dispatcher-deokyang", map=True)
    desk.open(SUMMIT.ko)
    expect(desk.page.locator("canvas.maplibregl-canvas")).to_be_visible()
    expect(desk.page.get_by_role("button", name=re.compile(rf"^{desk.say('map_fit')}"))).to_be_visible()
    expect(desk.incident).to_contain_text(words.on_console("radius", metres="14"))
