"""Bad lines: cut, frozen, fallen behind. A console comes back with its cursor and misses nothing."""

import asyncio
import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection

from emergency import door, stream
from tests.asgi import House, Phone

from .scene import Console, Scene, cookie


def test_forced_reconnects_lose_nothing(
    house: House, console: Console, phones: Callable[[int], list[Phone]], scene: Scene
) -> None:
    senders = phones(60)
    over = threading.Event()
    dispatcher = cookie(scene.people["dispatcher"])

    def listen(number: int, heard: list[int]) -> None:
        luck, cursor = random.Random(number), f"{scene.goyang.pk}.0"
        while not (over.is_set() and len(heard) >= len(senders) * 2):
            line = house.open("/api/v1/events", {**dispatcher, "Last-Event-ID": cursor})
            time.sleep(luck.random() * 0.5)
            line.cut()
            for frame in line.waiting():
                cursor = frame.cursor or cursor
                if frame.event == "incident":
                    heard.append(frame.data["sequence"])

    everything: list[list[int]] = [[] for _ in range(40)]
    listeners = [threading.Thread(target=listen, args=(n, heard)) for n, heard in enumerate(everything)]
    for listener in listeners:
        listener.start()
    for sender in senders:
        sender.send(**scene.plate("nogosan"))
        sender.say("help")
    over.set()
    for listener in listeners:
        listener.join()
    sequences = list(range(1, len(senders) * 2 + 1))
    assert [heard for heard in everything if heard != sequences] == []


def test_a_console_that_does_not_read_is_dropped_and_holds_up_nobody(
    console: Console, phone: Phone, monkeypatch: pytest.MonkeyPatch, scene: Scene
) -> None:
    monkeypatch.setattr(stream, "MOST_QUEUED", 3)
    monkeypatch.setattr(door, "SEND_WITHIN_S", 1.0)
    frozen, awake = console("second", reads=False), console()
    phone.send(**scene.plate("nogosan"))
    for number in range(20):
        phone.say(str(number))
        awake.next("incident")
    frozen.ended()
    assert awake.next("incident").data["message"]["text"] == "19"


def test_a_stream_that_fell_behind_is_ended_and_comes_back_complete(scene: Scene) -> None:
    async def course() -> list[bytes | None]:
        behind = stream.Subscription(frozenset({1}), queue=asyncio.Queue(2))
        for number in range(3):
            behind.offer(stream.Told(str(number).encode()))
        return [await behind.next()]

    assert asyncio.run(course()) == [None]


def test_a_long_transaction_elsewhere_does_not_hold_up_the_stream(
    console: Console, phone: Phone, scene: Scene
) -> None:
    line = console()
    line.next("hello")
    elsewhere = connection.copy()
    try:
        if (
            connection.vendor == "sqlite"
        ):  # it has one writer: what is long there is a reader, such as a backup
            with elsewhere.cursor() as cursor:
                cursor.execute("BEGIN DEFERRED")
                cursor.execute("SELECT count(*) FROM emergency_event")
        else:
            elsewhere.set_autocommit(False)
            with elsewhere.cursor() as cursor:
                cursor.execute("UPDATE addresses_addresspoint SET name_en = name_en")
        phone.send(**scene.plate("nogosan"))
        assert line.next("incident", within_s=5).data["kind"] == "report_received"
    finally:
        with elsewhere.cursor() as cursor:
            cursor.execute("ROLLBACK")
        elsewhere.close()


def test_stopping_ends_every_stream(console: Console, house: House, phone: Phone) -> None:
    phone.send()
    lines = [console(), console("second"), phone.follow()]
    house.run(house.door.stop())
    for line in lines:
        line.ended()
    house.run(house.door.start())
