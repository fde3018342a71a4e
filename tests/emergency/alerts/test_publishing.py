"""An editor closes a trail, changes it, opens it again: what is published of it, and what stays as it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from addresses import changes
from emergency import work
from emergency.alerts import closed, publish
from emergency.models import Alert
from tests.cast import Town
from trails.models import Closure
from trails.packages import content
from trails.ways import asking

from .closed import change, close, said


def published() -> list[tuple[str, str]]:
    return [(row.identifier, row.kind) for row in Alert.objects.order_by("subject", "number")]


def test_a_closure_is_told_once(town: Town) -> None:
    closure = close(town)
    now = timezone.now()
    assert [publish.sweep(now), publish.sweep(now), publish.sweep(now + timedelta(hours=1))] == [1, 0, 0]
    assert published() == [(f"closure-{closure.pk}.1", "Alert")]
    (told,) = Alert.objects.all()
    assert told.jurisdiction == town.deokyang
    assert said(told, "references") is None
    assert said(told, "sender") == f"deokyang@{told.sender.split('@')[1]}"


def test_the_work_in_the_background_does_it(town: Town) -> None:
    close(town)
    work.now_and_then()
    assert len(published()) == 1


def test_a_change_is_an_update_that_names_what_it_replaces(town: Town) -> None:
    closure = close(town)
    now = timezone.now()
    publish.sweep(now)
    change(closure, to_metre=300.0)
    publish.sweep(now + timedelta(minutes=1))
    change(closure, reason_ko="눈사태")
    publish.sweep(now + timedelta(minutes=2))
    first, second, third = Alert.objects.order_by("number")
    assert [first.kind, second.kind, third.kind] == ["Alert", "Update", "Update"]
    named = [f"{one.sender},{said(one, 'identifier')},{said(one, 'sent')}" for one in (first, second)]
    assert said(second, "references") == named[0]
    assert said(third, "references") == " ".join(named)


def test_what_was_published_stays_as_it_was(town: Town) -> None:
    closure = close(town)
    publish.sweep(timezone.now())
    before = Alert.objects.get().document
    change(closure, reason_ko="다른 까닭")
    publish.sweep(timezone.now())
    assert Alert.objects.get(number=1).document == before


@pytest.mark.parametrize("how", ["opened", "deleted", "hidden", "trail given up", "practice"])
def test_what_is_no_longer_closed_is_cancelled(how: str, town: Town) -> None:
    closure = close(town)
    publish.sweep(timezone.now())
    if how == "opened":
        change(closure, until=timezone.now())
    elif how == "deleted":
        changes.delete(closure, actor=None, origin="form")
    elif how == "hidden":
        change(closure, is_public=False)
    elif how == "practice":
        change(closure, is_exercise=True)
    else:
        changes.update(town.trail("nogosan"), {"is_active": False}, actor=None, origin="form")
    publish.sweep(timezone.now())
    last = Alert.objects.filter(subject__startswith="closure-").last()
    assert last is not None
    assert (last.number, last.kind) == (2, "Cancel")
    assert (
        said(last, "references")
        == f"{last.sender},{last.subject}.1,{said(Alert.objects.get(number=1, subject=last.subject), 'sent')}"
    )
    assert publish.sweep(timezone.now()) == 0


def test_what_is_closed_again_begins_anew(town: Town) -> None:
    closure = close(town)
    for is_public in (True, False, True):
        change(closure, is_public=is_public)
        publish.sweep(timezone.now())
    assert [kind for _, kind in published()] == ["Alert", "Cancel", "Alert"]
    assert said(Alert.objects.get(number=3), "references") is None


def test_what_ends_by_itself_needs_no_message(town: Town) -> None:
    until = timezone.now() + timedelta(days=2)
    close(town, until=until)
    publish.sweep(timezone.now())
    assert Alert.objects.get().expires == until
    assert publish.sweep(until + timedelta(seconds=1)) == 0


def test_a_closure_until_further_notice_is_told_anew_before_a_receiver_drops_it(town: Town) -> None:
    close(town)
    now = timezone.now()
    publish.sweep(now)
    assert publish.sweep(now + timedelta(days=5)) == 0
    assert publish.sweep(now + timedelta(days=6, minutes=1)) == 1
    last = Alert.objects.get(number=2)
    assert last.kind == "Update"
    assert last.expires - now > timedelta(days=12)


def test_a_closure_is_announced_a_month_ahead_and_no_earlier(town: Town) -> None:
    now = timezone.now()
    close(town, since=now + closed.AHEAD + timedelta(days=1))
    assert publish.sweep(now) == 0
    assert publish.sweep(now + timedelta(days=2)) == 1
    assert said(Alert.objects.get(), "urgency") == "Future"


def test_what_only_responders_know_is_not_told(town: Town) -> None:
    close(town, is_public=False)
    assert publish.sweep(timezone.now()) == 0


def test_one_that_cannot_be_told_truly_keeps_none_of_the_others_back(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wrong, right = close(town), close(town, from_metre=300.0, to_metre=400.0)
    judge = publish.verify.problems

    def strict(document: bytes, hazard, notice):
        if notice.identifier.startswith(f"closure-{wrong.pk}."):
            return ("It is elsewhere.",)
        return judge(document, hazard, notice)

    monkeypatch.setattr(publish.verify, "problems", strict)
    assert publish.sweep(timezone.now()) == 1
    assert published() == [(f"closure-{right.pk}.1", "Alert")]
    assert f"closure-{wrong.pk}" in caplog.text


def test_an_exercise_closes_nothing(town: Town) -> None:
    real, practice = close(town), close(town, is_exercise=True)
    assert list(asking.active_closures(timezone.now())) == [real]
    assert len(content._closures([practice.trail_id], timezone.now())) == 1
    assert Closure.objects.count() == 2
