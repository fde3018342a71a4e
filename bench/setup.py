"""How long does setting up take where the packages were downloaded before, and a second start?

In a new clone of the last commit: its own Python and Node packages, its own front end, an empty data
folder. The caches of pip, uv and npm are warm, because this repository was set up from them.
"""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from .ground import ROOT, Machine, wait_until_ready
from .machine import free_port
from .table import Goal, Row

SET_UP_WITHIN_S = 60
START_WITHIN_S = 5
GIVEN_UP_AFTER_S = 600


def measure(machine: Machine) -> Iterator[Row]:
    """Yield the seconds until the server answers: the first start in a new clone, and later ones."""
    clone = machine.folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    with _started(clone) as seconds:
        first_s = seconds
    yield Row(
        "script/server in a new clone, packages downloaded, to its first answer",
        "SpatiaLite",
        first_s,
        "s",
        goal=Goal(at_most=SET_UP_WITHIN_S),
    )
    later = []
    for _ in range(1 if machine.quick else 5):
        with _started(clone) as seconds:
            later.append(seconds)
    yield Row(
        "script/server again, to its first answer",
        "SpatiaLite",
        median(later),
        "s",
        goal=Goal(at_most=START_WITHIN_S),
    )


@contextlib.contextmanager
def _started(clone: Path) -> Iterator[float]:
    """Start it as its reader does, yield the seconds until it is ready, and stop it."""
    unset = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "DEMONSTRATION", "DATA_DIR", "VIRTUAL_ENV")
    environment = {key: value for key, value in os.environ.items() if key not in unset}
    port, log = free_port(), clone.parent / "clone.log"
    with log.open("w") as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            ["script/server"],
            cwd=clone,
            env=environment | {"PORT": str(port)},
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
        )
        try:
            wait_until_ready(port, process, log, GIVEN_UP_AFTER_S)
            yield time.perf_counter() - began
        finally:
            process.terminate()
            process.wait(timeout=30)
