"""Do something in a copy of this process, so that what it needed in memory goes away with it."""

import ctypes
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")

_SIGNAL_AT_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of Linux, prctl(2)


class Died(RuntimeError):
    """The copy was ended from outside before it had an answer."""


def apart(work: Callable[[], T]) -> T:
    """Return what ``work`` returns in a child of this process, or raise what it raises there. Raises ``Died``.

    The child shares all that is loaded already, so it starts in milliseconds. Call it before this process
    has threads or open databases: a fork takes neither along in good order.
    """
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_tell, args=(work, sender, os.getpid()))
    child.start()
    sender.close()
    try:
        result, error = receiver.recv()
    except EOFError:
        child.join()
        raise Died(f"Preparing was ended from outside (exit code {child.exitcode}).") from None
    except BaseException:
        child.terminate()
        raise
    finally:
        child.join()
        receiver.close()
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]  # a pipe knows no types


def _tell(work: Callable[[], T], sender: Connection, parent: int) -> None:
    # A parent that is ended from outside would leave this one behind, which holds the server's port.
    ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENTS_DEATH, signal.SIGKILL)
    if os.getppid() != parent:
        return
    answer: tuple[T | None, BaseException | None]
    try:
        answer = (work(), None)
    except BaseException as error:  # noqa: BLE001 - all of it is raised again in the parent
        answer = (None, error)
    with suppress(BrokenPipeError):  # the parent was ended meanwhile
        sender.send(answer)
