"""What PostgreSQL itself commits: a report and its outbox row in one statement, one commit each."""

import os
import subprocess
from pathlib import Path

from .services import USER, Postgres

DATABASE = "limit"
TABLES = """
CREATE EXTENSION postgis;
CREATE TABLE report (id uuid PRIMARY KEY, tag text NOT NULL, position geometry(Point, 4326), at timestamptz NOT NULL);
CREATE TABLE outbox (id bigserial PRIMARY KEY, report uuid NOT NULL, kind text NOT NULL, at timestamptz NOT NULL);
"""
STATEMENT = """WITH taken AS (
 INSERT INTO report (id, tag, position, at)
 VALUES (gen_random_uuid(), '48279154', ST_SetSRID(ST_MakePoint(126.9 + random() / 10, 37.6), 4326), now())
 ON CONFLICT DO NOTHING RETURNING id)
INSERT INTO outbox (report, kind, at) SELECT id, 'report', now() FROM taken;
"""


def prepare(postgres: Postgres) -> None:
    """Make the tables, once per server."""
    postgres.run("createdb", DATABASE)
    postgres.run("psql", "-q", "-d", DATABASE, "-c", TABLES)


def commits_per_second(postgres: Postgres, folder: Path, clients: int, seconds: float) -> float:
    """Return how many reports with their outbox row pgbench commits a second, over TCP."""
    script = folder / "report.sql"
    script.write_text(STATEMENT.replace("\n", " ") + "\n")
    command = [str(postgres.bin / "pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "2"]
    command += ["-T", str(max(1, round(seconds))), "-f", str(script)]
    command += ["-h", "127.0.0.1", "-p", str(postgres.port), "-U", USER, DATABASE]
    environment = os.environ | {"PGPASSWORD": postgres.password}
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    line = next(line for line in printed.splitlines() if line.startswith("tps = "))
    return float(line.split()[2])
