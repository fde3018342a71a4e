"""One account for each role of each centre. Their passwords are made once and kept beside the data."""

import json
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from addresses import changes
from addresses.models import Jurisdiction, Membership, Role

from .rows import TOLD, table

FILE = "demonstration_accounts.json"
# Where each role works today. Whoever works at /admin/ is marked as staff; the role says what they may do there.
WORKPLACES: dict[str, str] = {
    Role.DISPATCHER: "/console/",
    Role.SUPERVISOR: "/console/",
    Role.EDITOR: "/admin/ (points, tags, trails)",
    Role.INSPECTOR: "/admin/ (tags: hung, lost, withdrawn)",
    Role.AUDITOR: "/admin/ (history, looks at positions)",
    Role.ADMINISTRATOR: "/admin/ (every table)",
}
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else


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
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    rows = table("accounts")
    accounts = [
        Account(row["role"], row["name"], password or kept.get(row["name"]) or _new_password())
        for row in rows
    ]
    names = set(get_user_model().objects.values_list("username", flat=True))
    _save([one for one in accounts if one.name not in names or kept.get(one.name) != one.password])
    for row in rows:
        _give_role(row["name"], row["role"], row["jurisdictions"].split())
    _keep(path, {account.name: account.password for account in accounts})
    return accounts


def _save(accounts: list[Account]) -> None:
    """Make the accounts, or set their passwords. A hash takes half a second, so all cores make them."""
    with ThreadPoolExecutor() as pool:
        hashes = list(pool.map(make_password, [account.password for account in accounts]))
    for account, password in zip(accounts, hashes, strict=True):
        rules = account.role == Role.ADMINISTRATOR
        enters = WORKPLACES[account.role].startswith("/admin/")
        get_user_model().objects.update_or_create(
            username=account.name,
            defaults={"password": password},
            create_defaults={"password": password, "is_staff": enters, "is_superuser": rules},
        )


def _give_role(name: str, role: str, slugs: list[str]) -> None:
    user = get_user_model().objects.get(username=name)
    for jurisdiction in Jurisdiction.objects.filter(slug__in=slugs):
        if not Membership.objects.filter(user=user, jurisdiction=jurisdiction, role=role).exists():
            changes.create(Membership(user=user, jurisdiction=jurisdiction, role=role), **TOLD)


def _new_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def _keep(path: Path, passwords: dict[str, str]) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(passwords, indent=1), encoding="utf-8")
    draft.replace(path)
