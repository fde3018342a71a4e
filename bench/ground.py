"""Where is measured: the product on one database, with the demonstration town, from an empty start."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import machine
from .services import Postgres, Redis

ROOT = Path(__file__).resolve().parent.parent
SPATIALITE, POSTGIS = "SpatiaLite", "PostGIS"
BOTH = (SPATIALITE, POSTGIS)
STARTED_WITHIN_S = 60


@dataclass(frozen=True)
class Server:
    """A running web process, as ``script/server`` starts it."""

    port: int
    pid: int
    ground: "Ground"

    def processor_s(self) -> tuple[float, float]:
        """Return the processor seconds that web and database have used so far."""
        return machine.processor_s([self.pid]), machine.processor_s(self.ground.service_pids)


@dataclass(frozen=True)
class Ground:
    """One database of this run, and the folder of its files."""

    on: str
    folder: Path
    environment: dict[str, str]
    service_pids: tuple[int, ...]

    def django(self, *arguments: str) -> str:
        """Run a process with the product's settings for this database; return what it prints."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def ask(self, module: str, *arguments: str) -> Any:
        """Return the JSON that one of our modules prints as a process with Django."""
        return json.loads(self.django("-m", module, *arguments).splitlines()[-1])

    def town(self, users: int = 1) -> Path:
        """Return a file with the town's tags, seals, consent and consoles' sessions (bench.town)."""
        file = self.folder / "town.json"
        file.write_text(json.dumps(self.ask("bench.town", str(users))))
        return file

    def analyze(self) -> None:
        """Let the database count its rows, as autovacuum does within a minute.

        Until then it may read whole tables in plans that it made while they were empty.
        """
        command = "from django.db import connection; connection.cursor().execute('ANALYZE')"
        self.django("manage.py", "shell", "-c", command)

    @contextlib.contextmanager
    def serving(self, **environment: str) -> Iterator[Server]:
        """Serve the product from this database until the end of the block."""
        port = machine.free_port()
        mine = {"PORT": str(port), "PUBLIC_URL": f"http://localhost:{port}", "LOG_LEVEL": "WARNING"}
        log = self.folder / "server.log"
        with log.open("a") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "config.serve"],
                cwd=ROOT,
                env=self.environment | mine | environment,
                stdout=out,
                stderr=out,
            )
        try:
            wait_until_ready(port, process, log)
            yield Server(port, process.pid, self)
        finally:
            process.terminate()
            process.wait(timeout=20)


@dataclass(frozen=True)
class Machine:
    """What one run has at hand: a folder, PostgreSQL and Redis, and whether it is to be quick."""

    folder: Path
    postgres: Postgres
    redis: Redis
    quick: bool

    @contextlib.contextmanager
    def ground(self, on: str) -> Iterator[Ground]:
        """Make an empty database, migrate it, load the demonstration town; remove it afterwards."""
        name = f"ground_{time.monotonic_ns()}"
        folder = self.folder / name
        folder.mkdir()
        unset = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SEAL_KEY", "SECRET_KEY")
        environment = {key: value for key, value in os.environ.items() if key not in unset}
        # One proxy is believed, so that each phone of the load generator has an address of its own.
        environment |= {"DATA_DIR": str(folder), "DEMONSTRATION": "0", "TRUSTED_PROXIES": "1"}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
        pids: tuple[int, ...] = ()
        if on == POSTGIS:
            self.postgres.run("createdb", name)
            environment |= {"DATABASE_URL": self.postgres.url(name), "REDIS_URL": self.redis.url}
            pids = (self.postgres.pid, self.redis.pid)
        ground = Ground(on, folder, environment, pids)
        try:
            ground.django("manage.py", "migrate", "-v", "0")
            ground.django("manage.py", "load_demonstration")
            yield ground
        finally:
            if on == POSTGIS:
                self.postgres.run("dropdb", "--force", name)
            shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(
    port: int, process: "subprocess.Popen[Any]", log: Path, within_s: float = STARTED_WITHIN_S
) -> None:
    """Return once the server answers that all its parts work; raise RuntimeError when it does not."""
    until = time.perf_counter() + within_s
    while time.perf_counter() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.02)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
