"""The database is locked or full: the phone is told to keep its report, and gets through afterwards."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.servers import Server

from .phones import Phone, database, numbers, problem

TRY_AGAIN = (503, "/problems/try-again", True)


def on_postgis(server: Server) -> bool:
    return server.environment["DATABASE_URL"].startswith("postgis://")


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """Another program holds what a report needs, and takes its time."""
    with database(server) as connection:
        if on_postgis(server):
            connection.execute("LOCK TABLE emergency_report IN ACCESS EXCLUSIVE MODE")
        else:
            connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def full(server: Server) -> Iterator[None]:
    """No file of the database can grow any more.

    SQLite writes in the server's own process, whose files may not grow from now on. PostgreSQL
    says of each report what it says when its disk is full.
    """
    if on_postgis(server):
        with database(server) as connection:
            connection.execute(
                "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
            )
            connection.execute(
                "CREATE TRIGGER disk_full BEFORE INSERT ON emergency_report EXECUTE FUNCTION disk_full()"
            )
            connection.commit()
            yield
            connection.execute("DROP FUNCTION disk_full CASCADE")
            connection.commit()
    else:
        assert server.process is not None
        before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        yield
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("trouble", [locked, full])
def test_a_phone_is_told_to_try_again_and_gets_through_afterwards(
    server: Server, trouble: Callable[[Server], object]
) -> None:
    phone, body = Phone(server), {"words": "help"}
    with trouble(server):  # type: ignore[attr-defined]
        assert problem(phone.send(body)) == TRY_AGAIN
        assert problem(phone.send(body)) == TRY_AGAIN
    answer = phone.send(body)
    while answer.status_code == 503:
        answer = phone.send(body)
    assert answer.status_code in (200, 201)  # 200: it was stored when the lock went, after the answer
    report = phone.report if on_postgis(server) else phone.report.replace("-", "")
    assert numbers(server, f"SELECT count(*) FROM emergency_report WHERE id = '{report}'") == [1]


def test_a_full_disk_does_not_keep_a_phone_from_reading(server: Server) -> None:
    phone = Phone(server)
    phone.send_until_heard()
    with full(server):
        assert phone.status().json()["state"] == "received"
