"""The cast: everybody who acts in the tests, on the stage of the demonstration town.

The town is loaded once per test run by the loader itself; every test that asks for it gets the same
rows again in a few statements, in its own transaction or, where tests commit, in an emptied database.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import Client

from addresses import facility_types, jurisdictions
from addresses.models import (
    AddressPoint,
    Change,
    FacilityType,
    Jurisdiction,
    Membership,
    PointAlias,
    Tag,
    TagState,
)
from trails import demonstration
from trails.models import AccessPoint, Anchor, Trail

PASSWORD = "here-is-the-word"
# Parents before children.
MODELS: tuple[type[models.Model], ...] = (
    User,
    Jurisdiction,
    Membership,
    AddressPoint,
    PointAlias,
    Tag,
    Trail,
    AccessPoint,
    Anchor,
    Change,
)
_rows: dict[type[models.Model], list[models.Model]] = {}


@dataclass(frozen=True)
class Town:
    """The places that tests speak of."""

    deokyang: Jurisdiction
    ilsan: Jurisdiction

    def point(self, key: str) -> AddressPoint:
        """Return a point by its key in ``fixtures/town/points.csv``, or a marker: ``nogosan-3``."""
        return AddressPoint.objects.select_related("facility_type").get(source_key=key)

    def tag(self, key: str) -> Tag:
        """Return the plate that hangs at a point."""
        return Tag.objects.select_related("point").get(point__source_key=key, state=TagState.INSTALLED)

    def tag_that_is(self, state: str) -> Tag:
        """Return the town's one plate that is withdrawn, replaced, lost, or issued and still blank."""
        return Tag.objects.select_related("point", "replaced_by").get(state=state)

    def trail(self, key: str) -> Trail:
        """Return a trail by its key in ``fixtures/town/trails.geojson``."""
        return Trail.objects.get(source_key=key)


def build_town() -> Town:
    """Put the town into the database of the present test."""
    facility_types.seed(FacilityType)
    if not _rows:
        _learn_rows()
    with transaction.atomic():
        for model in MODELS:
            model._default_manager.bulk_create(_rows[model], batch_size=200)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(MODELS)):
            cursor.execute(sql)
    jurisdictions.forget()
    return Town(Jurisdiction.objects.get(slug="deokyang"), Jurisdiction.objects.get(slug="ilsan"))


def _learn_rows() -> None:
    """Load the town as an operator does, keep its rows, and leave the database as it was."""
    with transaction.atomic():
        before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in MODELS}
        with TemporaryDirectory() as folder:
            demonstration.load(Path(folder), PASSWORD)
        learnt = {
            # A tag that was replaced needs its successor to be there first.
            model: list(model._default_manager.exclude(pk__in=before[model]).order_by(*_order(model)))
            for model in MODELS
        }
        transaction.set_rollback(True)
    _rows.update(learnt)


def _order(model: type[models.Model]) -> list[str]:
    return ["-replaced_by", "pk"] if model is Tag and connection.vendor != "sqlite" else ["pk"]


def client_of(name: str) -> Client:
    """Return a browser in which this account of the town has signed in."""
    client = Client()
    client.force_login(User.objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
    return client


def outsider() -> Client:
    """Return a browser of somebody who has an account and no role anywhere."""
    User.objects.create_user("outsider", password=PASSWORD)
    return client_of("outsider")
