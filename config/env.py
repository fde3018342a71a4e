"""Read the settings that come from the environment, and keep the secrets that nobody set.

Every variable, its unit and its default stand in ``config/settings.py``. A value that cannot be read
raises ``ImproperlyConfigured`` with one sentence: the variable, what it says, what to write instead.
"""

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ENGINES = {
    "spatialite": "django.contrib.gis.db.backends.spatialite",
    "postgis": "django.contrib.gis.db.backends.postgis",
}
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class Env(environ.Env):  # type: ignore[misc]  # django-environ carries no types
    """django-environ, but strict: a misspelt value ("ture") stops the start and never means "no"."""

    def get_value(self, var: str, *args: Any, **more: Any) -> Any:
        """Return the value of ``var``; raise ``ImproperlyConfigured`` when it cannot be read."""
        try:
            return super().get_value(var, *args, **more)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var}={os.environ.get(var)!r} cannot be read: {error}.") from error

    @classmethod
    def parse_value(cls, value: Any, cast: Any) -> Any:
        """Return ``value`` as ``cast`` has it; raise ``ValueError`` saying what to write instead."""
        if cast is bool:
            if value.strip().lower() not in YES | NO:
                raise ValueError("write 1 for yes or 0 for no")
            return value.strip().lower() in YES
        if cast is int and not (value.strip().isascii() and value.strip().isdigit()):
            raise ValueError("write a whole number of at least 0")
        if cast is list:
            return [part.strip() for part in value.split(",") if part.strip()]
        return super().parse_value(value, cast)

    def one_of(self, var: str, choices: Sequence[str], default: str) -> str:
        """Return one of a few words in capitals; raise ``ImproperlyConfigured`` naming them."""
        said = os.environ.get(var, default).strip().upper()
        if said not in choices:
            raise ImproperlyConfigured(f"{var}={said!r} is not known. Write one of {', '.join(choices)}.")
        return said

    def json_texts(self, var: str) -> dict[str, str]:
        """Return a JSON object of texts, empty where the variable is not set; the message leaves the value out."""
        said = os.environ.get(var) or "{}"
        try:
            read = json.loads(said)
        except ValueError:
            read = None
        if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
            raise ImproperlyConfigured(
                f'{var} cannot be read. Write a JSON object of texts: {{"Name": "value"}}.'
            )
        return read

    def email(self, var: str, default: str) -> dict[str, Any]:
        """Return Django's e-mail settings out of one URL; raise ``ImproperlyConfigured`` if it is none."""
        try:
            return dict(self.email_url(var, default=default))
        except (ImproperlyConfigured, ValueError, KeyError) as error:
            raise ImproperlyConfigured(
                f"{var} cannot be read. Write {var}=smtp+tls://USER:PASSWORD@HOST:587, "
                "and %40 for an @ inside the password."
            ) from error

    def database(self, var: str, file: Path) -> dict[str, Any]:
        """Return Django's settings of the database; SpatiaLite in ``file`` where the variable is not set.

        Raises ``ImproperlyConfigured`` for any other kind of database. The message leaves the value out:
        it may hold a password.
        """
        said = os.environ.get(var)
        if not said:
            return {"ENGINE": ENGINES["spatialite"], "NAME": str(file)}
        if said.partition("://")[0] not in ENGINES:
            raise ImproperlyConfigured(_wrong_database(var))
        try:
            found = dict(self.db_url(var))
        except (ImproperlyConfigured, ValueError) as error:
            raise ImproperlyConfigured(_wrong_database(var)) from error
        if not found.get("NAME"):
            raise ImproperlyConfigured(_wrong_database(var))
        return found


def _wrong_database(var: str) -> str:
    return (
        f"{var} names no database that Yeogi runs on. Write {var}=postgis://USER:PASSWORD@HOST:5432/NAME "
        f"(with %40 for an @ inside the password) or {var}=spatialite:////PATH/TO/FILE."
    )


env = Env()


def data_dir(base: Path) -> Path:
    """Return the folder for everything that the running product writes; made when absent.

    Raises ``ImproperlyConfigured`` when it cannot be made or written.
    """
    path = Path(os.environ.get("DATA_DIR") or base / "var").expanduser()
    if not path.is_absolute():
        path = base / path
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)  # positions and secrets lie inside
    except OSError as error:
        raise ImproperlyConfigured(_unwritable(path, error)) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(_unwritable(path, "it may not be written"))
    return path


def _unwritable(path: Path, why: object) -> str:
    return f"DATA_DIR={path} cannot be used: {why}. Name a folder that this user may write."


def kept_secret(variable: str, folder: Path) -> str:
    """Return the secret in ``variable``; else the one kept in ``folder``, made at the first start.

    The file is readable by its owner alone. Two processes that start together agree,
    because the file is created exclusively and the loser reads the winner's.
    """
    # Read as it is: django-environ would take a secret that begins with $ for another variable's name.
    given = os.environ.get(variable)
    if given:
        return given
    path = folder / variable.lower()
    draft = folder / f".{variable.lower()}.{os.getpid()}"
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
