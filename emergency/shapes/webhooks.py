"""Webhooks as an administrator's program sees them: how each does, and what a replay planned."""

from datetime import datetime
from typing import Literal, TypedDict


class Webhook(TypedDict):
    """How one webhook does; ``planned_through`` is the number of the last event that it was owed."""

    id: int
    name: str
    jurisdiction: str
    health: Literal["off", "gone", "failing", "behind", "well", "new"]
    last_success_at: datetime | None
    last_failure_at: datetime | None
    waiting: int
    oldest_at: datetime | None
    failed: int
    planned_through: int


class Webhooks(TypedDict):
    webhooks: list[Webhook]


class WebhookReplay(TypedDict):
    """How many events are sent again, up to which number, and where to go on if that was not all."""

    planned: int
    through: int
    next: int | None
