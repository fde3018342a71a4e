import pytest

from tests.cast import Town
from trails.packages import building


@pytest.fixture
def packed(town: Town) -> Town:
    """The town with its packages made."""
    assert building.sweep() > 0
    return town
