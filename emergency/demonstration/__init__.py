"""The demonstration town: real places of Goyang with approximate positions, and everybody's accounts.

Its data stand in ``fixtures/town``. Loading adds what is missing and changes nothing that stands.
"""

from pathlib import Path

from django.db import transaction

from addresses import facility_types
from addresses.models import FacilityType

from . import accounts, centres, places, tags, trails


def load(folder: Path, password: str | None = None) -> list[accounts.Account]:
    """Load what is missing of the town, in one transaction; return the accounts with their passwords.

    ``folder`` keeps the passwords, made at the first time; ``password`` sets one for all.
    """
    with transaction.atomic():
        facility_types.seed(FacilityType)
        centres.load()
        trails.load()
        added = [*places.load(), *trails.load_markers()]
        trails.load_access_points()
        tags.load()
        trails.derive_anchors(added)
        return accounts.load(folder, password)
