"""Where the centre takes no positions over the internet, none leaves the phone: every request is read."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Request, expect

from addresses.grids import npn
from addresses.grids.place import Point
from tests.servers import Server

from . import words
from .conftest import MakesPhones
from .phone import Phone
from .places import LAKE, SUMMIT, WEST_GATE
from .record import Record

pytestmark = pytest.mark.journey

# No plate hangs here: what spells it can only come from the phone.
HERE = {"longitude": 126.948713, "latitude": 37.684219, "accuracy": 9}
MODE = (
    "from addresses.models import Jurisdiction as J;"
    "J.objects.update(sharing_mode='{mode}');from addresses import jurisdictions"
)
ONE = "from addresses.models import Jurisdiction as J;J.objects.filter(slug='ilsan').update(sharing_mode='{mode}')"


@pytest.fixture
def device_only(server: Server) -> Iterator[None]:
    """Let every centre of the town take no positions."""
    server.manage("shell", "-c", MODE.format(mode="device_only"))
    yield
    server.manage("shell", "-c", MODE.format(mode="console_and_feeds"))


@pytest.fixture
def device_only_ilsan(server: Server) -> Iterator[None]:
    """Let one of the town's two centres take no positions."""
    server.manage("shell", "-c", ONE.format(mode="device_only"))
    yield
    server.manage("shell", "-c", ONE.format(mode="console_and_feeds"))


def spelt() -> list[str]:
    """Return how the phone's position might be written: coordinates to 100 m, and the grid's number."""
    number = npn.write(Point(HERE["longitude"], HERE["latitude"]))
    digits = number[2:]
    return [f"{HERE['longitude']:.3f}", f"{HERE['latitude']:.3f}", number, f"{digits[:4]} {digits[4:]}"]


def said(request: Request) -> str:
    """Return everything that a request tells the server."""
    headers = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
    return unquote(f"{request.url}\n{headers}\n{request.post_data or ''}")


def watched(hiker: Phone) -> list[str]:
    heard: list[str] = []
    hiker.context.on("request", lambda request: heard.append(said(request)))
    return heard


def test_nothing_of_where_the_phone_is_reaches_the_server(phone: MakesPhones, device_only: None) -> None:
    hiker = phone(geolocation=HERE)
    heard = watched(hiker)
    hiker.scan(SUMMIT.code)
    expect(hiker.button).to_have_count(0)
    hiker.page.locator("#add-gps").click()
    expect(hiker.page.locator("#local-status")).to_have_text(words.local("gps_in_text", m=9))
    # The message has the position, so the phone knew it; and the second stage has come.
    assert f"{HERE['latitude']:.3f}" in unquote(hiker.page.content()) or spelt()[3].replace(" ", "") in (
        unquote(hiker.page.content()).replace(" ", "")
    )
    expect(hiker.page.locator("#further")).to_be_attached()
    hiker.page.wait_for_load_state("networkidle")
    hiker.walk_to(HERE["longitude"] + 0.0001, HERE["latitude"], 8)

    hiker.open("/?lang=ko")
    expect(hiker.page.locator("#further")).to_contain_text(words.in_phone("here_private_local"))
    show = hiker.page.get_by_role("button", name=words.in_phone("here_show"))
    show.click()
    expect(hiker.page.locator(".here")).to_be_visible()
    hiker.page.wait_for_load_state("networkidle")
    hiker.open("/privacy?lang=ko")
    expect(hiker.page.locator("main")).to_contain_text(words.on_page("privacy_device_only", centre="")[1:])
    assert len(heard) > 5
    assert not any("/api/v1/reports" in request for request in heard)
    assert [request for request in heard for sign in spelt() if sign in request] == []


def test_what_waits_for_another_centre_goes_out_from_a_page_where_nothing_is_sent(
    phone: MakesPhones, record: Record, device_only_ilsan: None
) -> None:
    hiker = phone(geolocation=HERE)
    reports = "**/api/v1/reports/**"
    hiker.context.route(reports, lambda route: route.abort())
    hiker.scan(WEST_GATE.code)
    hiker.touch()
    expect(hiker.page.locator("#chain li.done")).to_have_text([words.on_phone("kept")])

    hiker.scan(LAKE.code)
    expect(hiker.button).to_have_count(0)
    sending = words.in_phone("old_sending", time="\0").partition("\0")[2]
    expect(hiker.page.locator("main > .notice", has_text=sending)).to_be_visible()
    # Here stands a plate, and where the phone is goes nowhere: it is not shown a second time.
    expect(hiker.page.get_by_role("button", name=words.in_phone("here_show"))).to_have_count(0)
    assert record.rows() == []

    hiker.context.unroute(reports)
    see = hiker.page.get_by_role("link", name=words.in_phone("earlier_see"))
    expect(see).to_be_visible()
    (report,) = record.incident(WEST_GATE.ko)["report_list"]
    assert report["presence"] == "qr_sealed"
    see.click()
    hiker.shows("received")
