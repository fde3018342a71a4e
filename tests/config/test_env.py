"""What an operator writes into the environment is understood, or answered with one sentence."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import data_dir, env, kept_secret


@pytest.mark.parametrize(("said", "meant"), [("1", True), ("True", True), ("off", False), ("", False)])
def test_it_understands_yes_and_no(monkeypatch: pytest.MonkeyPatch, said: str, meant: bool) -> None:
    monkeypatch.setenv("DEBUG", said)

    assert env.bool("DEBUG", default=not meant) is meant


def test_it_never_takes_a_misspelt_yes_for_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "ture")

    with pytest.raises(ImproperlyConfigured, match="DEBUG='ture' cannot be read: write 1 for yes"):
        env.bool("DEBUG", default=False)


@pytest.mark.parametrize("said", ["eighty", "-1", "4.5", "", "٤"])
def test_it_asks_for_a_whole_number(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("DATABASE_POOL", said)

    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_POOL=.* write a whole number"):
        env.int("DATABASE_POOL", default=8)


def test_it_reads_a_list_with_spaces_after_its_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "here.example.kr, www.here.example.kr,")

    assert env.list("ALLOWED_HOSTS", default=["*"]) == ["here.example.kr", "www.here.example.kr"]


def test_it_names_the_levels_of_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")

    with pytest.raises(
        ImproperlyConfigured, match=r"LOG_LEVEL='LOUD' is not known\. Write one of INFO, ERROR"
    ):
        env.one_of("LOG_LEVEL", ["INFO", "ERROR"], default="INFO")


def test_it_keeps_the_database_in_one_file_when_nobody_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    file = tmp_path / "여기 #1?.sqlite3"

    database = env.database("DATABASE_URL", file)

    assert database["ENGINE"].endswith("spatialite")
    assert database["NAME"] == str(file)


def test_it_reads_a_database_url_with_an_escaped_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgis://yeogi:p%40ss@db.example.kr:5433/here?sslmode=require")

    database = env.database("DATABASE_URL", Path("unused"))

    assert database["ENGINE"].endswith("postgis")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.kr", 5433, "here")
    assert database["PASSWORD"] == "p@ss"
    assert database["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "said",
    [
        "mysql://u:hidden@h/n",
        "postgres://u:hidden@h/n",
        "sqlite:///n",
        "hidden",
        "spatialite:///",
        "postgis://h:x/n",
    ],
)
def test_it_names_the_databases_it_runs_on_and_keeps_the_password_to_itself(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", said)

    with pytest.raises(ImproperlyConfigured, match="postgis://USER:PASSWORD@HOST:5432/NAME") as refusal:
        env.database("DATABASE_URL", Path("unused"))

    assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize(
    "said", ["mail.example.kr", "ftp://mail.example.kr", "smtp://mail.example.kr:hidden"]
)
def test_it_says_how_to_write_a_mail_server(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("EMAIL_URL", said)

    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL=smtp\+tls://USER:PASSWORD@HOST:587"):
        env.email("EMAIL_URL", default="consolemail://")


def test_it_names_a_data_folder_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "var"))

    with pytest.raises(ImproperlyConfigured, match=r"DATA_DIR=.* Name a folder that this user may write"):
        data_dir(tmp_path)


def test_it_makes_a_secret_once_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SEAL_KEY", raising=False)

    first = kept_secret("SEAL_KEY", tmp_path)

    assert kept_secret("SEAL_KEY", tmp_path) == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "seal_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["seal_key"]


def test_it_takes_a_secret_that_begins_with_a_dollar_sign_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEAL_KEY", "$HOME-is-not-meant")

    assert kept_secret("SEAL_KEY", tmp_path) == "$HOME-is-not-meant"
