"""What every test may use. The cast stands in ``tests/cast.py``."""

import pytest

from addresses import jurisdictions


@pytest.fixture(autouse=True)
def _jurisdictions_are_read_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees its own jurisdictions at once: not those of the test before, and no second late."""
    jurisdictions.forget()
    monkeypatch.setattr(jurisdictions, "CHECK_EVERY_S", 0.0)
