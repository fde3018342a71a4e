"""Serve everything from one process on this machine, and say what to open: ``script/server`` runs this.

Production takes ``config.wsgi`` and ``config.asgi`` instead, each in a server of its own.
"""

import argparse
import errno
import io
import os
import socket
import sys
from pathlib import Path

import qrcode
import uvicorn
from django.core.exceptions import ImproperlyConfigured

from . import lan
from .env import data_dir, env

BASE_DIR = Path(__file__).resolve().parent.parent


class Refused(Exception):
    """The server cannot start; the text says what to do next."""


class Server(uvicorn.Server):
    """Says what to open once it really answers."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self.greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then print the greeting."""
        await super().startup(sockets)
        if self.started:
            print(self.greeting, flush=True)


def main() -> None:
    """Read the command line, serve until Ctrl-C, and leave with one sentence when that is not possible."""
    parser = argparse.ArgumentParser(prog="script/server", description="Serve Yeogi from this machine.")
    parser.add_argument("--lan", action="store_true", help="HTTPS for phones on the same network")
    on_network = parser.parse_args().lan
    try:
        serve(on_network)
    except (Refused, ImproperlyConfigured) as error:
        sys.exit(f"yeogi: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def serve(on_network: bool) -> None:
    """Prepare the database, then serve. Raises ``Refused``, ``ImproperlyConfigured``."""
    port = env.int("PORT", default=8000)
    listener = claim("0.0.0.0" if on_network else "127.0.0.1", port)  # noqa: S104 - asked for by --lan
    certificate = prepare_settings(port, on_network)
    accounts = prepare_database()

    from django.conf import settings
    from django.db import connections

    text = greeting(accounts, on_network)
    connections.close_all()  # they belong to this thread; the server's threads open their own
    config = uvicorn.Config(
        "config.asgi:application",
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,  # addresses hold keys of reports; looks at positions have a log of their own
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=settings.TRUSTED_PROXIES > 0,
        timeout_graceful_shutdown=1,  # seconds: open streams would hold the end up for as long as it may last
        ssl_certfile=certificate,
        ssl_keyfile=certificate,
    )
    Server(config, text).run(sockets=[listener])


def claim(host: str, port: int) -> socket.socket:
    """Return a socket bound to the port. Raises ``Refused`` when another program has it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            why = f"port {port} is taken by another program, perhaps by a Yeogi that runs already"
        else:
            why = f"port {port} cannot be used: {error}"
        raise Refused(f"{why}. Choose another one: PORT={port % 65535 + 1} script/server") from error
    return listener


def prepare_settings(port: int, on_network: bool) -> Path | None:
    """Set what ``script/server`` decides by itself; return the certificate for the local network."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEMONSTRATION", "1")
    if not on_network:
        os.environ.setdefault("PUBLIC_URL", f"http://localhost:{port}")
        return None
    reached_by = lan.addresses()
    if not reached_by:
        raise Refused("this machine has no address on a network. Connect it, or start without --lan.")
    os.environ.setdefault("PUBLIC_URL", f"https://{reached_by[0]}:{port}")
    from .checks import host_of

    names = [host_of(os.environ["PUBLIC_URL"]), socket.gethostname(), "localhost", "127.0.0.1", *reached_by]
    return lan.certificate(data_dir(BASE_DIR) / "lan", [name for name in names if name])


def prepare_database() -> str:
    """Check the settings, bring the tables up to date, load the demonstration; return its accounts."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import CommandError, call_command

    accounts = io.StringIO()
    try:
        call_command("check", stdout=io.StringIO())  # its "no issues"; warnings go to stderr
        call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMONSTRATION:
            call_command("load_demonstration", stdout=accounts)
    except CommandError as error:  # a failed check is one, too
        raise Refused(str(error)) from error
    return accounts.getvalue().strip()


def greeting(accounts: str, on_network: bool) -> str:
    """Return what to open, as whom, and one plate of the demonstration as a link and as a QR code."""
    from django.conf import settings

    here = settings.PUBLIC_URL
    lines = ["Yeogi runs.", f"  hiker's start  {here}/", f"  console        {here}/console/", ""]
    if settings.DEMONSTRATION:
        lines += ["Accounts (role: name / password)", accounts, "", *plate()]
        if on_network:
            lines += [
                "A phone on this network can scan it; it warns once, because this machine vouches for itself."
            ]
        else:
            lines += ["It opens on this machine alone. For a phone on the same network: script/server --lan"]
    else:
        lines += ["The first account: .venv/bin/python manage.py createsuperuser"]
    return "\n".join([*lines, "Stop with Ctrl-C."])


def plate() -> list[str]:
    """Return an installed plate of the demonstration town as lines: its link, and its QR code."""
    from django.conf import settings

    from addresses import tags
    from addresses.models import Tag, TagState

    tag = Tag.objects.filter(state=TagState.INSTALLED).select_related("point").earliest("issued_at", "code")
    printed = tags.url(tag)
    link = f"{settings.PUBLIC_URL}/{printed.rpartition('/')[2]}"
    return [f"A plate of the demonstration town ({tag.point}):", link, "", terminal_qr_code(printed)]


def terminal_qr_code(text: str) -> str:
    """Return a QR code in half blocks that a phone reads from a dark terminal."""
    drawn = io.StringIO()
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    code.print_ascii(drawn, invert=True)
    return drawn.getvalue()


if __name__ == "__main__":
    main()
