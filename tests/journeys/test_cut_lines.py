"""A line that is cut at any moment: a hundred calls for help, none lost, none doubled."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Route

from .conftest import MakesPhones
from .phone import Phone
from .places import EAST_GATE, PEAK, SUMMIT, VIEWPOINT, WEST_GATE
from .record import Record, eventually

pytestmark = pytest.mark.journey
PLACES = (EAST_GATE, PEAK, SUMMIT, VIEWPOINT, WEST_GATE)
ROUNDS, AT_ONCE = 10, 10
REPORT = re.compile(r"/api/v1/reports/([0-9a-f-]{36})")


@dataclass
class BadLine:
    """Cuts what a phone sends, three times at most: before it leaves, or after it has arrived and before the answer."""

    dice: random.Random
    cuts_left: int = 3
    reports: set[str] = field(default_factory=set)

    def __call__(self, route: Route) -> None:
        if route.request.method == "PUT":
            self.reports.add(REPORT.search(route.request.url)[1])  # type: ignore[index]
        fate = self.dice.choice(("cut before", "cut after", "through")) if self.cuts_left else "through"
        self.cuts_left -= fate != "through"
        try:
            if fate == "cut before":
                route.abort("connectionreset")
            elif fate == "cut after":
                route.fetch()
                route.abort("connectionreset")
            else:
                route.continue_()
        except PlaywrightError:
            return  # the whole line was gone at that moment


def touched(hiker: Phone, line: BadLine, place: str) -> None:
    """Call from a plate and say something, while the whole line goes and comes at a moment of its own."""
    hiker.scan(place)
    hiker.context.route(re.compile(r"/api/v1/reports/[^/]+(/messages)?$"), line)
    hiker.touch()
    hiker.page.wait_for_timeout(line.dice.uniform(0, 120))
    hiker.context.set_offline(True)
    hiker.page.locator(".write textarea").wait_for()
    hiker.write(f"word of {id(line)}")
    hiker.page.wait_for_timeout(line.dice.uniform(0, 60))
    hiker.context.set_offline(False)


def test_of_a_hundred_calls_on_cut_lines_none_is_lost_and_none_is_doubled(
    phone: MakesPhones, record: Record
) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    lines: list[BadLine] = []
    for _ in range(ROUNDS):
        hikers = []
        for _ in range(AT_ONCE):
            hikers.append((phone(), BadLine(random.Random(dice.random()))))
            touched(*hikers[-1], dice.choice(PLACES).code)
        for hiker, line in hikers:
            hiker.shows("received")
            hiker.shows_message(f"word of {id(line)}")
            lines.append(line)
            hiker.context.close()

    made = [report for line in lines for report in line.reports]
    assert len(made) == ROUNDS * AT_ONCE, "each touch made one report"
    incidents = eventually(
        lambda: [record.detail(row["id"]) for row in record.rows()],
        lambda found: sum(len(incident["report_list"]) for incident in found) >= len(made),
    )
    assert Counter(report["id"] for one in incidents for report in one["report_list"]) == Counter(made)
    said = Counter(message["text"] for one in incidents for message in one["messages"])
    assert said == Counter(f"word of {id(line)}" for line in lines)
