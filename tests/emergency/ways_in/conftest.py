from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import override_settings

from tests.emergency.scene import Scene

from .gateway import SECRET, Gateway


@pytest.fixture
def gateway(scene: Scene) -> Iterator[Gateway]:
    """An SMS gateway that this installation knows."""
    cache.clear()
    with override_settings(SMS_IN_SECRETS=[SECRET]):
        yield Gateway()
