"""What ``script/server`` does before it serves: choose settings, bring the tables up to date, load the town."""

import io
import os
import socket
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from . import lan
from .env import data_dir

BASE_DIR = Path(__file__).resolve().parent.parent


class Refused(Exception):
    """The server cannot start; the text says what to do next."""


class Prepared(NamedTuple):
    """What the server is told of the preparing: its certificate, when it needs one, and its greeting."""

    certificate: Path | None
    greeting: str


def choose_settings(port: int, on_network: bool) -> None:
    """Set what ``script/server`` decides by itself where nobody decided. Raises ``Refused``."""
    folder = data_dir(BASE_DIR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMONSTRATION", "1")
    os.environ.setdefault("LOG_FILE", str(folder / "server.log"))
    os.environ.setdefault("EMAIL_URL", f"filemail:///{quote(str(folder / 'mail'))}")
    if not on_network:
        os.environ.setdefault("PUBLIC_URL", f"http://localhost:{port}")
        return
    reached_by = lan.addresses()
    if not reached_by:
        raise Refused("this machine has no address on a network. Connect it, or start without --lan.")
    os.environ.setdefault("PUBLIC_URL", f"https://{reached_by[0]}:{port}")


def prepare(on_network: bool) -> Prepared:
    """Bring the database up to date and say what to open. Django is set up already. Raises ``Refused``."""
    from .greeting import greeting

    accounts = prepare_database()
    return Prepared(_certificate() if on_network else None, greeting(accounts, on_network))


def prepare_database() -> str:
    """Check the settings, migrate, load the demonstration; return its accounts. Raises ``Refused``."""
    from django.conf import settings
    from django.core.management import CommandError, call_command
    from django.db import OperationalError

    accounts = io.StringIO()
    try:
        call_command("check", stdout=io.StringIO())  # its "no issues"; warnings go to stderr
        call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMONSTRATION:
            call_command("load_demonstration", stdout=accounts)
    except CommandError as error:  # a failed check is one, too
        raise Refused(str(error)) from error
    except OperationalError as error:
        raise Refused(f"the database does not answer ({error}). Look at DATABASE_URL.") from error
    return accounts.getvalue().strip()


def _certificate() -> Path:
    from django.conf import settings

    from . import certificate
    from .checks import host_of

    names = [host_of(settings.PUBLIC_URL), socket.gethostname(), "localhost", "127.0.0.1", *lan.addresses()]
    return certificate.kept(settings.DATA_DIR / "lan", [name for name in names if name])
