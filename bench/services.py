"""PostgreSQL and Redis of our own, as production runs them: with fsync, over TCP."""

import contextlib
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .machine import free_port

USER = "yeogi"


@dataclass(frozen=True)
class Postgres:
    """A running server of this run alone."""

    bin: Path
    port: int
    password: str
    pid: int

    def url(self, database: str) -> str:
        """Return what DATABASE_URL says for one of its databases."""
        return f"postgis://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's own programs against it and return what it prints."""
        command = [str(self.bin / program), "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, *arguments]
        environment = os.environ | {"PGPASSWORD": self.password}
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@dataclass(frozen=True)
class Redis:
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Start a server in a new folder; stop it and leave nothing."""
    programs = _programs()
    folder.mkdir(mode=0o700)
    password, port, data = secrets.token_hex(16), free_port(), folder / "data"
    (folder / "password").write_text(password + "\n")
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        shutil.chown(folder / "password", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(program: str, *arguments: str) -> None:
        with (folder / "log").open("a") as log:
            command = [*as_user, str(programs / program), "-D", str(data), *arguments]
            done = subprocess.run(command, cwd="/", stdout=log, stderr=log, check=False)
        if done.returncode:
            raise RuntimeError((folder / "log").read_text())

    run("initdb", "-U", USER, f"--pwfile={folder / 'password'}", "-A", "scram-sha-256", "-E", "UTF8",
        "--locale=C.UTF-8")  # fmt: skip
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=100"
    options += " -c shared_buffers=512MB -c max_wal_size=4GB"
    run("pg_ctl", "-w", "-l", str(data / "server.log"), "-o", options, "start")
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        yield Postgres(programs, port, password, pid)
    finally:
        run("pg_ctl", "-m", "immediate", "stop")


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    """Start a server that keeps nothing; stop it."""
    port = free_port()
    folder.mkdir()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*command, "--save", "", "--appendonly", "no"], stdout=log, stderr=log)
    try:
        for _ in range(100):
            if subprocess.run(["redis-cli", "-p", str(port), "ping"], capture_output=True).returncode == 0:
                break
            time.sleep(0.05)
        yield Redis(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[4]))
    if not found:
        raise SystemExit("yeogi: PostgreSQL is not installed. script/bootstrap --tests installs it.")
    return found[-1].parent
