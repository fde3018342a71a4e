"""How each webhook does: when it last took something, what waits for it, since when, and what failed."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet

from emergency.models import Delivery, Webhook

BEHIND_AFTER: Final = timedelta(minutes=5)


class Health(StrEnum):
    """What to look after first."""

    OFF = "off"
    GONE = "gone"
    FAILING = "failing"
    BEHIND = "behind"
    WELL = "well"
    NEW = "new"


def webhooks() -> QuerySet[Any]:
    """Return the webhooks, each with ``waiting``, ``oldest_at`` of these, and ``failed`` in the last month."""
    due = Q(deliveries__state=Delivery.State.DUE)
    return Webhook.objects.annotate(
        waiting=Count("deliveries", filter=due),
        oldest_at=Min("deliveries__planned_at", filter=due),
        failed=Count("deliveries", filter=Q(deliveries__state=Delivery.State.FAILED)),
    )


def of(endpoint: Any, now: datetime) -> Health:
    """Return how one of ``webhooks`` does."""
    if not endpoint.is_active:
        return Health.GONE if endpoint.gone_at else Health.OFF
    if endpoint.failures:
        return Health.FAILING
    if endpoint.oldest_at is not None and endpoint.oldest_at < now - BEHIND_AFTER:
        return Health.BEHIND
    return Health.WELL if endpoint.last_success_at else Health.NEW


def told(endpoint: Any, now: datetime) -> dict[str, Any]:
    """Return how one of ``webhooks`` does, as the API says it; neither its address nor its secret."""
    return {
        "id": endpoint.pk,
        "name": endpoint.name,
        "jurisdiction": endpoint.jurisdiction.slug,
        "health": of(endpoint, now).value,
        "last_success_at": _written(endpoint.last_success_at),
        "last_failure_at": _written(endpoint.last_failure_at),
        "waiting": endpoint.waiting,
        "oldest_at": _written(endpoint.oldest_at),
        "failed": endpoint.failed,
        "planned_through": endpoint.planned_sequence,
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
