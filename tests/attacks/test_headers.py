"""Every page and answer forbids what it does not need: guessing types, framing, leaking where one was."""

from typing import Any

import pytest

from tests.cast import PASSWORD, Person, Town

PUBLIC = (
    "/",
    "/sign-in",
    "/console/",
    "/admin/login/",
    "/api/v1/session",
    "/api/v1/schema",
    "/api/v1/points",
)
LOST = ("/nothing/at/all", "/api/v1/nothing", "/r/nothing", "/00000000", "/1234")


def directives(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("path", [*PUBLIC, *LOST, "a plate"])
def test_every_answer_comes_with_its_guards(town: Town, hiker: Person, path: str) -> None:
    answer = hiker.get(f"/{town.tag('nogosan-3').code}" if path == "a plate" else path)
    policy = directives(answer)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert policy["default-src"] in ("'none'", "'self'")
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    script = policy.get("script-src", policy["default-src"])
    assert not any(loose in script for loose in ("unsafe", "http", "*", "data:"))
    assert "Server" not in answer.headers


def test_the_consoles_page_is_guarded_too(dispatcher: Person) -> None:
    policy = directives(dispatcher.get("/console/"))
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self'"


def test_a_page_behind_a_plate_is_kept_by_no_cache_and_sets_no_cookie(town: Town, hiker: Person) -> None:
    answer = hiker.get(f"/{town.tag('nogosan-3').code}")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(town: Town, hiker: Person) -> None:
    hiker.post("/sign-in", {"username": "dispatcher-deokyang", "password": PASSWORD})
    cookie = hiker.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
