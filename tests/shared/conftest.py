"""Tests against the files in the folder `shared` beside the clone. A clone without it passes alone."""

from pathlib import Path

SHARED = Path(__file__).parents[2].parent / "shared"

# Left out of the collection, not skipped: a clone has nothing to say about files that it does not have.
collect_ignore_glob = [] if SHARED.is_dir() else ["test_*.py"]


def pytest_report_header() -> str:
    """Say whether these tests run."""
    return f"shared data: {SHARED if SHARED.is_dir() else 'none beside this clone, tests/shared left out'}"
