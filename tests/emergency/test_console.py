"""The console's page and the way in: only for those who are signed in, and clear to those who are not."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from emergency import built

pytestmark = pytest.mark.django_db

NAME, PASSWORD = "dispatcher-of-goyang", "mountain rescue 119"


@pytest.fixture
def dispatcher() -> User:
    return User.objects.create_user(NAME, password=PASSWORD)


@pytest.fixture
def _front_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = tmp_path / "manifest.json"
    entries = {
        "console/index.html": {
            "file": "assets/console-1.js",
            "css": ["assets/console-1.css"],
            "isEntry": True,
        },
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
    assert "/static/assets/console-1.css" in page
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
    assert "상황실 로그인" in korean
    assert "/static/assets/sign_in-1.css" in korean
    assert '<html lang="en">' in english
    assert 'name="next" value="/console/"' in english
    assert "?lang=ko&amp;next=%2Fconsole%2F" in english


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


def test_signing_out_takes_a_post_and_ends_the_session(client: Client, dispatcher: User) -> None:
    client.force_login(dispatcher)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/console/").status_code == 302
