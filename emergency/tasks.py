"""Celery's names for the background work; the schedule stands in ``config/celery.py``."""

from celery import shared_task

from . import work


@shared_task(name="emergency.sweep_deliveries", ignore_result=True)
def sweep_deliveries() -> int:
    """Try every delivery that is due."""
    return work.once()


@shared_task(name="emergency.sweep_now_and_then", ignore_result=True)
def sweep_now_and_then() -> None:
    """Destroy the positions whose time is over, and derive the anchors of what has changed."""
    work.now_and_then()
