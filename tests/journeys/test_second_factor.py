"""A passkey and a one-time code: set up, asked for at the sign-in, and asked for again in the middle of a shift."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from emergency.sign_in.words import FACTOR_WORDS
from tests.servers import Server, serving

from . import words
from .crowd import report
from .places import SUMMIT

pytestmark = pytest.mark.journey
KO = FACTOR_WORDS["ko"]
DISPATCHER, SUPERVISOR = "dispatcher-deokyang", "supervisor-deokyang"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation where whoever sees positions shows a second factor."""
    with serving(tmp_path_factory.mktemp("strict"), SECOND_FACTOR="REQUIRED") as running:
        yield running


def opened(strict: Server, contexts: Callable[..., BrowserContext], **options: Any) -> Page:
    page = contexts(**{"locale": "ko-KR", "viewport": {"width": 1280, "height": 800}, **options}).new_page()
    # Passkeys belong to a name: browsers offer none for a bare address.
    page.goto(f"http://localhost:{strict.port}/sign-in?next=/console/")
    return page


def types(page: Page, strict: Server, account: str) -> None:
    page.locator("#username").fill(account)
    page.locator("#password").fill(strict.password(account))
    page.locator("main form button").click()


def has_a_fingerprint_reader(page: Page) -> Any:
    """Give a browser a built-in authenticator, and a finger that always lies on it."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return line


def is_live(page: Page) -> None:
    page.wait_for_url("**/console/")
    expect(page.locator("header")).to_contain_text(words.on_console("live"))


def test_a_dispatcher_sets_up_a_passkey_and_signs_in_with_it(
    strict: Server, contexts: Callable[..., BrowserContext]
) -> None:
    page = opened(strict, contexts)
    has_a_fingerprint_reader(page)
    types(page, strict, DISPATCHER)
    expect(page.locator("main")).to_contain_text(KO.needed)
    page.get_by_role("link", name=KO.passkey_add).click()
    page.locator("#name").fill("상황실 1번 자리")
    page.get_by_role("button", name=KO.passkey_add).click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name=KO.recovery_done).click()
    is_live(page)

    page.goto(f"http://localhost:{strict.port}/account")
    page.get_by_role("link", name=KO.title).click()
    expect(page.locator("main")).to_contain_text("상황실 1번 자리")
    page.goto(f"http://localhost:{strict.port}/account")
    page.get_by_role("button", name="로그아웃").click()
    page.goto(f"http://localhost:{strict.port}/sign-in")
    types(page, strict, DISPATCHER)
    expect(page.locator("main")).to_contain_text(KO.second_hint)
    page.get_by_role("button", name=KO.passkey_use).click()
    is_live(page)


def code_of(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_supervisor_uses_codes_and_shows_one_again_when_the_session_has_ended_in_the_middle_of_a_shift(
    strict: Server, contexts: Callable[..., BrowserContext]
) -> None:
    page = opened(strict, contexts)
    types(page, strict, SUPERVISOR)
    page.get_by_role("link", name=KO.code_add).click()
    secret = page.locator("code").inner_text()
    page.locator("#code").fill("000000")
    page.get_by_role("button", name=KO.submit).click()
    expect(page.get_by_role("alert")).to_have_text(KO.code_wrong)
    secret = page.locator("code").inner_text()
    page.locator("#code").fill(code_of(secret))
    page.get_by_role("button", name=KO.submit).click()
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name=KO.recovery_done).click()
    is_live(page)

    # The session ends in the middle of a message: a recovery code in another window brings it back, the words stay.
    report(strict, SUMMIT, "203.0.113.90")
    page.locator("[data-row]").click()
    page.locator("#message").fill("구급대가 곧")
    page.context.clear_cookies()
    page.locator("#incident").get_by_role("button", name=words.on_console("acknowledge")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(words.on_console("password")).fill(strict.password(SUPERVISOR))
    dialog.get_by_role("button", name=words.on_console("sign_in")).click()
    expect(dialog).to_contain_text(words.on_console("sign_in_second"))
    with page.context.expect_page() as opening:
        dialog.get_by_role("link", name=words.on_console("sign_in_second_do")).click()
    other = opening.value
    other.locator("#code").fill(codes[0])
    other.get_by_role("button", name=KO.submit).click()
    other.wait_for_url("**/account")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(dialog).to_have_count(0)
    expect(page.locator("#message")).to_have_value("구급대가 곧")
    page.locator("#message").press("Enter")
    expect(page.locator("#conversation")).to_contain_text("구급대가 곧")
