"""Celery's names for the background work; the schedule stands in ``config/celery.py``."""

from celery import shared_task

from .packages import building


@shared_task(name="trails.sweep_packages", ignore_result=True)
def sweep_packages() -> int:
    """Make the packages whose areas have changed."""
    return building.sweep()
