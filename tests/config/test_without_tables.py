"""A command next to a server that has another database says so, and does not end in a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import greeting, without_tables

ROOT = Path(__file__).parents[2]


def manage(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_on_a_database_without_tables_names_it_and_says_what_to_do(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("유형,명칭,위도,경도\n버스정류장,가,37.6584001,126.8320001\n")

    ended = manage(tmp_path / "other", "import_points", str(table))

    assert ended.returncode == 1
    (said,) = ended.stderr.splitlines()
    assert str(tmp_path / "other" / "yeogi.sqlite3") in said
    assert "the same DATA_DIR and DATABASE_URL as the server" in said
    assert said.endswith(f"DATA_DIR={tmp_path / 'other'} .venv/bin/python manage.py migrate")


@pytest.mark.django_db
def test_a_database_with_all_its_tables_is_not_blamed() -> None:
    assert without_tables.sentence() == ""


def test_the_password_of_a_database_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/tmp/second")
    monkeypatch.setenv("DATABASE_URL", "postgis://yeogi:secret@db/yeogi")

    (line,) = greeting.beside()

    assert "DATABASE_URL=… .venv/bin/python manage.py" in line
    assert "secret" not in line


def test_a_server_on_the_usual_database_needs_no_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATA_DIR", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert greeting.beside() == []
    assert greeting.manage() == ".venv/bin/python manage.py"
