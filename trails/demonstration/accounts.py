"""One account for each role of each centre. Their passwords are made once and kept beside the data."""

import json
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from addresses import changes
from addresses.models import Jurisdiction, Membership, Role

from .rows import TOLD

FILE = "demonstration_accounts.json"
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
TWICE = {(Role.DISPATCHER, "deokyang")}  # two at once is what a console has to bear


class Account(NamedTuple):
    """One line of what the operator is told."""

    role: str
    name: str
    password: str

    def __str__(self) -> str:
        return f"{self.role}: {self.name} / {self.password}"


def load(folder: Path, password: str | None) -> list[Account]:
    """Add the accounts that are missing; return all with their passwords.

    ``folder`` keeps them, readable by its owner alone. An account whose password is not kept gets a
    new one. ``password`` is set for all.
    """
    path = folder / FILE
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    told = []
    for slug in ("deokyang", "ilsan"):
        jurisdiction = Jurisdiction.objects.get(slug=slug)
        for role in Role:
            for name in _names(role, slug):
                given = password or kept.get(name) or _new_password()
                _account(name, role, jurisdiction, given, is_new=kept.get(name) != given)
                told.append(Account(role.value, name, given))
    _keep(path, {account.name: account.password for account in told})
    return told


def _names(role: Role, slug: str) -> list[str]:
    name = f"{role.value}-{slug}"
    return [name, f"{name}-2"] if (role, slug) in TWICE else [name]


def _account(name: str, role: Role, jurisdiction: Jurisdiction, password: str, *, is_new: bool) -> User:
    rules = role == Role.ADMINISTRATOR
    user, is_added = get_user_model().objects.get_or_create(
        username=name, defaults={"is_staff": rules, "is_superuser": rules}
    )
    if is_added or is_new:
        user.set_password(password)
        user.save(update_fields=["password"])
    if not Membership.objects.filter(user=user, jurisdiction=jurisdiction, role=role).exists():
        changes.create(Membership(user=user, jurisdiction=jurisdiction, role=role), **TOLD)
    return user


def _new_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def _keep(path: Path, passwords: dict[str, str]) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(passwords, indent=1), encoding="utf-8")
    draft.replace(path)
