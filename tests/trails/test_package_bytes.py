"""A package as bytes: what goes in comes out, what has changed is short, and what is broken is noticed."""

import gzip
import json
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trails.packages import difference, varints
from trails.packages.encoding import DEGREE, MAGIC, TABLES, Content, decode, encode, version
from trails.packages.order import along_curve, hilbert
from trails.packages.varints import UnreadablePackage

EXAMPLE = json.loads((Path(__file__).parents[2] / "fixtures" / "package.json").read_text())

uint = st.integers(0, 2**62)
degrees = st.integers(-180 * DEGREE, 180 * DEGREE)
text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
OF_KIND: dict[str, Any] = {
    "text": text,
    "delta": degrees,
    "uint": uint,
    "codes": st.lists(st.integers(0, 9_999_999), max_size=3).map(tuple),
    "line": st.lists(st.tuples(degrees, degrees, st.integers(0, 100_000)), max_size=5).map(tuple),
}
contents: Any = st.fixed_dictionaries(
    {
        name: st.lists(st.tuples(*(OF_KIND[kind] for _, kind in columns)), max_size=6)
        for name, columns in TABLES.items()
    }
)


def tupled(content: dict[str, Any]) -> Content:
    def deep(value: Any) -> Any:
        return tuple(map(deep, value)) if isinstance(value, list) else value

    return {name: [deep(row) for row in rows] for name, rows in content.items()}


@settings(deadline=None)
@given(contents)
def test_what_goes_in_comes_out(content: Content):
    assert decode(encode(content)) == content


@settings(deadline=None)
@given(st.lists(uint))
def test_numbers_take_the_bytes_they_need(numbers: list[int]):
    data = varints.write(numbers)
    assert varints.read(data).tolist() == numbers
    assert len(data) == sum(max(1, -(-number.bit_length() // 7)) for number in numbers)


@settings(deadline=None)
@given(st.lists(st.integers(-(2**60), 2**60)))
def test_differences_lead_back(numbers: list[int]):
    assert varints.from_differences(varints.differences(numbers)).tolist() == numbers


@settings(deadline=None)
@given(contents, contents, contents)
def test_a_phone_with_an_older_package_gets_to_the_newest_by_steps(
    one: Content, two: Content, three: Content
):
    # Rows that stay keep their order, as those of a package along its curve do.
    ones, twos, threes = (
        encode({name: sorted(rows) for name, rows in content.items()})
        for content in (one, {name: one[name] + two[name] for name in one}, three)
    )
    steps = difference.chain([difference.step(ones, twos), difference.step(twos, threes)])
    assert difference.apply(ones, steps) == threes


def test_one_new_plate_among_thousands_is_told_in_some_hundred_bytes():
    before, after = crowd(3_000), crowd(3_000)
    row = (126_950_000, 37_680_000, "새 지점", "New place", "bench", 50, (1234567,), "", 1)
    after["points"] = along_curve([*after["points"][:1_000], *after["points"][1_001:], row])
    step = difference.step(encode(before), encode(after))
    assert len(step) < 300
    assert difference.apply(encode(before), difference.chain([step])) == encode(after)


def test_an_update_for_another_package_is_refused():
    one, two = encode(crowd(10)), encode(crowd(11))
    with pytest.raises(UnreadablePackage):
        difference.apply(two, difference.chain([difference.step(one, two)]))


def test_an_update_that_was_tampered_with_is_refused():
    one, two = encode(crowd(10)), encode(crowd(11))
    step = bytearray(difference.step(one, two))
    step[-1] ^= 1
    with pytest.raises(UnreadablePackage):
        difference.apply(one, difference.chain([bytes(step)]))


@pytest.mark.parametrize("data", [b"", b"YGP", MAGIC + b"\3", b"PK\3\4" * 9, MAGIC + b"\2\xff\xff\xff"])
def test_what_is_no_package_is_refused(data: bytes):
    with pytest.raises(UnreadablePackage):
        decode(data)


def test_a_package_that_was_cut_off_anywhere_is_refused():
    data = encode(crowd(20))
    for end in range(len(data)):
        with pytest.raises(UnreadablePackage):
            decode(data[:end])


def test_a_later_table_is_passed_over():
    content = crowd(5)
    assert decode(encode(content) + b"\3new")["points"] == content["points"]


def test_the_bytes_are_those_that_the_phone_is_tested_with():
    content = tupled(EXAMPLE["content"])
    data = encode(content)
    assert data.hex() == EXAMPLE["bytes"]
    assert version(data) == EXAMPLE["version"]
    assert decode(data) == content
    later = encode(tupled(EXAMPLE["later"]))
    assert version(later) == EXAMPLE["later_version"]
    steps = difference.chain([difference.step(data, later)])
    assert steps.hex() == EXAMPLE["steps"]
    assert difference.apply(data, steps) == later


def test_from_a_package_of_an_older_format_there_are_no_steps():
    older, now = bytes.fromhex(EXAMPLE["older"]), encode(tupled(EXAMPLE["content"]))
    with pytest.raises(UnreadablePackage):
        difference.step(older, now)


def test_neighbours_on_the_curve_are_neighbours_on_the_ground():
    points = [(x, y) for x in range(32) for y in range(32)]
    places = hilbert(np.array([x for x, _ in points]), np.array([y for _, y in points]))
    in_order = [point for _, point in sorted(zip(places.tolist(), points, strict=True))]
    steps = {abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(in_order)}
    assert steps == {1}


def test_names_that_return_cost_next_to_nothing():
    many = crowd(2_000)
    same = {**many, "points": [(*row[:2], "버스정류장", "Bus stop", *row[4:]) for row in many["points"]]}
    assert len(gzip.compress(encode(same))) < len(gzip.compress(encode(many))) - 2_000


def crowd(count: int) -> Content:
    """Some thousand points in a city."""
    chance = random.Random(7)
    rows = [
        (
            126_800_000 + chance.randrange(200_000), 37_600_000 + chance.randrange(100_000), f"지점 {number}",
            f"Point {number}", "bench", 50, (chance.randrange(10_000_000),), "", 1,
        )
        for number in range(count)
    ]  # fmt: skip
    content: Content = {name: [] for name in TABLES}
    return content | {"points": along_curve(rows)}
