from collections.abc import Sequence

from django.db import transaction

from emergency import events
from emergency.commands import Cancel, Command, NewFixes, NewMessage, NewReport

from . import fixes, followers, reports, words
from .batch import Batch, Outcome


def take(commands: Sequence[Command]) -> list[Outcome]:
    """Store the commands in ONE transaction and return an outcome for each, in their order.

    Reports are taken before what follows them, so that a report and its first positions may
    travel in one batch. The events are the transaction's last statements. What is returned is
    committed; when the database fails, its error is raised and nothing of the batch is stored.
    """
    batch = Batch()
    numbered = list(enumerate(commands))
    with transaction.atomic():
        followers.lock([c.report_id for c in commands if not isinstance(c, NewReport)])
        reports.take([(i, c) for i, c in numbered if isinstance(c, NewReport)], batch)
        fixes.take([(i, c) for i, c in numbered if isinstance(c, NewFixes)], batch)
        words.take([(i, c) for i, c in numbered if isinstance(c, NewMessage | Cancel)], batch)
        events.append(batch.drafts)
    return [batch.outcomes[i] for i in range(len(commands))]
