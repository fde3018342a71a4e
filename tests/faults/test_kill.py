"""The server dies at once, with whatever it was doing: what was answered with success is there."""

import time

from tests.servers import Server

from .phones import Phone, crowd, database, numbers


def test_a_report_answered_with_201_survives_the_death_of_the_server(server: Server) -> None:
    phone = Phone(server)
    assert phone.send().status_code == 201
    server.kill()
    server.start()
    assert phone.status().json()["state"] == "received"


def test_no_report_is_lost_or_doubled_while_the_server_dies_again_and_again(server: Server) -> None:
    sending = crowd(server, 300)
    for _ in range(3):
        time.sleep(0.7)
        server.kill()
        server.start()
    for _, thread in sending:
        thread.join()
    sent = {phone.report.replace("-", "") for phone, _ in sending}
    words = "'" + "','".join(f"help {phone.report}" for phone, _ in sending) + "'"
    where = f"FROM emergency_report WHERE words IN ({words})"
    stored = [str(pk).replace("-", "") for pk in numbers(server, f"SELECT id {where}")]
    assert sorted(stored) == sorted(sent)
    events = f"SELECT count(*) FROM emergency_event WHERE report_id IN (SELECT id {where}) GROUP BY report_id"
    assert numbers(server, events) == [1] * len(sent)
    incidents = numbers(server, f"SELECT count(DISTINCT incident_id) {where}")
    assert incidents == [len(sent)]
    gaps = "SELECT max(sequence) - count(*) FROM emergency_event GROUP BY jurisdiction_id"
    assert set(numbers(server, gaps)) == {0}


def test_the_database_is_whole_after_all_that(server: Server) -> None:
    Phone(server).send_until_heard()
    server.kill()
    server.start()
    with database(server) as connection:
        if server.environment["DATABASE_URL"].startswith("postgis://"):
            connection.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
            broken = connection.execute(
                "SELECT bt_index_check(c.oid) FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
                " WHERE c.relname LIKE 'emergency_%' AND a.amname = 'btree' AND c.relkind = 'i'"
            ).fetchall()
            assert broken  # it raises where an index does not agree with its table
        else:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
