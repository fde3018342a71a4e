"""Codes that lead nowhere, and plates that are not where they were: each has a page of its own that helps."""

import pytest
from django.test import Client
from django.utils import timezone

from addresses import codes
from addresses.models import Tag
from tests.emergency.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(scene: Scene) -> str:
    return scene.plates["nogosan"]


def slipped(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def seen(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == status
    html = str(answer.content.decode())
    for help_ in ('href="tel:119"', 'href="sms:119', 'href="sms:112', 'id="send"', "By pressing I agree"):
        assert help_ in html
    return html


def changed(code: str, **fields: object) -> None:
    Tag.objects.filter(pk=code).update(**fields)


def test_the_text_asks_for_the_place_only_where_no_plate_says_it(client: Client, code: str) -> None:
    assert ">[119구조] 위치: </textarea>" in seen(client, "/")
    assert "위치:" not in seen(client, f"/{code}")


def test_an_unknown_code_is_named_and_help_is_offered_all_the_same(client: Client, scene: Scene) -> None:
    free = next(found for found in iter(codes.new, "") if not Tag.objects.filter(pk=found).exists())
    html = seen(client, f"/{free}", 404)
    assert "No plate has this code" in html
    assert f'data-tag="{free}"' in html


def test_a_mistyped_code_is_never_guessed_but_its_neighbours_are_shown(client: Client, code: str) -> None:
    html = seen(client, f"/{slipped(code)}", 404)
    assert "one digit is wrong, or two are swapped" in html
    assert f'<a href="/{code}?lang=en"><b>{codes.write(code)}</b> Nogosan</a>' in html


def test_a_neighbour_without_a_plate_is_not_shown(client: Client, code: str) -> None:
    Tag.objects.all().delete()
    assert "Is it one of these?" not in seen(client, f"/{slipped(code)}", 404)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("4827", "4 more needed"),
        ("4827-915", "1 more needed"),
        ("482791530", "more than eight digits"),
        ("48x79153", "type the eight digits on the plate"),
        ("%3Cscript%3E1", "type the eight digits on the plate"),
    ],
)
def test_what_is_no_code_is_told_what_is_wrong_with_it(
    client: Client, scene: Scene, typed: str, told: str
) -> None:
    html = seen(client, f"/{typed}", 404)
    assert told in html
    assert "<script>1" not in html


def test_a_withdrawn_plate_still_shows_where_it_stood(client: Client, code: str) -> None:
    changed(code, state="withdrawn", ended_at=timezone.now())
    html = seen(client, f"/{code}")
    assert "This plate was taken down. It stood here until 20" in html
    assert "37.682500, 126.944900" in html


def test_a_replaced_plate_leads_to_the_one_that_replaced_it(client: Client, scene: Scene, code: str) -> None:
    other = scene.plates["lake"]
    changed(code, state="replaced", replaced_by=other)
    html = seen(client, f"/{code}")
    assert "The new plate stands somewhere else." in html
    assert f'<a href="/{other}?lang=en">New plate: {codes.write(other)}</a>' in html


def test_a_plate_replaced_in_its_place_does_not_send_anybody_elsewhere(client: Client, code: str) -> None:
    point = Tag.objects.get(pk=code).point
    new = Tag.objects.create(code=codes.new(), point=point, state="installed", issued_at=timezone.now())
    changed(code, state="replaced", replaced_by=new)
    assert "somewhere else" not in seen(client, f"/{code}")


def test_a_lost_plate_warns_that_it_may_be_elsewhere(client: Client, code: str) -> None:
    changed(code, state="lost")
    assert "reported lost" in seen(client, f"/{code}")


def test_a_plate_that_is_not_up_yet_says_so(client: Client, code: str) -> None:
    changed(code, state="issued")
    assert "not confirmed on site yet" in seen(client, f"/{code}")


def test_a_blank_plate_has_no_place_and_still_helps(client: Client, code: str) -> None:
    changed(code, state="issued", point=None)
    html = seen(client, f"/{code}")
    assert "No place is recorded for this plate yet" in html
    assert "37.68" not in html


def test_the_start_page_finds_a_typed_code_without_a_script(client: Client, code: str) -> None:
    html = seen(client, "/")
    assert 'action="/" method="get"' in html
    answer = client.get("/", {"code": f" {codes.write(code)} ", "lang": "en"})
    assert answer["Location"] == f"/{codes.write(code)}?lang=en"
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "typed", ["not a code", "https://example.org/48279153.K7Q4M", "..", "4827/9153", "//evil.example"]
)
def test_whatever_is_typed_into_the_box_stays_on_this_site(client: Client, scene: Scene, typed: str) -> None:
    answer = client.get("/", {"code": typed})
    assert answer.status_code in (200, 302, 404)
    location = answer.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")
    assert client.get(location).status_code in (200, 404)
