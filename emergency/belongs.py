"""Which incidents stand for which: what was merged into another one, directly or not, is worked on there."""

from collections.abc import Iterable
from uuid import UUID

from .models import Incident


def roots(incident_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the given incidents and all that were merged into them, each with the given one that stands for it.

    One query where nothing was merged, one more for each merging of what was merged.
    """
    found = {pk: pk for pk in incident_ids}
    layer = set(found)
    while layer:
        rows = Incident.objects.filter(merged_into__in=layer).values_list("pk", "merged_into")
        fresh = {pk: found[into] for pk, into in rows if into is not None and pk not in found}
        found |= fresh
        layer = set(fresh)
    return found
