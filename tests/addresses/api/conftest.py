import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nobody_has_asked_before() -> None:
    """Strangers are counted in the cache: a test does not pay for those before it."""
    cache.clear()
