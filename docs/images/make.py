"""Make the pictures of the documentation again: a phone beside the console, a crew, the console and the board alone.

``script/pictures`` runs this. A real server, a real browser, the demonstration town.
"""

import io
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys import words
from tests.journeys.chromium import CHROMIUM, FLAGS
from tests.journeys.console import Console, chosen
from tests.journeys.phone import KOREAN_PHONE, Phone
from tests.journeys.places import EAST_GATE, SUMMIT
from tests.journeys.record import Record
from tests.servers import Server, serving

HERE = Path(__file__).parent
FILE = HERE / "phone-and-console.png"
LAPTOP, WALL = {"width": 1280, "height": 800}, {"width": 2560, "height": 1440}
LANGUAGE = "en"
WIDTH, MARGIN = 1600, 20
# Down the trail from the summit: longitude, latitude, radius in metres.
WAY = [(126.94502, 37.68252, 14), (126.94478, 37.68232, 11), (126.94474, 37.68212, 9)]
GROUND, EDGE = "#dfe4ec", "#4a5361"
COLOURS = 192  # enough for flat screens, and a third of the bytes
CORNER = 18


def main() -> None:
    """Serve the town, play the scene, and write the pictures."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playing,
    ):
        browser = playing.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        expect.set_options(timeout=20_000)  # a phone sends a position every five seconds
        hand, desk = scene(server, browser)
        save(FILE, beside(screen(hand.page), screen(desk.page)))
        walkers = crew(server, browser)
        screens(server, browser, desk)
        walkers.close()
        browser.close()


def crew(server: Server, browser: Browser) -> BrowserContext:
    """Write what a crew has on its telephone half of the way up, in light and dark; return the one that shares it."""
    record = Record(server, "supervisor-deokyang")
    incident = record.incident(SUMMIT.ko)
    unit = next(one for one in record.units() if one["kind"] == "mountain" and one["incident"] is None)
    sent, version = str(uuid4()), incident["version"]
    record.do(incident["id"], "assign", id=sent, unit=unit["id"], version=version, minutes=None)
    address = str(record.do(incident["id"], "crews", id=str(uuid4()), assignment=sent)["url"])
    record.close()
    token = address.partition("#")[2]
    told = httpx.get(
        f"{server.url}/api/v1/crew", headers={"Authorization": f"Crew {token}"}, timeout=30
    ).json()
    line = told["ways"]["ways"][0]["line"]
    longitude, latitude = line[len(line) // 2]
    here = {"longitude": longitude, "latitude": latitude, "accuracy": 8}
    pictures, opened = [], None
    for scheme in ("light", "dark"):
        options = {**KOREAN_PHONE, "locale": "en-GB", "geolocation": here, "permissions": ["geolocation"]}
        opened = browser.new_context(**options, color_scheme=scheme)
        page = opened.new_page()
        page.goto(address)
        expect(page.locator("canvas.maplibregl-canvas")).to_be_visible()
        page.get_by_role("button", name=words.on_crew("share", LANGUAGE)).click()
        expect(page.get_by_text(words.on_crew("share_on", LANGUAGE, radius=8))).to_be_visible()
        page.get_by_role("button", name=words.on_crew("map_all", LANGUAGE)).click()
        pictures.append(screen(page))
    assert opened is not None  # noqa: S101 - there were two
    save(HERE / "crew-390.png", beside(*pictures))
    return opened


def screens(server: Server, browser: Browser, desk: Console) -> None:
    """Write what a dispatcher and a wall show of the same scene: light at 1280 pixels, dark at 2560."""
    state = desk.context.storage_state()
    for size, scheme in ((LAPTOP, "light"), (WALL, "dark")):
        context = browser.new_context(
            viewport=size, timezone_id="Asia/Seoul", locale="en-GB", storage_state=state, color_scheme=scheme
        )
        context.add_init_script(chosen(with_map=True))
        page = context.new_page()
        page.goto(f"{server.url}/console/")
        shown = Console(desk.account, context, page, LANGUAGE)
        shown.open(SUMMIT.named(LANGUAGE))
        expect(page.locator("#way-there .way").first).to_be_visible()
        ending = f"{size['width']}-{scheme}.png"
        save(HERE / f"console-{ending}", screen(page))
        page.locator("#way-there").scroll_into_view_if_needed()
        page.locator("#way-there").evaluate("element => element.scrollIntoView()")
        save(HERE / f"way-{ending}", screen(page).crop(incident_of(page)))
        page.goto(f"{server.url}/board/")
        expect(page.locator("canvas.maplibregl-canvas").first).to_be_visible()
        save(HERE / f"board-{ending}", screen(page))
        context.close()


def incident_of(page: Page) -> tuple[int, int, int, int]:
    """Return where the open incident stands on the screen."""
    left, top, width, height = page.locator("#incident").evaluate(
        "element => { const {x, y, width, height} = element.getBoundingClientRect(); return [x, y, width, height]; }"
    )
    return round(left), round(top), round(left + width), round(top + height)


def save(file: Path, picture: Image.Image) -> None:
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file}: {picture.width} x {picture.height}, {file.stat().st_size // 1024} KB")


def scene(server: Server, browser: Browser) -> tuple[Phone, Console]:
    """Return the phone and the console in the middle of one call for help; another one runs beside it."""
    desk = console(server, browser)
    other = phone(server, browser, "198.51.100.1", permissions=[])
    other.scan(EAST_GATE.code)
    other.touch()
    other.shows("received")
    desk.open(EAST_GATE.named(LANGUAGE))
    desk.press("acknowledge")
    other.shows("acknowledged")

    hand = phone(server, browser, "198.51.100.2")
    hand.walk_to(*WAY[0])
    hand.scan(SUMMIT.code)
    hand.touch()
    hand.shows_position("gps_sent", WAY[0][2])
    for longitude, latitude, uncertainty_m in WAY[1:]:
        hand.walk_to(longitude, latitude, uncertainty_m)
        hand.shows_position("gps_sent", uncertainty_m)
    desk.open(SUMMIT.named(LANGUAGE))
    desk.press("acknowledge")
    hand.page.locator(".kinds").get_by_role("button", name=words.on_phone("kind_fall", LANGUAGE)).click()
    hand.write("Twisted my ankle, cannot walk")
    desk.shows_message("Twisted my ankle, cannot walk")
    desk.write("Stay where you are. Is anyone with you?")
    hand.shows_message("Stay where you are. Is anyone with you?")
    desk.dispatch()
    hand.shows("dispatched")
    desk.shows_state("dispatched")
    return hand, desk


def phone(server: Server, browser: Browser, address: str, **options: Any) -> Phone:
    """Return an English hiker's phone at a network address of its own."""
    defaults = {**KOREAN_PHONE, "locale": "en-GB", "permissions": ["geolocation"]}
    headers = {"X-Forwarded-For": address}
    context = browser.new_context(extra_http_headers=headers, **{**defaults, **options})
    return Phone(server, context, context.new_page(), LANGUAGE)


def console(server: Server, browser: Browser) -> Console:
    """Return a dispatcher's console, signed in, with the map."""
    size = {"width": 1280, "height": 800}
    context = browser.new_context(
        viewport=size, device_scale_factor=2, timezone_id="Asia/Seoul", locale="en-GB"
    )
    context.add_init_script(chosen(with_map=True))
    desk = Console("dispatcher-deokyang", context, context.new_page(), LANGUAGE)
    desk.page.goto(f"{server.url}/console/")
    desk.sign_in(server.password(desk.account))
    desk.is_live()
    expect(desk.page.locator("canvas.maplibregl-canvas")).to_be_visible()
    return desk


def screen(page: Page) -> Image.Image:
    """Return what is on a screen once it stands still."""
    page.mouse.move(0, 0)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(3000)  # the map glides, and says nowhere when it has arrived
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")


def beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """Return two screens side by side, equally high, as wide as the picture shall be."""
    room = WIDTH - 3 * MARGIN
    height = round(room / (left.width / left.height + right.width / right.height))
    picture = Image.new("RGB", (WIDTH, height + 2 * MARGIN), GROUND)
    x = MARGIN
    for each in (left, right):
        width = round(each.width * height / each.height)
        picture.paste(
            each.resize((width, height), Image.Resampling.LANCZOS), (x, MARGIN), rounded(width, height)
        )
        box = (x, MARGIN, x + width - 1, MARGIN + height - 1)
        ImageDraw.Draw(picture).rounded_rectangle(box, CORNER, outline=EDGE, width=2)
        x += width + MARGIN
    return picture


def rounded(width: int, height: int) -> Image.Image:
    """Return a mask with round corners."""
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), CORNER, fill=255)
    return mask


if __name__ == "__main__":
    main()
