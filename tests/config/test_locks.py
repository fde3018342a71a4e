"""Lock files fix every package by its hash, and leave it to each machine where packages come from."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def pinned(file: Path) -> set[str]:
    return set(re.findall(r"^([\w.\[\]-]+==[^\s;]+)", file.read_text(), re.MULTILINE))


@pytest.mark.parametrize("file", PYTHON_LOCKS, ids=lambda file: file.name)
def test_it_has_a_hash_for_each_python_package(file: Path) -> None:
    packages = re.split(r"(?m)^(?=\S)", file.read_text())

    assert len(pinned(file)) == len(packages) - 1
    assert all("--hash=sha256:" in package for package in packages if package)


@pytest.mark.parametrize("file", PYTHON_LOCKS, ids=lambda file: file.name)
def test_it_names_no_place_that_python_packages_come_from(file: Path) -> None:
    assert "://" not in file.read_text()
    assert "index" not in file.read_text()


def test_it_tests_with_the_very_packages_that_it_runs_on() -> None:
    assert pinned(ROOT / "requirements" / "base.lock") <= pinned(ROOT / "requirements" / "dev.lock")


def test_it_locks_each_package_that_the_project_asks_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = {name.partition("==")[0] for name in pinned(ROOT / "requirements" / "base.lock")}

    assert {re.split(r"[\[~>=<]", name)[0] for name in asked} <= locked


def test_it_has_a_hash_for_each_front_end_package_and_names_no_place() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    packages = [package for path, package in lock["packages"].items() if path]

    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert not any("resolved" in package for package in packages)
