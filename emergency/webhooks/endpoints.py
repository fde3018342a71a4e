"""Webhooks made, switched on and found: who is told from now on, and who may see to it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from addresses import access
from addresses.models import Jurisdiction, Role
from emergency.models import Webhook

from . import keys, plan


def prepare(endpoint: Webhook) -> None:
    """Make a new, unsaved endpoint a webhook with a secret of its own, told what happens from now on."""
    endpoint.channel = Webhook.CHANNEL
    endpoint.salt = keys.new_salt()
    endpoint.planned_sequence = plan.newest(endpoint.jurisdiction_id)


def begin_again(endpoint: Webhook, now: datetime) -> None:
    """Tell an endpoint that was switched on again what happens from now on; a replay brings what it missed."""
    Webhook.objects.filter(pk=endpoint.pk).update(
        planned_sequence=plan.newest(endpoint.jurisdiction_id),
        gone_at=None,
        rests_until=None,
        failures=0,
        turn_at=now,
    )


def seen_by(user: Any, found: QuerySet[Any], permission: str = "emergency.view_webhook") -> QuerySet[Any]:
    """Return those of the webhooks that a person may see to: an administrator's of the own jurisdictions."""
    return found if user.has_perm(permission) else found.filter(jurisdiction__in=held(user))


def held(user: Any) -> QuerySet[Jurisdiction]:
    """Return the jurisdictions whose webhooks a person sees to by role."""
    return access.jurisdictions_of(user, Role.ADMINISTRATOR)
