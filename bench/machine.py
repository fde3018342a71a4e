"""What processes cost: processor time and memory, read from /proc."""

import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Megabytes: all that is resident, and that with what is shared counted in parts."""

    rss_mb: float
    pss_mb: float


def processor_s(roots: Iterable[int]) -> float:
    """Return the processor seconds of these processes and all below them, those that ended included."""
    parents = _parents()
    total = 0
    for root in roots:
        family = {root}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        total += sum(_ticks(pid) for pid in family)
    return total / _TICKS_PER_S


def _ticks(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0  # it ended: its parent's "children" time holds it
    return sum(int(field) for field in stat.rpartition(")")[2].split()[11:15])


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue
            found[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    return found


def memory(pid: int) -> Memory:
    """Return what one process holds now."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = {row.split()[0].rstrip(":"): int(row.split()[1]) for row in rows[1:]}
    return Memory(kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024)


def own_mb(pid: int) -> float:
    """Return the megabytes that belong to one process alone, swapped ones too, as Chromium counts them."""
    rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = {
        row.partition(":")[0]: row.split()[1] for row in rows if row.startswith(("RssAnon", "VmSwap"))
    }
    return sum(int(value) for value in kilobytes.values()) / 1024


def idle_share(seconds: float = 2.0) -> float:
    """Return how much of the machine is idle now: below 0.9 the figures are worth little."""
    import time

    before = _jiffies()
    time.sleep(seconds)
    after = _jiffies()
    spent = [b - a for a, b in zip(before, after, strict=True)]
    return (spent[3] + spent[4]) / sum(spent)


def _jiffies() -> list[int]:
    return [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]


def description() -> str:
    """Return the processor, the cores and the kernel in one line."""
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    model = models[0] if models else os.uname().machine
    return f"{os.cpu_count()} cores of {model}, {os.uname().sysname} {os.uname().release}"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
