"""A real server in a process of its own, with the demonstration town, to be used, killed and started again."""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from addresses import seals

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 90.0
# What belongs to the run of tests itself; the server gets its own.
NOT_INHERITED = ("DATABASE_URL", "PUBLIC_URL", "SEAL_KEY", "SECRET_KEY", "DEBUG", "DJANGO_SETTINGS_MODULE")


@dataclass
class Server:
    """One installation: a folder, a database, a port, and at most one running process.

    Where a broker is set the web process leaves background work to Celery, so one worker with its beat belongs to it.
    """

    folder: Path
    environment: dict[str, str]
    port: int
    process: "subprocess.Popen[bytes] | None" = field(default=None)
    worker: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def url(self) -> str:
        """Return where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def scanned(self, code: str) -> str:
        """Return what the QR code on a plate holds."""
        return seals.url(self.url, code, seals.seal(code, self.environment["SEAL_KEY"].encode()))

    def password(self, account: str) -> str:
        """Return the password of an account of the demonstration town."""
        kept = json.loads((self.folder / "demonstration_accounts.json").read_text(encoding="utf-8"))
        return str(kept[account])

    def manage(self, *arguments: str) -> None:
        """Run a management command for this installation. Raises RuntimeError with what it said."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")

    def start(self) -> None:
        """Start the process and wait until it answers. Raises RuntimeError with its log."""
        log = self.folder / "server.log"
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(self.port)]
        command += ["--no-access-log", "--timeout-graceful-shutdown", "1"]
        with log.open("ab") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=out, stderr=out)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"The server did not start:\n{log.read_text(encoding='utf-8')}")

    def start_worker(self) -> None:
        """Start the background work as the README has it, if a broker is set: without one a thread does it."""
        if not self.environment.get("REDIS_URL"):
            return
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--beat", "--pool", "solo"]
        command += ["--schedule", str(self.folder / "beat"), "--loglevel", "WARNING"]
        with (self.folder / "worker.log").open("ab") as out:
            self.worker = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=out, stderr=out)

    def stop_worker(self) -> None:
        """Let the worker finish what it is at; one that hangs is ended."""
        if self.worker:
            self.worker.terminate()
            try:
                self.worker.wait(20)
            except subprocess.TimeoutExpired:
                self.worker.kill()
                self.worker.wait()
            self.worker = None

    def kill(self) -> None:
        """Let the process die at once, with whatever it was doing (SIGKILL)."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Let the process finish."""
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE_S)
            self.process = None


@contextlib.contextmanager
def serving(folder: Path, *, works: bool = False, **settings: str) -> Iterator[Server]:
    """Serve the demonstration town from a new database of the kind that this run is about.

    ``works``: background work is done, too, by whatever process does it in such an installation. ``settings`` are
    those of its environment.
    """
    with _database(folder) as database_url:
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        environment |= {
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DEMONSTRATION": "1",
            "SEAL_KEY": secrets.token_urlsafe(32),
            # Each phone of a test says which network address it has.
            "TRUSTED_PROXIES": "1",
            "LOG_LEVEL": "WARNING",
            **settings,
        }
        server = Server(folder, environment, port)
        server.manage("migrate", "-v", "0")
        server.manage("load_demonstration")
        server.start()
        if works:
            server.start_worker()
        try:
            yield server
        finally:
            server.stop_worker()
            server.stop()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[str]:
    """Make a database beside the one that the tests themselves use, and remove it afterwards."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgis://"):
        yield f"spatialite:///{folder}/yeogi.sqlite3"
        return
    parts = urlsplit(given)
    name = f"served_{secrets.token_hex(6)}"
    desk = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(desk, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(desk, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
