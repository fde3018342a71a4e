"""How a phone gets a package over a bad line: in pieces, and later by what has changed."""

import gzip
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.cast import Person, Town
from trails.models import Package
from trails.packages import difference

from .packing import NOGOSAN, offers, renamed


@pytest.fixture(autouse=True)
def _nobody_has_asked_before() -> None:
    cache.clear()


def test_a_version_never_changes_and_may_be_kept_for_ever(packed: Town, hiker: Person):
    answer = hiker.get(offers(hiker)[0]["href"])
    assert answer["Content-Type"] == "application/gzip"
    assert "immutable" in answer["Cache-Control"]
    again = hiker.get(offers(hiker)[0]["href"], headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_download_that_broke_off_is_taken_up_where_it_was(packed: Town, hiker: Person):
    href = offers(hiker)[0]["href"]
    whole = hiker.get(href)
    rest = hiker.get(
        href, headers={"Range": "bytes=700-", "If-Range": whole["ETag"], "Accept-Encoding": "gzip, br"}
    )
    assert rest.status_code == 206
    assert rest["Content-Range"] == f"bytes 700-{len(whole.content) - 1}/{len(whole.content)}"
    assert "Content-Encoding" not in rest
    assert whole.content[:700] + rest.content == whole.content


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=5-9", slice(5, 10)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=3-999999", slice(3, None)),
    ],
)
def test_any_piece_can_be_asked_for(packed: Town, hiker: Person, asked: str, part: slice):
    href = offers(hiker)[0]["href"]
    answer = hiker.get(href, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, hiker.get(href).content[part])


@pytest.mark.parametrize(
    "asked", ["bytes=", "bytes=-", "lines=1-2", "bytes=1-2,5-6", "bytes=a-b", "bytes=" + "9" * 40 + "-"]
)
def test_a_range_that_is_none_gets_the_whole(packed: Town, hiker: Person, asked: str):
    href = offers(hiker)[0]["href"]
    answer = hiker.get(href, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, hiker.get(href).content)


def test_a_piece_of_another_version_is_not_put_together(packed: Town, hiker: Person):
    answer = hiker.get(offers(hiker)[0]["href"], headers={"Range": "bytes=700-", "If-Range": '"other"'})
    assert answer.status_code == 200


def test_a_piece_behind_the_end_is_refused_with_the_length(packed: Town, hiker: Person):
    offer = offers(hiker)[0]
    for asked in (f"bytes={offer['size_bytes']}-", "bytes=9-5", "bytes=-0"):
        answer = hiker.get(offer["href"], headers={"Range": asked})
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{offer['size_bytes']}")


def test_a_phone_with_an_older_version_loads_what_has_changed(packed: Town, hiker: Person):
    old = offers(hiker)[0]
    before = gzip.decompress(hiker.get(old["href"]).content)
    renamed(packed, ["하나", "둘", "셋"])
    new = offers(hiker)[0]
    answer = hiker.get(new["href"], {"from": old["version"]})
    assert len(answer.content) < new["size_bytes"] / 2
    assert difference.apply(before, answer.content) == gzip.decompress(hiker.get(new["href"]).content)


def test_a_phone_that_is_up_to_date_loads_nothing(packed: Town, hiker: Person):
    offer = offers(hiker)[0]
    answer = hiker.get(offer["href"], {"from": offer["version"]})
    assert answer.content == difference.chain([])


def test_a_change_that_was_taken_back_leads_back(packed: Town, hiker: Person):
    first = offers(hiker)[0]
    before = gzip.decompress(hiker.get(first["href"]).content)
    name = packed.point("nogosan-summit").name_ko
    renamed(packed, ["하나"])
    second = offers(hiker)[0]
    changed = gzip.decompress(hiker.get(second["href"]).content)
    renamed(packed, [name])
    third = offers(hiker)[0]
    assert third["version"] == first["version"]
    back = hiker.get(third["href"], {"from": second["version"]}).content
    assert difference.apply(changed, back) == before


@pytest.mark.parametrize("older", ["0" * 32, "f" * 32])
def test_a_version_that_nobody_knows_any_more_gets_the_whole(packed: Town, hiker: Person, older: str):
    offer = offers(hiker)[0]
    answer = hiker.get(offer["href"], {"from": older})
    assert answer["Content-Type"] == "application/gzip"
    assert answer.content == hiker.get(offer["href"]).content


@pytest.mark.parametrize("older", ["", "x", "0" * 31, "../../etc/passwd", "0" * 33])
def test_an_older_version_that_is_none_is_refused(packed: Town, hiker: Person, older: str):
    assert hiker.get(offers(hiker)[0]["href"], {"from": older}).status_code == 400


def test_old_versions_are_given_up_in_their_time_and_the_newest_never(packed: Town, hiker: Person):
    old = offers(hiker)[0]
    Package.objects.update(built_at=timezone.now() - timedelta(days=40))
    renamed(packed, ["하나"])
    assert hiker.get(old["href"]).status_code == 200
    renamed(packed, ["둘"])
    assert hiker.get(old["href"]).status_code == 404
    assert Package.objects.filter(area_id=NOGOSAN).count() == 2
    assert hiker.get(offers(hiker)[0]["href"]).status_code == 200


def test_a_phone_asks_for_what_is_newer_by_the_area_and_tells_no_place(packed: Town, hiker: Person):
    here = offers(hiker)[0]
    answer = hiker.get("/api/v1/packages", {"area": here["area"]})
    assert answer.json() == {"packages": [here]}


@pytest.mark.parametrize("area", ["n000e0000", "", "../x", "city-nowhere", "x" * 99])
def test_an_area_without_a_package_has_none(packed: Town, hiker: Person, area: str):
    answer = hiker.get("/api/v1/packages", {"area": area})
    assert (answer.status_code, answer.json()) == (200, {"packages": []})
