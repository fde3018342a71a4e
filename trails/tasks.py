"""Celery's names for the background work; the schedule stands in ``config/celery.py``."""

from celery import shared_task

from .packages import building


@shared_task(name="trails.sweep_packages", ignore_result=True)
def sweep_packages() -> int:
    """Make the packages whose areas have changed."""
    return building.sweep()


@shared_task(name="trails.sweep_network", ignore_result=True)
def sweep_network() -> bool:
    """Make the network of the trails when they have changed."""
    from .ways import building as network  # scipy: a worker that never does this need not load it

    return network.sweep()
