"""Each thing that an operator can get wrong is told, with what to do about it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.test import override_settings
from pytest_django.fixtures import Settings

from addresses.models import Jurisdiction
from config import checks


def told(check: Callable[..., Iterable[CheckMessage]], **asked: Any) -> list[str]:
    """Return the ids of what a check says; each has a hint."""
    messages = list(check(**asked))
    assert all(message.hint for message in messages)
    return [str(message.id) for message in messages]


@pytest.fixture
def in_production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PUBLIC_URL = "https://here.example.kr"
    settings.DEMONSTRATION = settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["here.example.kr"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.PRIVACY_OFFICER_NAME, settings.PRIVACY_OFFICER_CONTACT = "정보보호과", "031-909-9001"
    monkeypatch.setenv("OPERATOR_NAME", "고양시")
    monkeypatch.setenv("OPERATOR_CONTACT", "031-909-9000")


def test_it_finds_that_spatialite_loads_here(settings: Settings) -> None:
    settings.EMBEDDED = True

    assert told(checks.spatialite) == []


def test_it_names_the_package_when_spatialite_is_missing(settings: Settings) -> None:
    settings.EMBEDDED, settings.SPATIALITE_LIBRARY_PATH = True, "/nowhere/mod_spatialite.so"

    (message,) = checks.spatialite()

    assert message.id == "yeogi.E002"
    assert "libsqlite3-mod-spatialite" in str(message.hint)


def test_it_needs_no_spatialite_beside_postgresql(settings: Settings) -> None:
    settings.EMBEDDED, settings.SPATIALITE_LIBRARY_PATH = False, "/nowhere/mod_spatialite.so"

    assert told(checks.spatialite) == []


def test_it_knows_a_python_that_cannot_load_extensions(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMBEDDED = True
    monkeypatch.setattr(checks.sqlite3, "Connection", object)

    assert told(checks.spatialite) == ["yeogi.E001"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("https://here.example.kr", []),
        ("https://여기.kr:8443", []),
        ("http://localhost:8000", []),
        ("http://[::1]:8000", []),
        ("here.example.kr", ["yeogi.E003"]),
        ("ftp://here.example.kr", ["yeogi.E003"]),
        ("https://", ["yeogi.E003"]),
        ("https://here.example.kr:port", ["yeogi.E003"]),
        ("https://user:word@here.example.kr", ["yeogi.E003"]),
        ("https://example.kr/yeogi", ["yeogi.E004"]),
        ("https://example.kr?q=", ["yeogi.E004"]),
        ("http://192.168.0.5:8000", ["yeogi.W005"]),
    ],
)
def test_it_judges_the_address_that_plates_will_bear(
    settings: Settings, said: str, answer: list[str]
) -> None:
    settings.PUBLIC_URL = said

    assert told(checks.public_url) == answer


@pytest.mark.parametrize("weak", ["short", "0" * 64])
def test_it_refuses_a_seal_key_that_can_be_guessed(settings: Settings, weak: str) -> None:
    settings.SEAL_KEY = weak

    assert told(checks.secrets) == ["yeogi.E006"]


def test_it_refuses_a_token_for_the_metrics_that_can_be_guessed(settings: Settings) -> None:
    settings.METRICS_TOKEN = "prometheus"

    assert told(checks.secrets) == ["yeogi.E019"]


def test_it_refuses_one_key_for_two_purposes(settings: Settings) -> None:
    settings.SECRET_KEY = settings.SEAL_KEY

    assert told(checks.secrets) == ["yeogi.E007"]


@pytest.mark.usefixtures("in_production")
def test_it_has_nothing_to_say_about_a_good_production() -> None:
    assert told(checks.openness) == []
    assert told(checks.public_url) == []
    assert told(checks.secrets) == []


@pytest.mark.usefixtures("in_production")
def test_it_refuses_to_debug_where_others_can_look(settings: Settings) -> None:
    settings.DEBUG = True

    assert told(checks.openness) == ["yeogi.E008"]


@pytest.mark.usefixtures("in_production")
def test_it_warns_of_what_was_left_as_it_came(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    monkeypatch.delenv("OPERATOR_NAME")
    settings.PRIVACY_OFFICER_CONTACT = ""

    assert told(checks.openness) == ["yeogi.W009", "yeogi.W010", "yeogi.W020", "yeogi.W011"]


@pytest.mark.usefixtures("in_production")
@pytest.mark.parametrize(
    ("address", "answer"),
    [("https://here.example.kr", ["yeogi.W018"]), ("https://192.168.0.5:8000", []), ("http://localhost", [])],
)
def test_it_warns_of_a_demonstration_that_the_world_can_enter(
    settings: Settings, address: str, answer: list[str]
) -> None:
    settings.DEMONSTRATION, settings.PUBLIC_URL = True, address

    assert told(checks.openness) == answer


@pytest.mark.usefixtures("in_production")
@pytest.mark.parametrize(
    ("embedded", "url", "answer"),
    [
        (True, "", []),
        (False, "", ["yeogi.W012"]),
        (False, "redis://127.0.0.1:6379/0", []),
        (True, "127.0.0.1:6379", ["yeogi.E013"]),
        (True, "redis://127.0.0.1:port/0", ["yeogi.E013"]),
    ],
)
def test_it_reads_the_address_of_redis(
    settings: Settings, embedded: bool, url: str, answer: list[str]
) -> None:
    settings.EMBEDDED, settings.REDIS_URL = embedded, url

    assert told(checks.redis_url) == answer


def test_it_says_that_redis_is_away(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # nobody listens at port 1

    assert told(checks.redis_answers) == ["yeogi.W014"]


def test_it_names_a_data_folder_that_may_not_be_written(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "gone"

    assert told(checks.data_folder) == ["yeogi.E015"]


def test_it_asks_for_the_front_end_to_be_built(settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    before = told(checks.front_end)
    (tmp_path / "frontend" / "dist").mkdir(parents=True)
    (tmp_path / "frontend" / "dist" / "manifest.json").touch()

    assert before == ["yeogi.W016"]
    assert told(checks.front_end) == []


@pytest.mark.django_db
def test_it_asks_for_a_centre_that_answers_for_the_rest_of_the_world() -> None:
    before = told(checks.default_jurisdiction, databases=["default"])
    Jurisdiction.objects.create(
        slug="goyang",
        name_ko="고양시",
        name_en="Goyang",
        centre_name_ko="고양",
        centre_name_en="Goyang",
        is_default=True,
    )

    assert before == ["yeogi.W017"]
    assert told(checks.default_jurisdiction, databases=["default"]) == []


def test_it_leaves_the_database_alone_when_it_is_not_asked_about_it() -> None:
    assert told(checks.default_jurisdiction, databases=None) == []


@pytest.mark.parametrize(
    ("networks", "ids"),
    [
        ([], []),
        (["10.20.0.0/16", "fd00::/8", "192.168.1.7"], []),
        (["10.20.0.1/16", "intranet"], ["yeogi.E021", "yeogi.E021"]),
        (["0.0.0.0/0"], ["yeogi.W022"]),
    ],
)
def test_it_reads_the_networks_that_webhooks_may_lead_into(
    networks: list[str], ids: list[str], settings: Settings
) -> None:
    settings.WEBHOOK_NETWORKS = networks

    assert told(checks.webhook_networks) == ids


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"SMS_OUT": "HTTP"}, ["yeogi.E022"]),
        ({"SMS_OUT": "HTTP", "SMS_HTTP_URL": "https://x/?n=$number"}, ["yeogi.E023"]),
        ({"SMS_OUT": "HTTP", "SMS_HTTP_URL": "https://x/?n=$"}, ["yeogi.E023"]),
        ({"SMS_OUT": "HTTP", "SMS_HTTP_URL": "https://x/?n=$to"}, []),
        ({"SMS_OUT": "SOLAPI"}, ["yeogi.E024"]),
        ({"SMS_IN_SECRETS": ["whsec_c2hvcnQ="]}, ["yeogi.E021"]),
        ({"SMS_IN_SECRETS": ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]}, []),
    ],
)
def test_an_sms_gateway_that_cannot_be_asked_is_named(said: dict[str, object], wrong: list[str]) -> None:
    with override_settings(**said):
        assert [message.id for message in checks.text_messages()] == wrong
