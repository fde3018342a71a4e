"""What SQLite itself commits with full synchronisation: a report and its outbox row, one commit each.

python -m bench.raw_commits FOLDER SECONDS, in a process of its own.
"""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from .ground import ROOT

TABLES = """
CREATE TABLE report (id BLOB PRIMARY KEY, tag TEXT NOT NULL, longitude REAL, latitude REAL, at TEXT NOT NULL);
CREATE TABLE outbox (id INTEGER PRIMARY KEY, report BLOB NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL);
"""


def commits_per_second(folder: Path, seconds: float) -> float:
    """Return how many a second SQLite commits in a new file beside the product's."""
    command = [sys.executable, "-m", "bench.raw_commits", str(folder), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout)


def main(folder: Path, seconds: float) -> float:
    file = folder / f"raw-{time.monotonic_ns()}.sqlite3"
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.executescript(TABLES)
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        identity, at = os.urandom(16), "2026-11-22 05:03:22.123000"
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO report VALUES (?, '48279154', 126.9449, 37.6825, ?)", [identity, at])
        connection.execute("INSERT INTO outbox (report, kind, at) VALUES (?, 'report', ?)", [identity, at])
        connection.execute("COMMIT")
        count += 1
    elapsed = time.perf_counter() - began
    connection.close()
    for name in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        name.unlink(missing_ok=True)
    return count / elapsed


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), float(sys.argv[2])))
