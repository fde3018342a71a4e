"""The town's two dispatch centres with their units, and where the first one wants to be told."""

from addresses import changes
from addresses.models import Jurisdiction
from emergency.models import Endpoint, Unit

from .rows import TOLD, features, table


def load() -> None:
    """Add the centres that are missing. An installation's own default centre stays the default."""
    known = set(Jurisdiction.objects.values_list("slug", flat=True))
    taken = Jurisdiction.objects.filter(is_default=True).exists()
    for properties, area in features("jurisdictions"):
        email = properties.pop("email")
        if properties["slug"] in known:
            continue
        properties["is_default"] = properties["is_default"] and not taken
        note = "drawn by hand for demonstration: no official boundary"
        centre = changes.create(Jurisdiction(**properties, area=area, area_note=note), **TOLD)
        if email:
            changes.create(Endpoint(jurisdiction=centre, channel="email", address=email), **TOLD)
    _units()


def _units() -> None:
    for row in table("units"):
        centre = Jurisdiction.objects.filter(slug=row.pop("jurisdiction")).first()
        if centre is not None and not Unit.objects.filter(jurisdiction=centre, name=row["name"]).exists():
            changes.create(Unit(jurisdiction=centre, **row), **TOLD)
