from collections.abc import Sequence
from contextlib import ExitStack

from django.db import connection

from emergency import events
from emergency.commands import Cancel, Command, NewFixes, NewMessage, NewReport

from . import fixes, followers, reports, words
from .batch import Batch, Outcome


def take(commands: Sequence[Command]) -> list[Outcome]:
    """Store the commands in ONE transaction and return an outcome for each, in their order.

    Reports are taken before what follows them, so that a report and its first positions may
    travel in one batch. The events are the transaction's last statement, in PostgreSQL together
    with all new rows; for reports alone it is the whole transaction. Each wait for another process
    costs more than the work. What is returned is
    committed; when the database fails, its error is raised and nothing of the batch is stored.
    """
    numbered = list(enumerate(commands))
    new = [(i, c) for i, c in numbered if isinstance(c, NewReport)]
    with ExitStack() as change:
        batch = Batch(change)
        if len(new) < len(commands) or connection.vendor == "sqlite":
            batch.begin()
        followers.lock([c.report_id for c in commands if not isinstance(c, NewReport)])
        reports.take(new, batch)
        if len(new) < len(commands):
            batch.write()  # what follows a report reads it from the database
        fixes.take([(i, c) for i, c in numbered if isinstance(c, NewFixes)], batch)
        words.take([(i, c) for i, c in numbered if isinstance(c, NewMessage | Cancel)], batch)
        events.append(batch.drafts, batch.rows, alone=not batch.is_begun)
    return [batch.outcomes[i] for i in range(len(commands))]
