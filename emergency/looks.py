"""Log each look at a position: who, by which path, when, how; never the position itself."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from .models import Look


def log(user: AbstractBaseUser, incident_ids: Iterable[UUID | None], *, path: str, method: str) -> None:
    """Write one look per incident; None stands for the queue as a whole.

    Location Information Act art. 2(5) and 16(2): recipient, path, time and method, recorded by
    the system and not by hand, without the location.
    """
    now = timezone.now()
    Look.objects.bulk_create(
        Look(
            incident_id=incident_id,
            recipient_id=user.pk,
            recipient_name=user.get_username(),
            path=path,
            method=method,
            at=now,
        )
        for incident_id in incident_ids
    )
