"""Take a batch whatever the database does: one bad command never costs the others their place."""

import logging
from collections.abc import Sequence

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from psycopg_pool import PoolTimeout

from addresses.problems import AWAY
from emergency.commands import Command
from emergency.errors import Refused, StorageAway

from .batch import Outcome
from .take import take

log = logging.getLogger(__name__)

TRIES = 3  # one for a lock that another process held against ours, one for an id that it stored meanwhile


class Broken(Refused):
    """A fault of ours. The phone keeps its report and offers the text message."""

    kind, status, title = "fault", 500, "A fault on our side"


def commit(commands: Sequence[Command]) -> list[Outcome]:
    """Store the commands and return an outcome for each; never raises.

    When the database is locked, full or away, every outcome says so and nothing was stored. When
    one command cannot be stored (two processes got the same id at the same moment, or a fault),
    each is tried alone.
    """
    try:
        return _patiently(commands)
    except AWAY as error:
        log.warning("The database did not take %d commands: %s", len(commands), error)
        return [_away(error) for _ in commands]
    except (DatabaseError, Exception) as error:
        if len(commands) > 1:
            return [outcome for command in commands for outcome in commit([command])]
        log.exception("A command could not be stored: %s", type(commands[0]).__name__, exc_info=error)
        return [Broken("The phone keeps the report. Send the text message, or call.")]


def _patiently(commands: Sequence[Command]) -> list[Outcome]:
    """Another try mends what is over at once: a dead connection, an id that just arrived elsewhere."""
    for tries_left in range(TRIES - 1, -1, -1):
        try:
            return take(commands)
        except (DatabaseError, InterfaceError) as error:
            waited = connection.vendor == "sqlite" and isinstance(error, OperationalError)
            if waited or not tries_left:
                raise
            # A connection that the server ended is of no more use; the next statement opens a new one.
            connection.close()
        except PoolTimeout:
            connection.close()
            raise
    raise AssertionError("every try returns or raises")


def _away(error: Exception) -> StorageAway:
    full = "full" in str(error) or "No space left" in str(error)
    why = "The centre's storage is full." if full else "The centre's storage does not answer."
    return StorageAway(
        f"{why} Keep the report, try again in a few seconds, and send the text message or call."
    )
