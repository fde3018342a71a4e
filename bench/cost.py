"""One round of the load generator, with the processor time that web and database spent on each answer."""

from dataclasses import dataclass
from pathlib import Path

from . import load
from .ground import Server


@dataclass(frozen=True)
class Round:
    """The generator's figures, and microseconds of processor per request."""

    result: load.Result
    web_us: float
    database_us: float


def one(server: Server, clients: int, seconds: float, what: str, town: Path) -> Round:
    """Let the generator run once and weigh the server meanwhile."""
    web, database = server.processor_s()
    result = load.result(load.start(server, clients, seconds, what, town))
    web_after, database_after = server.processor_s()
    each_us = 1e6 / result.answered
    return Round(result, (web_after - web) * each_us, (database_after - database) * each_us)
