"""PostgreSQL goes away and comes back: phones are told to try again, and the server needs no restart."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.servers import Server, free_port, serving

from .phones import Phone, problem


class Cluster:
    """A PostgreSQL of its own, which may be stopped without troubling anybody else's."""

    def __init__(self, folder: Path) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        self.programs = found[-1].parent
        self.folder = folder
        self.port = free_port()
        # PostgreSQL refuses to run as root.
        self.as_whom = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []

    @property
    def url(self) -> str:
        return f"postgis://yeogi@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        self.folder.mkdir()
        if self.as_whom:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-U", "yeogi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.as_whom, str(self.programs / program), "-D", f"{self.folder}/data", *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=sys.stderr)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    # Not in pytest's own folder: every start of pytest closes that one to the user postgres again.
    with TemporaryDirectory(prefix="yeogi-cluster.") as name:
        base = Path(name)
        base.chmod(0o755)
        made = Cluster(base / "postgres")
        made.create()
        yield made
        made.stop()


@pytest.fixture
def served(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("DATABASE_URL", cluster.url)
    with serving(tmp_path) as server:
        yield server


def test_phones_wait_while_postgresql_is_away_and_need_no_restart_of_the_server(
    served: Server, cluster: Cluster
) -> None:
    before, during = Phone(served), Phone(served)
    assert before.send().status_code == 201
    process = served.process
    cluster.stop()
    assert problem(during.send()) == (503, "/problems/try-again", True)
    assert before.status().status_code == 503
    cluster.start()
    assert during.send_until_heard().status_code in (200, 201)
    assert before.status().json()["state"] == "received"
    assert served.process is process
    assert process is not None
    assert process.poll() is None
