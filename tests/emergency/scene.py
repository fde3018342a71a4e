"""A small stage for what happens at the door: three jurisdictions, four plates, everybody who acts.

Made of few rows, because tests with threads empty the database after each of them.
"""

import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.models import AbstractBaseUser, User
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.test import Client

from addresses import codes, seals
from addresses.models import AddressPoint, FacilityType, Jurisdiction, Membership, Role, SharingMode, Tag
from emergency import intake, parse
from emergency.models import Report
from tests.asgi import Line

Console = Callable[..., Line]  # opens the console's stream: as whom, from which cursor
NOGOSAN = (126.9449, 37.6825)
SUMMIT_FIX = (126.945321, 37.682747)  # of no plate: what it spells must not be found in any log


@dataclass
class Scene:
    goyang: Jurisdiction
    paju: Jurisdiction
    valley: Jurisdiction
    people: dict[str, AbstractBaseUser] = field(default_factory=dict)
    plates: dict[str, str] = field(default_factory=dict)

    def plate(self, name: str) -> dict[str, str]:
        """What a phone reads from a plate: the code and its seal."""
        code = self.plates[name]
        return {"tag": code, "seal": seals.seal(code, settings.SEAL_KEY.encode())}


def build() -> Scene:
    scene = Scene(
        goyang=_jurisdiction("goyang", "고양", (126.67, 37.58, 127.0, 37.72), is_default=True),
        paju=_jurisdiction("paju", "파주", (126.67, 37.73, 127.0, 37.95)),
        valley=_jurisdiction(
            "valley", "계곡", (127.1, 37.6, 127.2, 37.7), sharing_mode=SharingMode.DEVICE_ONLY
        ),
    )
    kind = FacilityType.objects.get_or_create(slug="peak", defaults={"name_ko": "봉우리", "name_en": "peak"})[
        0
    ]
    source = random.Random(7)
    for name, where in {
        "nogosan": NOGOSAN,
        "lake": (126.77, 37.655),
        "paju": (126.8, 37.8),
        "valley": (127.15, 37.65),
        "sea": (124.0, 36.0),
    }.items():
        point = AddressPoint.objects.create(
            name_ko=f"{name} 지점",
            name_en=name.title(),
            facility_type=kind,
            position=Point(*where, srid=4326),
            uncertainty_m=5,
            survey_method="gnss",
        )
        scene.plates[name] = codes.new(source)
        Tag.objects.create(
            code=scene.plates[name], point=point, state="installed", issued_at=datetime.now(UTC)
        )
    for role in Role:
        scene.people[role] = person(role, (scene.goyang, role))
    scene.people["second"] = person("second", (scene.goyang, Role.DISPATCHER))
    scene.people["next city"] = person(
        "next city", (scene.paju, Role.DISPATCHER), (scene.goyang, Role.EDITOR)
    )
    scene.people["outsider"] = person("outsider")
    scene.people["superuser"] = person("superuser", is_superuser=True, is_staff=True)
    return scene


def person(name: str, *held: tuple[Jurisdiction, str], **more: Any) -> AbstractBaseUser:
    # No password: nobody signs in with one here, and hashing one costs more than the test.
    user = get_user_model().objects.create(username=name, password="!", **more)
    Membership.objects.bulk_create(Membership(user=user, jurisdiction=j, role=role) for j, role in held)
    return user


def cookie(user: AbstractBaseUser, **session: Any) -> dict[str, str]:
    """Return the header of a browser in which this person has signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.update(session)
    store.create()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={store.session_key}"}


def _jurisdiction(slug: str, name: str, box: tuple[float, ...], **more: Any) -> Jurisdiction:
    return Jurisdiction.objects.create(
        slug=slug,
        name_ko=name,
        name_en=slug.title(),
        centre_name_ko=f"{name} 119",
        centre_name_en=f"{slug.title()} 119",
        area=MultiPolygon(Polygon.from_bbox(box), srid=4326),
        **{"sharing_mode": SharingMode.CONSOLE_AND_FEEDS, **more},
    )


def fix(sequence: int = 1, **more: Any) -> dict[str, Any]:
    """A phone's position on the summit, now."""
    return {
        "sequence": sequence,
        "longitude": SUMMIT_FIX[0],
        "latitude": SUMMIT_FIX[1],
        "uncertainty_m": 12.5,
        "fixed_at": datetime.now(UTC).isoformat(),
        **more,
    }


def called(sent: dict[str, Any], *, address: str = "x", at: datetime | None = None) -> Report:
    """Let a phone call, without the door's threads; return the report."""
    now = at or datetime.now(UTC)
    body = json.dumps(sent).encode()
    command = parse.report(uuid.uuid4(), bytes(32), body, now=now, source_key=address)
    (outcome,) = intake.commit([command])
    assert outcome.status == 201
    return Report.objects.select_related("incident").get(pk=command.id)


def positions_follow(report: Report, *fixes: dict[str, Any], at: datetime | None = None) -> None:
    """Let the same phone send positions."""
    body = json.dumps({"fixes": fixes}).encode()
    command = parse.fixes(report.id, bytes(32), body, now=at or datetime.now(UTC))
    (outcome,) = intake.commit([command])
    assert outcome.status == 200


def browser(user: AbstractBaseUser | None = None) -> Client:
    """Return a browser in which this person, or nobody, has signed in."""
    client = Client()
    if user is not None:
        client.force_login(cast(User, user), "django.contrib.auth.backends.ModelBackend")
    return client
