"""Serve everything from one process on this machine, and say what to open: ``script/server`` runs this.

Production takes ``config.wsgi`` and ``config.asgi`` instead, each in a server of its own.
"""

import argparse
import asyncio
import errno
import logging
import socket
import sys

import uvicorn
from django.core.exceptions import ImproperlyConfigured

from .apart import Died, apart
from .doorway import Doorway
from .env import env
from .prepare import Prepared, Refused, choose_settings, prepare


class Server(uvicorn.Server):
    """Says what to open once it really answers, and that it has stopped. ``home`` is its address."""

    def __init__(self, config: uvicorn.Config, greeting: str, home: str) -> None:
        super().__init__(config)
        self._greeting, self._home = greeting, home
        self._doorway: Doorway | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then print the greeting."""
        (listener,) = sockets or []
        await super().startup([] if self.config.ssl else [listener])
        if self.config.ssl and self.started:
            self._doorway = Doorway(listener, self._protocol, self.config.ssl, self._home)
            self._doorway.open()
        if self.started:
            print(self._greeting, flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop to accept, finish what was accepted, and say so."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # it calls open streams an error
        if self._doorway:
            self._doorway.close()
        await super().shutdown(sockets)
        print("\nYeogi stopped.", flush=True)

    def _protocol(self) -> asyncio.Protocol:
        make = self.config.http_protocol_class
        return make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)  # type: ignore[call-arg]  # as uvicorn itself calls it


def main() -> None:
    """Read the command line, serve until Ctrl-C, and leave with one sentence when that is not possible."""
    parser = argparse.ArgumentParser(prog="script/server", description="Serve Yeogi from this machine.")
    parser.add_argument("--lan", action="store_true", help="HTTPS for phones on the same network")
    on_network = parser.parse_args().lan
    try:
        serve(on_network)
    except (Refused, Died, ImproperlyConfigured) as error:
        sys.exit(f"yeogi: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def serve(on_network: bool) -> None:
    """Prepare the database, then serve. Raises ``Refused``, ``Died``, ``ImproperlyConfigured``."""
    port = env.int("PORT", default=8000)
    listener = claim("0.0.0.0" if on_network else "127.0.0.1", port)  # noqa: S104 - asked for by --lan
    choose_settings(port, on_network)
    load()
    # Migrations, the town and the QR code need modules and memory that serving does not.
    prepared: Prepared = apart(lambda: prepare(on_network))

    from django.conf import settings

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
        ssl_certfile=prepared.certificate,
        ssl_keyfile=prepared.certificate,
    )
    Server(config, prepared.greeting, settings.PUBLIC_URL).run(sockets=[listener])


def load() -> None:
    """Import all that serving needs, so that the copy that prepares shares it and no request waits for it."""
    import django

    django.setup()
    from . import asgi, urls  # noqa: F401


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


if __name__ == "__main__":
    main()
