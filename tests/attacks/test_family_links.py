"""Whoever has no link, or one that is over, learns no position: not by guessing, caches, referrers or logs."""

import io
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.logs import WithoutKeys
from emergency import actions, links, looks, retention, shares
from emergency.models import Look, Share
from tests.emergency.callers import Caller, anybody
from tests.emergency.scene import SUMMIT_FIX, Scene, browser, fix

WORDS, PHONE, ORDER = "발목을 다쳤어요", "01098765432", "바위 뒤로 가세요"


@pytest.fixture
def hiker(scene: Scene) -> Caller:
    caller = anybody({"words": WORDS, "phone": PHONE, "fix": fix(uncertainty_m=14)})
    by = actions.By.now(scene.people["dispatcher"])
    incident = actions.open_(caller.report.incident_id, by)
    actions.dispatch(incident.pk, incident.version, by, ORDER)
    return caller


def body(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_family_sees_where_they_are_how_sure_that_is_and_what_became_of_the_call(hiker: Caller) -> None:
    answer = browser().get(hiker.link(), headers={"accept-language": "en"})
    text = body(answer)
    assert answer.status_code == 200
    for seen in (f"{SUMMIT_FIX[1]:.6f}, {SUMMIT_FIX[0]:.6f}", "±14 m", "Help is on its way", "ago"):
        assert seen in text
    assert '<meta http-equiv="refresh"' in text
    assert "<script" not in text


def test_family_reads_nothing_that_was_said(hiker: Caller) -> None:
    text = body(browser().get(hiker.link()))
    assert [said for said in (WORDS, PHONE, ORDER, "dispatcher", hiker.secret) if said in text] == []
    assert str(hiker.id) not in text


def test_a_page_with_a_position_stays_nowhere_and_tells_nobody_its_address(hiker: Caller) -> None:
    answer = browser().get(hiker.link())
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def closed_and_erased(hiker: Caller, scene: Scene) -> None:
    by = actions.By.now(scene.people["dispatcher"])
    incident = hiker.report.incident
    actions.close(incident.pk, incident.version, by, "helped")
    retention.sweep(timezone.now() + timedelta(days=2))


def stopped(hiker: Caller, scene: Scene) -> None:
    hiker.ask("DELETE", f"shares/{Share.objects.get().pk}")


def ended(hiker: Caller, scene: Scene) -> None:
    past = timezone.now() - timedelta(seconds=1)
    Share.objects.update(made_at=past - timedelta(hours=1), ends_at=past)


def withdrawn(hiker: Caller, scene: Scene) -> None:
    hiker.ask("POST", "withdraw", {})


ENDS = [closed_and_erased, stopped, ended, withdrawn]


@pytest.mark.parametrize("ends", ENDS)
def test_a_link_that_is_over_cannot_be_told_from_one_that_never_was(
    hiker: Caller, scene: Scene, ends: Callable[[Caller, Scene], None]
) -> None:
    link = hiker.link()
    ends(hiker, scene)
    before = Look.objects.count()
    answers, questions = [], []
    for path in (link, "/f/" + "A" * 27, "/f/1", "/f/x.y~z", "/f/" + "%20" * 40):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answers.append(browser().get(path))
        questions.append([query["sql"].partition("WHERE")[0] for query in asked.captured_queries])
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert all(asked == questions[1] for asked in questions)
    assert Look.objects.count() == before


def test_a_link_is_no_key_to_anything_else(hiker: Caller) -> None:
    token = hiker.link().rpartition("/")[2]
    for secret in (token, links.digest(token).hex()):
        assert hiker.ask("GET", "shares", secret=secret).status_code == 403
    for path in (f"/r/{hiker.id}.{token}", f"/l/{token}"):
        assert f"{SUMMIT_FIX[1]:.4f}" not in body(browser().get(path))
    for method in ("post", "put", "delete"):
        assert getattr(browser(), method)(f"/f/{token}").status_code == 405


def test_who_reads_the_table_cannot_open_a_link(hiker: Caller) -> None:
    hiker.link()
    share = Share.objects.get()
    for guess in (bytes(share.token_sha256).hex(), str(share.pk), str(hiker.id)):
        assert browser().get(f"/f/{guess}").status_code == 404


def test_every_opening_is_logged_and_its_person_sees_it(hiker: Caller) -> None:
    browser().get(hiker.link())
    browser().get(hiker.link())
    look = Look.objects.filter(path="family link").latest("at")
    assert (look.report_id, look.recipient, look.method) == (hiker.id, None, "screen")
    seen = json.loads(hiker.ask("GET", "looks").content)
    assert [one["who"] for one in seen["looks"]].count("link") == 2
    assert not any(f"{number:.3f}" in json.dumps(seen) for number in SUMMIT_FIX)


def test_a_page_that_renews_itself_is_opened_once_and_again_after_ten_minutes(hiker: Caller) -> None:
    link = hiker.link()
    for _ in range(3):
        assert browser().get(link).status_code == 200
    (share,) = json.loads(hiker.ask("GET", "shares").content)["shares"]
    assert share["looks"] == 1
    Look.objects.update(at=timezone.now() - looks.ONE_OPENING)
    for _ in range(3):
        assert browser().get(link).status_code == 200
    (share,) = json.loads(hiker.ask("GET", "shares").content)["shares"]
    assert share["looks"] == 2


def test_nothing_is_shown_when_the_look_cannot_be_logged(
    hiker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = hiker.link()

    def fails(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("emergency.looks.log_link", fails)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = browser().get(link)
    assert answer.status_code == 503
    assert f"{SUMMIT_FIX[1]:.3f}" not in body(answer)


def test_a_token_is_not_written_into_the_log(hiker: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    link = hiker.link()

    def fails(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(shares, "opened", fails)
    monkeypatch.setattr(connection, "close", lambda: None)
    handler = logging.StreamHandler(io.StringIO())
    handler.addFilter(WithoutKeys())
    logging.getLogger("django").addHandler(handler)
    try:
        browser().get(link)
        browser().get("/l/" + link.rpartition("/")[2])
    finally:
        logging.getLogger("django").removeHandler(handler)
    assert "/f/…" in handler.stream.getvalue()
    assert link.rpartition("/")[2] not in handler.stream.getvalue()


def test_the_next_position_is_seen_and_a_page_of_before_the_first_says_so(scene: Scene) -> None:
    hiker = anybody({})
    link = hiker.link()
    assert "아직 위치를 알 수 없습니다" in body(browser().get(link, headers={"accept-language": "ko"}))
    hiker.measured()
    assert f"{SUMMIT_FIX[1]:.6f}" in body(browser().get(link))


def test_an_old_position_says_that_it_is_old(scene: Scene) -> None:
    hiker = anybody({})
    at = timezone.now() - timedelta(minutes=25)
    hiker.measured(fixed_at=at.isoformat())
    text = body(browser().get(hiker.link(), headers={"accept-language": "en"}))
    assert "25 min ago" in text
    assert "This position is old" in text


def test_an_exercise_says_that_it_is_one(scene: Scene) -> None:
    hiker = anybody({"exercise": True, "fix": fix()})
    assert "훈련" in body(browser().get(hiker.link(), headers={"accept-language": "ko"}))
