"""Celery's names for the background work; the schedule stands in ``config/celery.py``."""

from celery import shared_task

from . import retention, work


@shared_task(name="emergency.sweep_deliveries", ignore_result=True)
def sweep_deliveries() -> int:
    """Try every delivery that is due."""
    return work.once()


@shared_task(name="emergency.sweep_retention", ignore_result=True)
def sweep_retention() -> int:
    """Destroy the positions whose time is over."""
    return retention.sweep()
