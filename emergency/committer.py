"""Group commit: while one transaction commits, what arrives meanwhile forms the next one."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from . import intake
from .commands import Command
from .errors import StorageAway
from .intake import Outcome

MOST_IN_A_BATCH = 256
MOST_WAITING = 10_000
PATIENCE_S = 8.0
# While reports come so fast that they share commits, more of them are waited for: each commit costs
# several journeys to the database. A report that comes alone waits for nobody.
GATHER_S = 0.002


# Called after each commit with the commands, their outcomes, and the seconds that it took.
Observer = Callable[[Sequence[Command], Sequence[Outcome], float], None]


class Committer:
    """Hands batches to one thread with a database connection of its own."""

    def __init__(self, observer: Observer | None = None) -> None:
        self._observer = observer
        self._waiting: list[tuple[Command, asyncio.Future[Outcome]]] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._running: asyncio.Task[None] | None = None

    async def submit(self, command: Command) -> Outcome:
        """Return the command's outcome once its transaction is committed.

        When the database does not answer in time the outcome is StorageAway; should the commit
        still happen, the phone's repeated request gets the same receipt.
        """
        if len(self._waiting) >= MOST_WAITING:
            return StorageAway("Too many reports at once. Keep the report and try again in a few seconds.")
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((command, future))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        try:
            return await asyncio.wait_for(future, PATIENCE_S)
        except TimeoutError:
            return StorageAway(
                "The centre's storage is slow. Keep the report and try again in a few seconds."
            )

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            taken = 0
            while self._waiting:
                if taken > 1:
                    await asyncio.sleep(GATHER_S)
                batch, self._waiting = self._waiting[:MOST_IN_A_BATCH], self._waiting[MOST_IN_A_BATCH:]
                taken = len(batch)
                commands = [command for command, _ in batch]
                began = time.perf_counter()
                outcomes = await loop.run_in_executor(self._thread, intake.commit, commands)
                took_s = time.perf_counter() - began
                for (_, future), outcome in zip(batch, outcomes, strict=True):
                    if not future.done():
                        future.set_result(outcome)
                if self._observer:
                    self._observer(commands, outcomes, took_s)
        finally:
            self._running = None

    async def stop(self) -> None:
        """Finish what was accepted, then let the thread go."""
        if self._running is not None:
            await self._running
        self._thread.submit(_hang_up).result()
        self._thread.shutdown()


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()
