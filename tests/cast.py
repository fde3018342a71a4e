"""The cast: everybody who acts in the tests, on the stage of the demonstration town.

The town is loaded once per test run by the loader itself; every test that asks for it gets the same
rows again in a few statements, in its own transaction or, where tests commit, in an emptied database.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import Client, override_settings

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
from emergency import demonstration
from emergency.models import Endpoint, Unit
from trails.models import AccessPoint, Anchor, Trail

PASSWORD = "here-is-the-word"
CHEAP_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Parents before children.
MODELS: tuple[type[models.Model], ...] = (
    User,
    Jurisdiction,
    Membership,
    Endpoint,
    Unit,
    AddressPoint,
    PointAlias,
    Tag,
    Trail,
    AccessPoint,
    Anchor,
    Change,
)
Rows: TypeAlias = dict[type[models.Model], list[models.Model]]


class Person(Client):
    """A browser, and whoever has signed in with it (None: nobody has)."""

    user: User | None = None


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


def learn_rows() -> Rows:
    """Load the town as an operator does, return its rows, and leave the database as it was.

    The rows are asked for before any test has written: what a test adds must not become the town's.
    """
    with (
        TemporaryDirectory() as folder,
        override_settings(PASSWORD_HASHERS=CHEAP_HASHERS),
        transaction.atomic(),
    ):
        demonstration.load(Path(folder), PASSWORD)
        rows: Rows = {model: list(model._default_manager.order_by("pk")) for model in MODELS}
        transaction.set_rollback(True)
    return rows


def build_town(rows: Rows) -> Town:
    """Put the town into the database of the present test."""
    facility_types.seed(FacilityType)  # a test that commits has emptied that table, too
    with transaction.atomic():
        for model, learnt in rows.items():
            model._default_manager.bulk_create(learnt, batch_size=200)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(sql)
    jurisdictions.forget()
    return Town(Jurisdiction.objects.get(slug="deokyang"), Jurisdiction.objects.get(slug="ilsan"))


def person(name: str) -> Person:
    """Return a browser in which this account of the town has signed in."""
    browser = Person()
    browser.user = User.objects.get(username=name)
    browser.force_login(browser.user, "django.contrib.auth.backends.ModelBackend")
    return browser


def outsider() -> Person:
    """Return a browser of somebody who has an account and no role anywhere."""
    User.objects.create_user("outsider", password=PASSWORD)
    return person("outsider")
