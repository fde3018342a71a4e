"""Server-sent events: one tail per process reads the log and hands ready frames to every stream.

A stream that falls behind is closed; its reader comes back with its cursor and misses nothing.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, connections

from . import frames, log_reader, status, wake
from .log_reader import News
from .models import Event, EventKind, Report

log = logging.getLogger(__name__)

T = TypeVar("T")

LOOK_EVERY_S = 0.1
BEAT_EVERY_S = 15.0
READY_WITHIN_S = 3.0
MOST_QUEUED = 500
# Between two deliveries each stream's frames are joined, so that a thousand streams cost a
# thousand writes a look and not a thousand writes an event. Streams that were told nothing do not count:
# a thousand phones that follow their receipts hold no console up.
PAUSE_PER_STREAM_S = 0.00008
# Even without a stream: at full load every commit wakes, and looking at each would cost as much again.
LEAST_PAUSE_S = 0.02
# That its positions are stored a phone is told by the answer to them, and to others of the incident it is nothing:
# to write all their receipts anew for each was most of the work where many share.
SAID_ALREADY = frozenset({EventKind.FIXES_RECEIVED})


@dataclass(slots=True, eq=False)
class Told:
    """What one look brought to one audience: each event's number, and all their frames as one chunk."""

    chunk: bytes
    parts: tuple[tuple[int, int, bytes], ...] = ()


@dataclass(slots=True, eq=False)
class Subscription:
    """One open stream. ``reached`` are the positions that its opening held; None once it caught up."""

    jurisdiction_ids: frozenset[int] = frozenset()
    report_id: UUID | None = None
    incident_id: UUID | None = None
    reached: dict[int, int] | None = None
    queue: "asyncio.Queue[Told | None]" = field(default_factory=lambda: asyncio.Queue(MOST_QUEUED))

    def offer(self, told: Told) -> None:
        """Queue what was told; a stream that does not read is ended."""
        try:
            self.queue.put_nowait(told)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """End the stream: what it had not read yet comes again after its cursor."""
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)

    async def next(self) -> bytes | None:
        """Return the next bytes to send, or None when the stream has ended."""
        while True:
            told = await self.queue.get()
            if told is None:
                return None
            chunk = self._unseen(told)
            if chunk:
                return chunk

    def _unseen(self, told: Told) -> bytes:
        if self.reached is None or not told.parts:
            return told.chunk
        fresh = [frame for pk, sequence, frame in told.parts if sequence > self.reached.get(pk, 0)]
        if len(fresh) == len(told.parts):
            self.reached = None
        return b"".join(fresh)


class Tail:
    """Follows the log in a thread with a connection of its own."""

    def __init__(self) -> None:
        self._subscriptions: set[Subscription] = set()
        self._positions: dict[int, int] | None = None
        self._version: int | None = None
        self._told = 0  # streams, by the last look
        self._woken = asyncio.Event()
        self._ready = asyncio.Event()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="tail")
        self._tasks: list[asyncio.Task[None]] = []
        self.looked_at: datetime | None = None

    def start(self) -> None:
        """Begin to follow, in the running loop."""
        self._loop = asyncio.get_running_loop()
        wake.listen(self._wake)
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._beat())]
        if settings.REDIS_URL:
            self._tasks.append(asyncio.create_task(self._hear_redis()))

    async def stop(self) -> None:
        """End every stream and let the thread go."""
        wake.leave(self._wake)
        running = set(self._tasks)
        while running:  # more than once: a library may swallow a cancellation while it connects
            for task in running:
                task.cancel()
            _, running = await asyncio.wait(running, timeout=0.2)
        for subscription in tuple(self._subscriptions):
            subscription.end()
        await self._loop.run_in_executor(self._reader, connections.close_all)
        self._reader.shutdown()

    async def follow(self, subscription: Subscription) -> Subscription:
        """Register a stream. Register first, then read what it missed: so nothing falls between.

        Raises TimeoutError when the log could not be read yet.
        """
        async with asyncio.timeout(READY_WITHIN_S):
            await self._ready.wait()
        self._subscriptions.add(subscription)
        return subscription

    def leave(self, subscription: Subscription) -> None:
        """Forget a stream."""
        self._subscriptions.discard(subscription)

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return len(self._subscriptions)

    def lag_s(self) -> float | None:
        """Return the seconds since the log was last looked at; None when it never could be."""
        return (datetime.now(UTC) - self.looked_at).total_seconds() if self.looked_at else None

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._woken.set)

    async def _run(self) -> None:
        while True:
            # Not wait_for: before Python 3.12 it swallows a cancellation that comes with the wake.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._woken.wait()
            self._woken.clear()
            # A look that took long is followed by as long a rest: where others wait for the same processor, more
            # frames are joined instead.
            began = self._loop.time()
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001 - the database may be away for a while
                log.warning("The event log cannot be read: %s", error)
                await self._in_thread(connection.close)
                await asyncio.sleep(1)
            took = self._loop.time() - began
            await asyncio.sleep(max(LEAST_PAUSE_S, self._told * PAUSE_PER_STREAM_S, took))

    async def _look(self) -> None:
        self._told = 0
        moved, heads = await self._in_thread(self._heads)
        self.looked_at = datetime.now(UTC)
        if not moved:
            return
        seen, self._positions = self._positions, heads
        self._ready.set()
        # Asked only now: a stream that registered during the look is served by this one.
        if seen is None or not self._subscriptions or heads == seen:
            return
        watched = {s.report_id for s in self._subscriptions if s.report_id}
        try:
            news = await self._in_thread(lambda: _read(seen, heads, watched))
        except Exception:
            self._positions = seen  # told next time
            self._version = None
            raise
        self._tell(seen, *news)

    def _heads(self) -> tuple[bool, dict[int, int]]:
        moved, version = log_reader.has_moved(self._version)
        heads = log_reader.heads() if moved else {}
        self._version = version  # only now: a look that failed is repeated
        return moved, heads

    def _tell(self, seen: dict[int, int], told: list[News], statuses: dict[UUID, bytes]) -> None:
        ready: dict[frozenset[int], Told | None] = {}
        for subscription in tuple(self._subscriptions):
            if subscription.report_id is not None:
                # Whichever incident it belongs to by now.
                if subscription.report_id in statuses:
                    subscription.offer(Told(statuses[subscription.report_id]))
                    self._told += 1
                continue
            audience = subscription.jurisdiction_ids
            if audience not in ready:
                ready[audience] = _for_audience(audience, seen, told)
            news = ready[audience]
            if news is not None:
                subscription.offer(news)
                self._told += 1

    async def _beat(self) -> None:
        """Beat only while the log can be read: a reader that hears no beat knows that it is stale."""
        while True:
            await asyncio.sleep(BEAT_EVERY_S)
            now = datetime.now(UTC)
            if self.looked_at and (now - self.looked_at).total_seconds() < BEAT_EVERY_S:
                beat = Told(frames.beat(now))
                for subscription in tuple(self._subscriptions):
                    subscription.offer(beat)

    async def _hear_redis(self) -> None:
        import redis.asyncio as redis  # 6 MB, and many installations have none

        while True:
            try:
                client = redis.Redis.from_url(settings.REDIS_URL)
                async with client, client.pubsub() as channel:
                    await channel.subscribe(wake.CHANNEL)
                    async for _ in channel.listen():
                        self._woken.set()
            except (redis.RedisError, OSError) as error:
                log.warning("Redis wakes nobody (%s); looking at the log by the clock.", error)
                await asyncio.sleep(2)

    async def _in_thread(self, read: Callable[[], T]) -> T:
        return await self._loop.run_in_executor(self._reader, read)


def _read(
    seen: dict[int, int], heads: dict[int, int], watched: Collection[UUID]
) -> tuple[list[News], dict[UUID, bytes]]:
    """Return the news for consoles, and the statuses of the reports that somebody watches."""
    told = log_reader.bodies(log_reader.since(seen, heads))
    changed = concerned([news.event for news in told], watched) if watched else set()
    return told, {pk: frames.write("status", document) for pk, document in status_of(changed).items()}


def concerned(events: Collection[Event], watched: Collection[UUID]) -> set[UUID]:
    """Return the watched reports to which events say something new."""
    incidents = {event.incident_id for event in events if event.kind not in SAID_ALREADY}
    if not incidents:
        return set()
    reports = Report.objects.filter(id__in=watched, incident_id__in=incidents)
    return set(reports.values_list("id", flat=True))


def status_of(report_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return the statuses of these reports; none for none."""
    return status.of(report_ids) if report_ids else {}


def _for_audience(audience: frozenset[int], seen: dict[int, int], told: list[News]) -> Told | None:
    reached = {pk: seen.get(pk, 0) for pk in audience}
    parts: list[tuple[int, int, bytes]] = []
    for news in told:
        event = news.event
        if event.jurisdiction_id in audience:
            reached[event.jurisdiction_id] = event.sequence
            frame = frames.with_cursor(frames.cursor(reached), news.body)
        else:
            frame = news.outside(audience)
        if frame:
            parts.append((event.jurisdiction_id, event.sequence, frame))
    return Told(b"".join(frame for _, _, frame in parts), tuple(parts)) if parts else None
