"""The door for phones and streams: a small ASGI app beside Django, on the same rows.

It parses, hands over and answers. What it does not know goes on to Django.
"""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings
from django.db import connection, connections

from addresses.problems import AWAY

from . import frames, http, log_reader, parse, readers, source, work
from .commands import Command
from .committer import Committer
from .errors import Refused, StorageAway
from .http import App, Receive, Scope, Send
from .stream import Subscription, Tail

if TYPE_CHECKING:
    from .metrics import Metrics

T = TypeVar("T")

MOST_REPORT_BYTES = 64 * 1024
MOST_FIXES_BYTES = 256 * 1024
SEND_WITHIN_S = 10.0
# A stream ends after this and is opened again.
STREAM_LIFE_S = 600.0
# So often a console's stream looks whether its session still stands: signed out elsewhere, or off duty, it ends.
ON_DUTY_EVERY_S = 15.0

_REPORT = re.compile(r"/api/v1/reports/([^/]{1,64})(?:/(fixes|messages|cancel|events))?/?")

Answerer = Callable[[Scope, Receive, Send, "re.Match[str]"], Awaitable[None]]


class MethodNotAllowed(Refused):
    kind, status, title = "method", 405, "Not this way"


@dataclass(frozen=True, slots=True)
class _Running:
    """What runs beside the requests, from start to stop."""

    committer: Committer
    tail: Tail
    readers: ThreadPoolExecutor
    sweeper: work.Sweeper | None
    metrics: "Metrics | None"


class Door:
    """The ASGI application: reports, fixes, messages, streams and health; the rest is Django's."""

    def __init__(self, inner: App) -> None:
        self._inner = inner
        self._beside: _Running | None = None

    @property
    def _running(self) -> _Running:
        if self._beside is None:
            raise StorageAway("The server is starting. Try again in a second.")
        return self._beside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        path = scope["path"]
        if self._beside and self._beside.metrics:
            send = self._beside.metrics.watching(path, send)
        try:
            if path.startswith("/api/v1/reports/") and (match := _REPORT.fullmatch(path)):
                await self._report(scope, receive, send, match[1], match[2])
            elif path == "/api/v1/events":
                await self._console(scope, receive, send)
            elif path == "/healthz":
                await http.answer(send, 200, {"process": "alive"})
            elif path == "/readyz":
                await self._ready(send)
            elif path == "/metrics" and self._running.metrics:
                await self._measured(scope, send, self._running.metrics)
            else:
                await self._inner(scope, receive, send)
        except Refused as refused:
            await http.refuse(send, refused)
        except http.Gone:
            return

    async def start(self) -> None:
        """Start what runs beside the requests."""
        tail = Tail()
        tail.start()
        sweeper = None if settings.REDIS_URL else work.Sweeper()
        if sweeper:
            sweeper.start()
        readers_ = ThreadPoolExecutor(4, thread_name_prefix="readers")
        metrics = None
        if settings.METRICS_TOKEN:
            from .metrics import Metrics  # 3 MB, and many installations have nobody who looks

            metrics = Metrics()
        committer = Committer(metrics.committed if metrics else None)
        self._beside = _Running(committer, tail, readers_, sweeper, metrics)

    async def stop(self) -> None:
        """Finish what was accepted and end every stream."""
        running, self._beside = self._running, None
        await running.committer.stop()
        await running.tail.stop()
        if running.sweeper:
            await asyncio.to_thread(running.sweeper.stop)
        running.readers.shutdown()

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _report(
        self, scope: Scope, receive: Receive, send: Send, id_text: str, part: str | None
    ) -> None:
        secret = parse.secret(http.header(scope, b"authorization"))
        report_id = parse.identity(id_text)
        method = scope["method"]
        now = datetime.now(UTC)
        command: Command
        if part is None and method == "PUT":
            content = await http.body(receive, most=MOST_REPORT_BYTES)
            command = parse.report(report_id, secret, content, now=now, source_key=_source(scope))
        elif part is None and method == "GET":
            _, document = await self._in_reader(lambda: readers.person(report_id, secret))
            await http.answer(send, 200, document)
            return
        elif part == "events" and method == "GET":
            await self._person(receive, send, report_id, secret)
            return
        elif part == "fixes" and method == "POST":
            content = await http.body(receive, most=MOST_FIXES_BYTES)
            command = parse.fixes(report_id, secret, content, now=now)
        elif part == "messages" and method == "POST":
            content = await http.body(receive, most=MOST_REPORT_BYTES)
            command = parse.message(report_id, secret, content, now=now)
        elif part == "cancel" and method == "POST":
            content = await http.body(receive, most=MOST_REPORT_BYTES)
            command = parse.cancel(report_id, secret, content, now=now)
        else:
            raise MethodNotAllowed("Send a report with PUT, what follows it with POST, and read with GET.")
        await self._take(command, send)

    async def _take(self, command: Command, send: Send) -> None:
        outcome = await self._running.committer.submit(command)
        if isinstance(outcome, Refused):
            raise outcome
        if outcome.delay_s:
            await asyncio.sleep(outcome.delay_s)
        await http.answer(send, outcome.status, outcome.body)

    async def _console(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            raise MethodNotAllowed("Follow the events with GET.")
        cookies = http.header(scope, b"cookie")
        ids = await self._in_reader(lambda: readers.console(cookies))
        seen = frames.positions(http.header(scope, b"last-event-id") or _query(scope, "cursor"))
        subscription = await self._follow(Subscription(jurisdiction_ids=ids))
        watch = asyncio.create_task(self._while_on_duty(cookies, subscription))
        try:
            now = datetime.now(UTC).isoformat()
            opening, subscription.reached = await self._in_reader(lambda: log_reader.opening(ids, seen, now))
            await self._pour(subscription, opening, receive, send)
        finally:
            watch.cancel()
            self._leave(subscription)

    async def _while_on_duty(self, cookies: str, subscription: Subscription) -> None:
        """End a stream when its session has ended, or is on duty elsewhere; its reader is told when it comes back."""
        # After a restart all consoles come at once; asked all at once again and again, they held each other up.
        wait_s = ON_DUTY_EVERY_S * random.random()
        while True:
            await asyncio.sleep(wait_s)
            wait_s = ON_DUTY_EVERY_S
            try:
                _, ids = await self._in_reader(lambda: readers.on_duty(cookies))
            except StorageAway:
                continue
            except Refused:
                ids = frozenset()
            if ids != subscription.jurisdiction_ids:
                subscription.end()
                return

    async def _person(self, receive: Receive, send: Send, report_id: UUID, secret: bytes) -> None:
        incident_id, _ = await self._in_reader(lambda: readers.person(report_id, secret))
        subscription = await self._follow(Subscription(report_id=report_id, incident_id=incident_id))
        try:
            # Read after registering, so that nothing falls between: a status is always the whole.
            _, document = await self._in_reader(lambda: readers.person(report_id, secret))
            await self._pour(subscription, b"retry: 1000\n" + frames.write("status", document), receive, send)
        finally:
            self._leave(subscription)

    async def _follow(self, subscription: Subscription) -> Subscription:
        try:
            return await self._running.tail.follow(subscription)
        except TimeoutError:
            raise StorageAway("The event log cannot be read yet. Try again in a few seconds.") from None

    def _leave(self, subscription: Subscription) -> None:
        if self._beside:
            self._beside.tail.leave(subscription)

    async def _pour(self, subscription: Subscription, opening: bytes, receive: Receive, send: Send) -> None:
        """Send the opening and then what comes, until either side ends. A stuck reader is left."""

        async def pass_on(chunk: bytes, *, more: bool = True) -> None:
            message = {"type": "http.response.body", "body": chunk, "more_body": more}
            async with asyncio.timeout(SEND_WITHIN_S):
                await send(message)

        await http.start_stream(send)
        watch = asyncio.create_task(_until_gone(receive, subscription))
        life_s = STREAM_LIFE_S * random.uniform(0.8, 1)
        life = asyncio.get_running_loop().call_later(life_s, subscription.end)
        try:
            await pass_on(opening)
            while (chunk := await subscription.next()) is not None:
                await pass_on(chunk)
            await pass_on(b"", more=False)
        except (TimeoutError, OSError):
            return  # nobody reads: the server closes the line, and the reader comes back with its cursor
        finally:
            life.cancel()
            watch.cancel()

    async def _ready(self, send: Send) -> None:
        """Say whether each part can do its work: database, the log's reader, background work."""
        running = self._running
        database, overdue = "ready", False
        try:
            overdue = await self._in_reader(work.is_overdue)
        except Refused:
            database = "away"
        lag_s = running.tail.lag_s()
        worker = "elsewhere" if running.sweeper is None else running.sweeper.health()
        if overdue:
            worker = "stuck"
        ready = database == "ready" and lag_s is not None and lag_s < 5 and worker != "stuck"
        document = {
            "ready": ready,
            "database": database,
            "stream_lag_s": lag_s,
            "streams": running.tail.streams,
            "worker": worker,
        }
        await http.answer(send, 200 if ready else 503, document)

    async def _measured(self, scope: Scope, send: Send, counted: "Metrics") -> None:
        """Answer Prometheus, and whoever else has the token."""
        from . import metrics

        metrics.check(http.header(scope, b"authorization"), settings.METRICS_TOKEN)
        tail = self._running.tail
        owed = await self._in_reader(metrics.deliveries)
        page = counted.page(tail.streams, tail.lag_s(), owed)
        await http.whole(send, 200, page, content_type=metrics.CONTENT_TYPE)

    async def _in_reader(self, read: Callable[[], T]) -> T:

        def guarded() -> T:
            try:
                return read()
            except AWAY as error:
                connection.close()
                raise StorageAway(
                    "The centre's storage does not answer. Try again in a few seconds."
                ) from error
            finally:
                if connection.vendor != "sqlite":
                    connections.close_all()  # back to the pool: an open stream holds none

        return await asyncio.get_running_loop().run_in_executor(self._running.readers, guarded)


async def _until_gone(receive: Receive, subscription: Subscription) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
    subscription.end()


def _source(scope: Scope) -> str:
    peer = scope.get("client") or ("", 0)
    return source.key(peer[0], http.header(scope, b"x-forwarded-for"))


def _query(scope: Scope, name: str) -> str:
    query: str = scope["query_string"].decode("latin-1")
    return parse_qs(query).get(name, [""])[0]
