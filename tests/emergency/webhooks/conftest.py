from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from emergency.models import Delivery, EventKind, Webhook
from emergency.webhooks import courier, keys, plan
from emergency.webhooks.turn import turn
from tests.emergency.scene import Scene

from .receivers import Answering, Receiver, receiving, saying

Opened = Callable[..., Receiver]


@pytest.fixture(autouse=True)
def _this_machine_is_allowed(settings) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    settings.WEBHOOK_TIMEOUT_S = 1


@pytest.fixture(autouse=True)
def _no_turn_outlives_its_test() -> Iterator[None]:
    yield
    courier.join(30)


@pytest.fixture
def open_receiver() -> Iterator[Opened]:
    """Open a receiver that takes everything, or answers so."""
    with ExitStack() as opened:

        def one(answering: Answering | None = None, **more) -> Receiver:
            return opened.enter_context(receiving(answering or saying(204), **more))

        yield one


@pytest.fixture
def receiver(open_receiver: Opened) -> Receiver:
    return open_receiver()


def hook(scene: Scene, url: str, **more) -> Webhook:
    """Return a webhook of Goyang that asks for every kind of event but positions, from now on."""
    wanted = [kind for kind in EventKind.values if kind != EventKind.FIXES_RECEIVED]
    given = {"jurisdiction": scene.goyang, "name": "119", "kinds": wanted, "salt": keys.new_salt(), **more}
    since = plan.newest(given["jurisdiction"].pk)
    return Webhook.objects.create(channel=Webhook.CHANNEL, address=url, planned_sequence=since, **given)


def sent(endpoint: Webhook) -> int:
    """Plan what is new and give the endpoint its turn; return how many were tried."""
    plan.all_(timezone.now())
    return turn(endpoint.pk)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], datetime]:
    """Put the clock forward by so much; it stands still otherwise."""
    at = [timezone.now()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])

    def forward(by: timedelta) -> datetime:
        at[0] += by
        return at[0]

    return forward


def the_one(endpoint: Webhook) -> Delivery:
    return Delivery.objects.get(endpoint=endpoint)
