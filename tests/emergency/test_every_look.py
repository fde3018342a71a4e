"""Every address of the product is walked: whichever shows where somebody is writes that it was looked at."""

import itertools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from types import ModuleType
from typing import Any
from uuid import uuid4

import pypdf
import pytest
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

from emergency import actions, assigning, references
from emergency.crew import link as crew_link
from emergency.handoff.document import BY_ENDING, FORMATS
from emergency.models import Incident, Look, Report, Unit
from tests.cast import Person, Town, person

from .scene import called, fix

# A measured place beside no trail and no plate: to four decimals it stands nowhere else, however it is written.
WHERE = (126.881739, 37.651938)
SPELLED = re.compile("|".join(re.escape(f"{degrees:.6f}"[:-2]) for degrees in WHERE))
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)")
# What ends a session, or answers for ever.
LEFT_OUT = ("sign-out", "api/v1/events", "admin/logout/")


@dataclass
class Stage:
    """One person whose place was measured, away from any plate; and everything that could show it."""

    report: Report
    values: dict[str, list[str]] = field(default_factory=dict)
    crew: str = ""

    @property
    def incident(self) -> Incident:
        return self.report.incident


@pytest.fixture
def stage(town: Town, dispatcher: Person) -> Stage:
    report = called({"kind": "fall", "words": "help", "fix": fix(1, longitude=WHERE[0], latitude=WHERE[1])})
    assert dispatcher.user is not None
    by = actions.By.now(dispatcher.user)
    actions.open_(report.incident_id, by)
    unit = Unit.objects.create(jurisdiction=town.deokyang, name="산악 7", kind="mountain")
    sent, link = uuid4(), uuid4()
    version = Incident.objects.get(pk=report.incident_id).version
    assigning.assign(report.incident_id, version, sent, unit.pk, by)
    crew_link.make(report.incident_id, crew_link.Wanted(link, sent), by)
    reference = uuid4()
    references.make(report.incident_id, references.Wanted(reference, "경기북부", 60), by)
    return Stage(
        report,
        {
            "pk": [str(report.incident_id), "1"],
            "report": [str(report.pk)],
            "assignment": [str(sent)],
            "link": [str(link)],
            "reference": [str(reference)],
            "name": [*FORMATS],
            "ending": [*BY_ENDING],
            "token": [references.token(reference)],
            "typed": ["48279153"],
        },
        crew_link.token(link),
    )


def leaves(found: Any, before: str = "") -> Iterator[str]:
    for one in found.url_patterns if isinstance(found, URLResolver) else found:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from leaves(one, here)
        elif isinstance(one, URLPattern):
            yield here


def addresses(stage: Stage) -> Iterator[str]:
    """Return every address, its places filled with what is there; those of a table's row with each table's first."""
    for pattern in leaves(get_resolver()):
        plain = pattern.replace("^", "").replace("$", "").replace("\\Z", "")
        if plain.startswith(LEFT_OUT):
            continue
        names = [one[1] or one[2] for one in PARAMETER.findall(plain)]
        for values in itertools.product(*(_values(stage, name, plain) for name in names)):
            filled = iter(values)
            yield "/" + PARAMETER.sub(lambda _: next(filled), plain).replace("\\", "").replace("/?", "/")  # noqa: B023


def _values(stage: Stage, name: str, plain: str) -> list[str]:
    if name == "object_id" and not plain.startswith("admin/r/"):
        model = apps.get_model(*plain.split("/")[1:3])
        first = model._default_manager.order_by("pk").first()
        return [str(first.pk)] if first else []
    return stage.values.get(name, ["1"])


def shown(answer: Any) -> str:
    """Return what a person can read of an answer, whatever it is made of."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    return str(content.decode("utf-8", "replace"))


def unlogged(stage: Stage, who: Client) -> tuple[set[str], set[str]]:
    """Ask for every address; return those that showed the place, and those of them that wrote no look."""
    seen, silent = set(), set()
    for address in addresses(stage):
        before = Look.objects.count()
        answer = who.get(address, headers={"Authorization": f"Crew {stage.crew}"})
        if SPELLED.search(shown(answer)):
            seen.add(address)
            if Look.objects.count() == before:
                silent.add(address)
    return seen, silent


@pytest.mark.parametrize("who", ["dispatcher", "supervisor-deokyang", "auditor", "editor", "administrator"])
def test_whatever_shows_a_signed_in_person_where_somebody_is_writes_a_look(
    stage: Stage, request: Any, who: str
) -> None:
    somebody: Client = person(who) if "-" in who else request.getfixturevalue(who)
    seen, silent = unlogged(stage, somebody)
    assert silent == set()
    if who in ("dispatcher", "supervisor-deokyang"):
        incident = f"/api/v1/incidents/{stage.incident.pk}"
        expected = {incident, f"{incident}/ways", f"{incident}/report.pdf"}
        # The form of AML and GPX tell it as text, too.
        expected |= {f"{incident}/handoff/{name}" for name in FORMATS}
        assert expected <= seen


def test_whoever_has_a_link_and_no_account_is_written_down_as_well(stage: Stage) -> None:
    seen, silent = unlogged(stage, Client())
    assert silent == set()
    assert {"/api/v1/crew", f"/r/{stage.values['token'][0]}"} <= seen


def test_an_address_that_shows_it_and_writes_nothing_is_found(stage: Stage) -> None:
    def careless(_: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{WHERE[1]}, {WHERE[0]}")

    made = ModuleType("tests.emergency.careless_urls")
    made.urlpatterns = [path("careless", careless)]  # type: ignore[attr-defined]
    sys.modules[made.__name__] = made
    try:
        with override_settings(ROOT_URLCONF=made.__name__):
            assert unlogged(stage, Client()) == ({"/careless"}, {"/careless"})
    finally:
        del sys.modules[made.__name__]
