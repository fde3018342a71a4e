"""A real server that these tests kill, lock out, starve and freeze; the phones try again, as phones do."""

import os
from collections.abc import Iterator

import pytest

from tests.servers import Server, serving

# There is nothing to stop where the database is a file.
collect_ignore = (
    [] if os.environ.get("DATABASE_URL", "").startswith("postgis://") else ["test_postgres_away.py"]
)


@pytest.fixture(scope="session")
def _installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("faults")) as server:
        yield server


@pytest.fixture
def server(_installation: Server) -> Iterator[Server]:
    """The server, running; whatever the test before did to it."""
    if _installation.process is None:
        _installation.start()
    yield _installation
    if _installation.process is None:
        _installation.start()
