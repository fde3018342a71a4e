"""Places of the demonstration town, from the files that it is loaded from."""

import csv
from dataclasses import dataclass

from stdnum import damm

from tests.servers import ROOT

TOWN = ROOT / "fixtures" / "town"


@dataclass(frozen=True)
class Place:
    """A plate of the town, and where it hangs."""

    code: str
    ko: str
    en: str

    def named(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


def _rows(name: str) -> list[dict[str, str]]:
    with (TOWN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def at(key: str) -> Place:
    """Return the installed plate at a point."""
    (row,) = [row for row in _rows("points") if row["key"] == key]
    return Place(row["code"], row["name_ko"], row["name_en"])


def that_is(state: str) -> Place:
    """Return the town's one plate that is withdrawn, replaced, lost, or issued and still blank."""
    (row,) = [row for row in _rows("tag_lives") if row["state"] == state]
    stood = at(row["point"]) if row["point"] else Place("", "", "")
    return Place(row["code"], stood.ko, stood.en)


def never_issued() -> str:
    """Return eight digits that could be a code and are on no plate."""
    issued = {row.get("code") for file in TOWN.glob("*.csv") for row in _rows(file.stem)}
    drafts = (f"{number}{damm.calc_check_digit(str(number))}" for number in range(1234567, 2000000))
    return next(code for code in drafts if code not in issued)


def swapped(code: str) -> str:
    """Return a code with its last two digits swapped, as fingers do."""
    return code[:-2] + code[-1] + code[-2]


SUMMIT = at("nogosan-summit")
VIEWPOINT = at("nogosan-viewpoint-3")
PEAK = at("wonhyobong")
WEST_GATE = at("wimun-below")
EAST_GATE = at("daedongmun-below")
LAKE = at("lake-park-centre")  # of the second centre
LAKE_PARKING = at("lake-park-parking-1")
WITHDRAWN = that_is("withdrawn")
BLANK = that_is("issued")
