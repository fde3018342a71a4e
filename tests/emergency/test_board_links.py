"""Links of wall screens: a supervisor makes and ends them, and what is over opens nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from emergency.board import answer, link
from emergency.models import BoardLink, BoardOpening

from .scene import Scene, browser, called

WALL = "상황실 정면"


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    answer.forget()
    yield
    answer.forget()


def form(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "name": WALL, "jurisdiction": "goyang", "days": "365", **more}


def made(scene: Scene, **more: Any) -> str:
    """Let a supervisor make a link; return its token."""
    page = browser(scene.people["supervisor"]).post("/board/links", form(**more)).content.decode()
    found = re.search(r"/board/#([\w-]+)", page)
    assert found, page
    return found[1]


def asked(token: str, **query: str) -> Any:
    return Client().get("/api/v1/board", query, headers={"Authorization": f"Board {token}"})


def test_a_screen_with_a_link_shows_its_centre_without_an_account(scene: Scene) -> None:
    called(scene.plate("nogosan"))
    told = asked(made(scene)).json()
    assert (told["jurisdiction"]["slug"], told["real"]["total"]) == ("goyang", 1)


def test_a_link_shows_no_other_centre_whatever_is_asked_for(scene: Scene) -> None:
    assert asked(made(scene), at="paju").json()["jurisdiction"]["slug"] == "goyang"


def test_only_the_hash_of_a_link_is_kept_and_its_address_is_shown_once(scene: Scene) -> None:
    token = made(scene)
    kept = BoardLink.objects.values().get()
    assert token not in str(kept)
    assert bytes(kept["token_sha256"]) != token.encode()
    assert token not in browser(scene.people["supervisor"]).get("/board/links").content.decode()


def test_sending_the_form_twice_makes_one_link(scene: Scene) -> None:
    sent = form()
    assert made(scene, **sent) == made(scene, **sent)
    assert BoardLink.objects.count() == 1
    other = browser(scene.people["supervisor"]).post("/board/links", {**sent, "name": "다른 화면"})
    assert other.status_code == 422


def test_wrong_ended_and_revoked_links_are_answered_alike_with_what_to_do(scene: Scene) -> None:
    tokens = {"ended": made(scene), "revoked": made(scene), "wrong": "x" * 27, "empty": ""}
    one, other = BoardLink.objects.order_by("made_at")
    BoardLink.objects.filter(pk=one.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert asked(tokens["revoked"]).status_code == 200
    ended = browser(scene.people["supervisor"]).post("/board/links", {"revoke": str(other.pk)})
    assert ended.status_code == 302
    answers = {name: asked(token) for name, token in tokens.items()}
    assert {answer.status_code for answer in answers.values()} == {401}
    assert len({answer.content for answer in answers.values()}) == 1
    told = answers["wrong"].json()
    assert told["type"] == "/problems/board-link-over"
    assert "supervisor" in told["detail"]


def test_a_link_goes_before_the_session_of_the_browser(scene: Scene) -> None:
    client = browser(scene.people["dispatcher"])
    assert client.get("/api/v1/board", headers={"Authorization": "Board wrong"}).status_code == 401


def test_who_ended_a_link_stays_written_and_ending_it_again_changes_nothing(scene: Scene) -> None:
    made(scene)
    one = BoardLink.objects.get()
    supervisor = browser(scene.people["supervisor"])
    supervisor.post("/board/links", {"revoke": str(one.pk)})
    first = BoardLink.objects.get()
    supervisor.post("/board/links", {"revoke": str(one.pk)})
    assert BoardLink.objects.get().revoked_at == first.revoked_at is not None
    assert first.revoked_by_name == "supervisor"
    assert "supervisor" in supervisor.get("/board/links?lang=en").content.decode()


def test_an_opening_is_logged_once_a_day(scene: Scene) -> None:
    token = made(scene)
    for _ in range(3):
        asked(token)
    assert BoardOpening.objects.count() == 1
    tomorrow = timezone.now() + timedelta(days=1)
    assert link.opened(token, tomorrow) is not None
    assert link.opened(token, tomorrow) is not None
    assert BoardOpening.objects.count() == 2


@pytest.mark.parametrize("days", ["0", "366", "-1", "soon", ""])
def test_a_link_lives_a_day_to_a_year(scene: Scene, days: str) -> None:
    answered = browser(scene.people["supervisor"]).post("/board/links?lang=en", form(days=days))
    assert answered.status_code == 400
    assert "Choose 1 to 365 days." in answered.content.decode()
    assert WALL in answered.content.decode()
    assert not BoardLink.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_link_says_where_its_screen_hangs(scene: Scene, name: str) -> None:
    answered = browser(scene.people["supervisor"]).post("/board/links?lang=ko", form(name=name))
    assert answered.status_code == 400
    assert "화면 이름을" in answered.content.decode()
    assert not BoardLink.objects.exists()


def test_a_centre_has_so_many_links_and_no_more(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "MOST_AT_ONCE", 1)
    made(scene)
    refused = browser(scene.people["supervisor"]).post("/board/links?lang=en", form())
    assert refused.status_code == 409
    assert "too many links" in refused.content.decode()


@pytest.mark.parametrize("who", ["dispatcher", "editor", "auditor", "administrator", "outsider", "superuser"])
def test_nobody_but_a_supervisor_makes_or_ends_links(scene: Scene, who: str) -> None:
    token = made(scene)
    client = browser(scene.people[who])
    for body in (form(), {"revoke": str(BoardLink.objects.get().pk)}):
        assert client.post("/board/links", body)["Location"] == "/account"
    assert client.get("/board/links").status_code == 302
    assert BoardLink.objects.count() == 1
    assert asked(token).status_code == 200


def test_a_supervisor_makes_and_ends_no_link_of_another_centre(scene: Scene) -> None:
    supervisor = browser(scene.people["supervisor"])
    assert supervisor.post("/board/links", form(jurisdiction="paju")).status_code == 404
    made(scene)
    BoardLink.objects.update(jurisdiction=scene.paju)
    assert supervisor.post("/board/links", {"revoke": str(BoardLink.objects.get().pk)}).status_code == 404
    assert BoardLink.objects.get().revoked_at is None


def test_nonsense_in_the_form_is_answered_in_words(scene: Scene) -> None:
    supervisor = browser(scene.people["supervisor"])
    for body in (form(id="1"), {"revoke": "1"}, form(jurisdiction="")):
        assert supervisor.post("/board/links", body).status_code == 404


def test_an_outsider_is_sent_to_the_sign_in(db: None) -> None:
    assert Client().get("/board/links")["Location"] == "/sign-in?next=/board/links"
