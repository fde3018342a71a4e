"""Run every measurement and print one table; ``script/bench`` calls this."""

import argparse
import contextlib
import resource
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from . import machine, services, table
from .ground import ROOT, Machine

ALL = (
    "setup",
    "scan_page",
    "slow_line",
    "intake",
    "fixes",
    "nearest",
    "ways",
    "packages",
    "streams",
    "afternoon",
    "journey",
    "consoles",
)
RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "performance.md"


def main() -> int:
    """Measure, print, keep; return how many goals were missed."""
    options = _options()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit, 20_000), limit))
    circumstances = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.description(),
        "idle_at_start": round(machine.idle_share(), 2),
        "quick": options.quick,
    }
    say(f"{circumstances['machine']}; {circumstances['idle_at_start']:.0%} idle at the start")
    rows: list[table.Row] = []
    with tempfile.TemporaryDirectory(prefix="yeogi-bench.", dir=options.folder) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the user postgres has a folder inside
        with services.postgres(folder / "postgres") as postgres, services.redis(folder / "redis") as redis:
            here = Machine(folder, postgres, redis, options.quick)
            for question in options.only:
                rows += _asked(question, here)
    print("\n" + table.plain(rows))
    kept = RESULTS / f"{circumstances['at'].replace(':', '')}.json"
    table.write_json(kept, rows, circumstances)
    say(f"kept in {kept.relative_to(ROOT)}")
    if options.write_docs:
        table.write_docs(PAGE, rows, _sentence(circumstances))
        say(f"written into {PAGE.relative_to(ROOT)}")
    return sum(row.is_met is False for row in rows)


def _asked(question: str, here: Machine) -> list[table.Row]:
    """Return one measurement's rows, telling each as it comes."""
    began, rows = time.perf_counter(), []
    module = import_module(f"bench.{question}")
    say(f"{question}: {(module.__doc__ or '').splitlines()[0]}")
    for row in module.measure(here):
        rows.append(row)
        print(table.plain([row]), flush=True)
    say(f"{question} took {time.perf_counter() - began:.0f} s")
    return rows


def _sentence(circumstances: dict[str, object]) -> str:
    idle = float(str(circumstances["idle_at_start"]))
    how = "`script/bench --quick --write-docs`" if circumstances["quick"] else "`script/bench --write-docs`"
    return (
        f"Made by {how} at {circumstances['at']} on {circumstances['machine']}, {idle:.0%} idle at the start."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure Yeogi against its limits.")
    parser.add_argument(
        "--only", type=_names, default=ALL, metavar="NAME,…", help=f"some of {', '.join(ALL)}"
    )
    parser.add_argument(
        "--quick", action="store_true", help="short runs: proves that it works, not the figures"
    )
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--folder", help="where the databases lie (default: the system's temporary folder)")
    return parser.parse_args()


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    unknown = [name for name in names if name not in ALL]
    if unknown or not names:
        raise argparse.ArgumentTypeError(
            f"there is no {', '.join(unknown) or 'name'}: choose from {', '.join(ALL)}"
        )
    return names


def say(text: str) -> None:
    print(f"yeogi: {text}", flush=True)


if __name__ == "__main__":
    # Ended from outside, it stops its servers as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(1 if main() else 0)
    sys.exit(130)
