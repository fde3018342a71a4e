"""The console's page and the way in: only for those who are signed in, and clear to those who are not."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from addresses.models import Jurisdiction, Membership, Role
from emergency import built

pytestmark = pytest.mark.django_db

NAME, PASSWORD = "dispatcher-of-goyang", "mountain rescue 119"


@pytest.fixture
def city() -> Jurisdiction:
    names = {
        "name_ko": "고양",
        "name_en": "Goyang",
        "centre_name_ko": "고양 119",
        "centre_name_en": "Goyang 119",
    }
    return Jurisdiction.objects.create(slug="goyang", **names)


@pytest.fixture
def dispatcher(city: Jurisdiction) -> User:
    return holder(city, Role.DISPATCHER, name=NAME)


def holder(city: Jurisdiction, *roles: Role, name: str = "somebody", **more: bool) -> User:
    """Make an account that holds these roles in the city."""
    user = User.objects.create_user(name, password=PASSWORD, **more)
    Membership.objects.bulk_create(Membership(user=user, jurisdiction=city, role=role) for role in roles)
    return user


@pytest.fixture
def _front_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = tmp_path / "manifest.json"
    entries = {
        "console/index.html": {
            "file": "assets/console-1.js",
            "css": ["assets/console-1.css"],
            "imports": ["_shared-1.js"],
            "isEntry": True,
        },
        "_shared-1.js": {
            "file": "assets/shared-1.js",
            "css": ["assets/shared-1.css"],
            "imports": ["_base-1.js"],
        },
        "_base-1.js": {"file": "assets/base-1.js", "css": ["assets/base-1.css", "assets/shared-1.css"]},
        "console/sign_in.css": {"file": "assets/sign_in-1.css", "isEntry": True},
        "shared/map/chart.ts": {"file": "assets/chart-1.js"},
    }
    manifest.write_text(json.dumps(entries))
    monkeypatch.setattr(built, "MANIFEST", manifest)


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/sign-in", {"username": NAME, "password": password, **more})


def test_it_sends_an_outsider_to_the_sign_in_and_back(client: Client) -> None:
    answer = client.get("/console/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in?next=/console/"


@pytest.mark.usefixtures("dispatcher", "_front_end")
def test_it_lets_a_dispatcher_in_with_the_built_files_and_a_csrf_cookie(client: Client) -> None:
    assert sign_in(client)["Location"] == "/console/"
    answer = client.get("/console/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "/static/assets/console-1.js" in page
    # What it shares with other pages comes first: its own sheet has the last word.
    sheets = re.findall(r'href="/static/assets/([\w-]+)\.css"', page)
    assert sheets == ["base-1", "shared-1", "console-1"]
    assert "csrftoken" in client.cookies
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("dispatcher")
def test_it_says_what_to_run_while_the_front_end_is_not_built(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built, "MANIFEST", tmp_path / "nothing.json")
    sign_in(client)
    answer = client.get("/console/")
    assert answer.status_code == 503
    assert "script/bootstrap" in answer.content.decode()


@pytest.mark.usefixtures("_front_end")
def test_its_pages_run_no_inline_script(client: Client, dispatcher: User) -> None:
    client.force_login(dispatcher)
    answer = client.get("/console/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    scripts = answer.content.decode().split("<script")[1:]
    assert [script.split(">")[0].count("src=") for script in scripts] == [1]


@pytest.mark.usefixtures("_front_end")
def test_the_sign_in_speaks_korean_first_and_english_on_request(client: Client) -> None:
    korean = client.get("/sign-in").content.decode()
    english = client.get("/sign-in?lang=en&next=/console/").content.decode()
    assert '<html lang="ko">' in korean
    assert "<h1>로그인</h1>" in korean
    assert "/static/assets/sign_in-1.css" in korean
    assert '<html lang="en">' in english
    assert 'name="next" value="/console/"' in english
    assert "?lang=ko&amp;next=%2Fconsole%2F" in english
    assert 'lang="en" hreflang="en" aria-current="true"' in english


@pytest.mark.parametrize(
    ("browser", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("vi-VN,en;q=0.5", "en"),
        ("vi-VN", "ko"),
        ("", "ko"),
    ],
)
def test_the_sign_in_speaks_the_browsers_language_and_korean_when_it_can_neither(
    client: Client, browser: str, language: str
) -> None:
    answer = client.get("/sign-in", headers={"Accept-Language": browser})
    assert f'<html lang="{language}">' in answer.content.decode()
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.usefixtures("_front_end")
def test_the_language_chosen_at_the_sign_in_is_that_of_the_console_and_the_administration(
    client: Client, dispatcher: User
) -> None:
    dispatcher.is_staff = True
    dispatcher.save()
    client.get("/sign-in?lang=en", headers={"Accept-Language": "ko-KR"})
    client.force_login(dispatcher)
    for page in ("/console/", "/admin/", "/account"):
        assert '<html lang="en' in client.get(page, headers={"Accept-Language": "ko-KR"}).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert '<html lang="ko' in client.get("/admin/", headers={"Accept-Language": "ko-KR"}).content.decode()


@pytest.mark.usefixtures("dispatcher")
def test_a_wrong_password_is_told_in_words_and_keeps_the_name(client: Client) -> None:
    page = sign_in(client, "wrong").content.decode()
    assert "비밀번호가 맞지 않습니다" in page
    assert f'value="{NAME}"' in page


@pytest.mark.usefixtures("dispatcher")
def test_too_many_wrong_passwords_lock_the_door_and_say_for_how_long(client: Client) -> None:
    answers = [sign_in(client, f"wrong {attempt}") for attempt in range(10)]
    assert answers[-1].status_code == 429
    assert "15분 뒤에" in answers[-1].content.decode()
    assert sign_in(client).status_code == 429


def test_it_never_sends_anybody_to_another_site(client: Client, dispatcher: User) -> None:
    answer = sign_in(client, next="https://evil.example/console/")
    assert answer["Location"] == "/console/"


@pytest.mark.parametrize("address", ["198.51.100.256", "unknown", "", "[2001:db8::1]:443"])
def test_a_proxy_that_names_no_address_keeps_nobody_out_and_lets_nobody_guess(
    client: Client, dispatcher: User, address: str
) -> None:
    client.defaults["REMOTE_ADDR"] = address
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(client, "wrong").status_code == 200
    assert sign_in(client)["Location"] == "/console/"
    client.logout()
    answers = [sign_in(client, "wrong").status_code for _ in range(2 * settings.AXES_FAILURE_LIMIT)]
    assert answers[-1] == 429
    assert sign_in(client).status_code == 429


def test_signing_out_takes_a_post_and_ends_the_session(client: Client, dispatcher: User) -> None:
    client.force_login(dispatcher)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/console/").status_code == 302


# Accounts that are not for the console


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.DISPATCHER, Role.SUPERVISOR)])
def test_an_account_that_is_not_for_the_console_is_told_what_it_is_for(
    client: Client, city: Jurisdiction, role: Role
) -> None:
    client.force_login(holder(city, role))
    page = client.get("/console/?lang=en", follow=True)
    assert page.redirect_chain == [("/account", 302)]
    told = page.content.decode()
    assert f"{role.label} · Goyang" in told
    assert "would show it no reports" in told
    assert 'href="/console/"' not in told


def test_an_editor_is_shown_the_way_to_the_address_points_once_they_may_go_there(
    client: Client, city: Jurisdiction
) -> None:
    editor = holder(city, Role.EDITOR)
    client.force_login(editor)
    told = client.get("/account", headers={"Accept-Language": "ko"}).content.decode()
    assert 'href="/admin/"' not in told
    assert "권한이 아직 없습니다" in told
    editor.is_staff = True
    editor.save()
    assert 'href="/admin/"' in client.get("/account").content.decode()


def test_an_account_without_any_role_is_told_whom_to_ask(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody"))
    assert "관리자에게 등록을 요청" in client.get("/console/", follow=True).content.decode()


def test_the_administration_has_the_same_sign_in_and_turns_nobody_around_in_circles(
    client: Client, dispatcher: User
) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1] == ("/sign-in?next=/admin/", 302)
    client.force_login(dispatcher)
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/account", 302)
    assert 'href="/console/"' in answer.content.decode()


def test_it_refuses_to_send_who_signs_in_for_the_administration_elsewhere(
    client: Client, dispatcher: User
) -> None:
    way = client.get("/admin/login/?next=https://evil.example/")["Location"]
    answer = client.post(way, {"username": NAME, "password": PASSWORD})
    assert answer["Location"] == "/console/"
