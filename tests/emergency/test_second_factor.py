"""Whoever sees positions shows more than a password; without it a session is nobody's, whichever way it comes."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from addresses import second_factor
from emergency import readers
from tests.cast import PASSWORD, Person, Town, person

from .scene import called, cookie, fix


@pytest.fixture(autouse=True)
def _required() -> Iterator[None]:
    cache.clear()
    with override_settings(SECOND_FACTOR="REQUIRED"):
        yield
    cache.clear()


class Browser(Client):
    """A browser of somebody with an account, and perhaps an app for codes."""

    secret = ""

    def types(self, name: str, password: str = PASSWORD, **more: str) -> Any:
        return self.post("/sign-in", {"username": name, "password": password, **more})

    def sets_up_codes(self) -> Any:
        page = self.get("/account/factors/code")
        assert page.status_code == 200, page
        self.secret = page.context["form"].secret
        # What a session has shown is noted when the factor is committed: in a test that comes after the answer.
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = self.post("/account/factors/code", {"code": self.code()})
        answer.wsgi_request.session.save()
        return answer

    def code(self, steps: int = 0) -> str:
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // 30 + steps))

    def is_in(self) -> bool:
        return self.get("/api/v1/incidents").status_code == 200


@pytest.fixture
def browser(town: Town) -> Browser:
    return Browser()


DISPATCHER = "dispatcher-deokyang"


def test_without_a_factor_an_account_is_led_to_set_one_up_and_sees_nothing_before(browser: Browser) -> None:
    called({"words": "help", "fix": fix()})
    assert browser.types(DISPATCHER)["Location"] == "/console/"
    for path in ("/console/", "/after/", "/board/links", "/admin/login/?next=/admin/"):
        assert browser.get(path)["Location"].startswith("/sign-in"), path
    assert browser.get("/admin/")["Location"].startswith("/admin/login/")
    for path in ("/api/v1/incidents", "/api/v1/session", "/api/v1/units", "/api/v1/board"):
        assert browser.get(path).status_code == 403, path
        assert "126.94" not in browser.get(path).content.decode()
    assert browser.get("/sign-in")["Location"] == "/account/factors"
    page = browser.get("/account/factors")
    assert page.context["is_missing"]
    assert browser.get("/account")["Location"] == "/account/factors"


def test_a_code_lets_in_and_is_asked_for_at_each_sign_in(browser: Browser) -> None:
    browser.types(DISPATCHER)
    assert browser.sets_up_codes()["Location"] == "/account/factors/recovery"
    assert browser.is_in()
    again = Browser()
    again.secret = browser.secret
    assert again.types(DISPATCHER, next="/after/")["Location"] == "/sign-in/second"
    assert not again.is_in()
    assert again.post("/sign-in/second", {"code": again.code(1)})["Location"] == "/after/"
    assert again.is_in()


def test_a_wrong_code_an_old_one_and_one_that_was_used_let_nobody_in(browser: Browser) -> None:
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    used = browser.code(1)
    for code, lets_in in (("000000", False), (browser.code(-5), False), (used, True), (used, False)):
        other = Browser()
        other.types(DISPATCHER)
        answer = other.post("/sign-in/second", {"code": code})
        assert (answer.status_code == 302) == lets_in, code
        assert other.is_in() == lets_in
        if not lets_in:
            assert "번호가 맞지 않습니다" in answer.content.decode()


def test_who_tries_codes_one_after_the_other_is_slowed_down_and_told_so(browser: Browser) -> None:
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    other = Browser()
    other.secret = browser.secret
    other.types(DISPATCHER)
    for number in range(8):
        answer = other.post("/sign-in/second", {"code": f"{number:06d}"})
    assert "5분 뒤에" in answer.content.decode()
    # Not even the right one: whoever guesses must not learn that the next guess was right.
    assert other.post("/sign-in/second", {"code": other.code(1)}).status_code == 200
    assert not other.is_in()


def test_a_recovery_code_lets_in_once(browser: Browser) -> None:
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    codes = browser.get("/account/factors/recovery").context["unused_codes"]
    file = browser.get("/account/factors/recovery.txt")
    assert file.content.decode().split() == codes
    assert len(set(codes)) == 10
    for lets_in in (True, False):
        other = Browser()
        other.types(DISPATCHER)
        other.post("/sign-in/second", {"code": codes[0]})
        assert other.is_in() == lets_in


def test_the_secret_of_the_codes_does_not_stand_in_the_database(browser: Browser) -> None:
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    held = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert browser.secret not in held
    assert not any(code in held for code in browser.get("/account/factors/recovery").context["unused_codes"])


@pytest.mark.parametrize(
    ("account", "is_asked"),
    [
        ("dispatcher-deokyang", True),
        ("supervisor-deokyang", True),
        ("auditor-deokyang", True),
        ("administrator", True),
        ("editor-deokyang", False),
        ("inspector-deokyang", False),
    ],
)
def test_it_is_asked_of_those_who_see_positions_or_give_out_roles(
    browser: Browser, account: str, is_asked: bool
) -> None:
    browser.types(account)
    answer = browser.get("/account")
    assert (answer.status_code == 302) == is_asked
    administration = browser.get("/admin/")
    assert (administration.status_code == 302) == is_asked


def test_a_session_from_before_shows_its_factor_and_goes_on(town: Town) -> None:
    browser = Browser()
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    old = person(DISPATCHER)
    assert old.get("/api/v1/incidents").status_code == 403
    assert old.get("/account/factors")["Location"] == "/account/again/code?next=/account/factors"
    assert old.post("/account/again/code", {"code": browser.code(1)}).status_code == 302
    assert old.get("/api/v1/incidents").status_code == 200


@pytest.mark.parametrize("mode", ["REQUIRED", "OFFERED"])
def test_a_session_from_before_changes_no_factor_with_a_password_alone(browser: Browser, mode: str) -> None:
    with override_settings(SECOND_FACTOR=mode):
        thief = Browser()
        thief.types(DISPATCHER)
        browser.types(DISPATCHER)
        browser.sets_up_codes()
        held = set(Authenticator.objects.values_list("pk", flat=True))
        for page in ("factors/passkey", "factors/code", "factors/code/remove", "factors/recovery",
                     "factors/recovery/new", "factors/recovery.txt", "sessions"):  # fmt: skip
            thief.post("/account/again", {"password": PASSWORD})
            for answer in (thief.get(f"/account/{page}"), thief.post(f"/account/{page}", {})):
                assert answer.status_code == 302, page
                assert answer["Location"].startswith("/account/again/code?next="), page
        assert set(Authenticator.objects.values_list("pk", flat=True)) == held
        assert browser.is_in()
        # With the factor itself it goes on where it was going.
        answer = thief.post("/account/again/code?next=/account/sessions", {"code": browser.code(1)})
        assert answer["Location"] == "/account/sessions"
        assert thief.get("/account/sessions").status_code == 200


def test_nobody_adds_a_factor_to_a_session_that_was_left_open(browser: Browser) -> None:
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    session = browser.session
    for record in (records := session["account_authentication_methods"]):
        record["at"] -= 3600
    session["account_authentication_methods"] = records
    session.save()
    answer = browser.get("/account/factors/passkey")
    assert answer.status_code == 302
    assert "/account/again" in answer["Location"]
    assert browser.get("/account/factors/code/remove").status_code == 302


def test_whoever_removes_their_last_factor_is_led_back_to_set_one_up(browser: Browser) -> None:
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    page = browser.get("/account/factors/code/remove").content.decode()
    assert "마지막 하나입니다" in page
    browser.post("/account/factors/code/remove")
    assert not Authenticator.objects.exists()
    assert not browser.is_in()
    assert browser.get("/sign-in")["Location"] == "/account/factors"


def test_the_stream_asks_for_it_too(town: Town) -> None:
    user = person(DISPATCHER).user
    assert user is not None
    with pytest.raises(readers.SignInFirst):
        readers.console(cookie(user)["Cookie"])
    assert readers.console(cookie(user, second_factor=str(user.pk))["Cookie"]) == {town.deokyang.pk}


def test_what_one_has_shown_is_not_anothers(town: Town) -> None:
    supervisor, dispatcher = person("supervisor-deokyang").user, person(DISPATCHER).user
    assert supervisor is not None
    assert dispatcher is not None
    with pytest.raises(readers.SignInFirst):
        readers.console(cookie(dispatcher, second_factor=str(supervisor.pk))["Cookie"])


def test_where_it_is_only_offered_a_password_is_enough_unless_one_was_set_up(browser: Browser) -> None:
    with override_settings(SECOND_FACTOR="OFFERED"):
        browser.types(DISPATCHER)
        assert browser.is_in()
        browser.sets_up_codes()
        again = Browser()
        assert again.types(DISPATCHER)["Location"] == "/sign-in/second"
        assert not again.is_in()


def test_an_administrator_takes_away_what_was_lost_and_reads_no_secret(browser: Browser, town: Town) -> None:
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    with override_settings(SECOND_FACTOR="OFFERED"):
        administrator = person("administrator")
        listed = reverse("admin:mfa_authenticator_changelist")
        factor = Authenticator.objects.get(type="totp")
        shown = administrator.get(listed).content.decode()
        shown += administrator.get(
            reverse("admin:mfa_authenticator_change", args=[factor.pk])
        ).content.decode()
        assert factor.data["secret"] not in shown
        sent = {
            "action": "delete_selected",
            "_selected_action": [one.pk for one in Authenticator.objects.all()],
        }
        administrator.post(listed, {**sent, "post": "yes"})
    assert not Authenticator.objects.exists()
    again = Browser()
    again.types(DISPATCHER)
    assert not again.is_in()
    assert again.get("/sign-in")["Location"] == "/account/factors"


@pytest.mark.parametrize("by_action", [True, False])
def test_who_lost_everything_sets_up_anew_after_one_row_was_taken_away(
    browser: Browser, town: Town, by_action: bool
) -> None:
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    with override_settings(SECOND_FACTOR="OFFERED"):
        administrator = person("administrator")
        factor = Authenticator.objects.get(type="totp")
        if by_action:
            sent = {"action": "delete_selected", "_selected_action": [factor.pk], "post": "yes"}
            administrator.post(reverse("admin:mfa_authenticator_changelist"), sent)
        else:
            administrator.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})
    assert not Authenticator.objects.exists()  # recovery codes alone would keep the owner out
    again = Browser()
    again.types(DISPATCHER)
    again.sets_up_codes()
    assert again.is_in()
    assert LogEntry.objects.filter(change_message__contains="removed by an administrator").count() == 1


@pytest.mark.parametrize("who", ["editor", "auditor", "dispatcher"])
def test_nobody_else_sees_whose_factors_and_sessions_there_are(who: str, request: Any, town: Town) -> None:
    with override_settings(SECOND_FACTOR="OFFERED"):
        other: Person = request.getfixturevalue(who)
        for table in ("mfa_authenticator", "usersessions_usersession"):
            assert other.get(reverse(f"admin:{table}_changelist")).status_code in (302, 403)


def test_one_sees_where_one_is_signed_in_and_ends_the_others(browser: Browser) -> None:
    with override_settings(SECOND_FACTOR="OFFERED"):
        elsewhere = Browser(headers={"user-agent": "Somewhere else"})
        elsewhere.types(DISPATCHER)
        browser.types(DISPATCHER)
        page = browser.get("/account/sessions").content.decode()
        assert "Somewhere else" in page
        browser.post("/account/sessions")
        assert not elsewhere.is_in()
        assert browser.is_in()


def test_a_session_lasts_one_shift_and_ends_with_the_password_the_account_and_the_role(
    browser: Browser, town: Town
) -> None:
    assert settings.SESSION_COOKIE_AGE == 12 * 3600
    with override_settings(SECOND_FACTOR="OFFERED"):
        for ends in ("password", "account", "role"):
            open_one = Browser()
            open_one.types(DISPATCHER)
            assert open_one.is_in()
            user = person(DISPATCHER).user
            assert user is not None
            if ends == "password":
                user.set_password(PASSWORD)
            user.is_active = ends != "account"
            user.save()
            if ends == "role":
                user.memberships.all().delete()  # type: ignore[attr-defined]
            assert not open_one.is_in(), ends
            user.is_active = True
            user.save()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_form_that_is_out_of_date_says_what_to_do(language: str, town: Town) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(
        "/sign-in", {"username": "x", "password": "y"}, headers={"accept-language": language}
    )
    assert answer.status_code == 403
    said = {"ko": "화면이 오래되었습니다", "en": "This page is out of date"}[language]
    assert said in answer.content.decode()
    assert "/sign-in" in answer.content.decode()


def test_every_page_of_an_account_speaks_both_languages_and_no_cache_keeps_it(browser: Browser) -> None:
    browser.types(DISPATCHER)
    browser.sets_up_codes()
    pages = ("factors", "factors/code/remove", "factors/passkey", "factors/recovery", "factors/recovery/new",
             "sessions", "again", "again/code")  # fmt: skip
    for page in pages:
        for language, said in (("ko", "한국어"), ("en", "English")):
            answer = browser.get(f"/account/{page}", headers={"accept-language": language}, follow=True)
            assert answer.status_code == 200, page
            assert f'lang="{language}"' in answer.content.decode()[:60]
            assert said in answer.content.decode()
            assert "no-store" in answer.headers["Cache-Control"], page


def test_hikers_pages_ask_nothing_of_it(browser: Browser, town: Town) -> None:
    browser.types(DISPATCHER)
    assert browser.get("/").status_code == 200
    assert not second_factor.is_missing(browser.session, browser.get("/").wsgi_request.user)
