"""Signatures and envelopes are those of the published vectors and of the CloudEvents schema."""

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import standardwebhooks
from jsonschema import Draft7Validator, FormatChecker

from addresses.models import Jurisdiction
from emergency.models import Event, Incident, Webhook
from emergency.webhooks import envelope, keys

WIRE = Path(__file__).parents[2].parent / "shared" / "data" / "wire"
ACCEPTED = [
    vector
    for vector in json.loads((WIRE / "webhooks" / "vectors.json").read_text())["vectors"]
    if vector["verdict"] == "accept"
]


@pytest.mark.parametrize("vector", ACCEPTED, ids=lambda vector: vector["name"])
def test_our_headers_are_those_of_the_vector(vector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "secret", lambda salt: salt)
    endpoint = SimpleNamespace(salt=vector["secret"], previous_salt="", previous_until=None)
    at = datetime.fromtimestamp(int(float(vector["timestamp"])), UTC)
    made = keys.headers(endpoint, vector["id"], vector["payload"], at)
    assert made["webhook-signature"] in vector["signature"].split()


def test_a_secret_has_the_form_that_libraries_read() -> None:
    made = keys.secret(keys.new_salt())
    assert made.startswith("whsec_")
    assert len(standardwebhooks.Webhook(made)._whsecret) == 32


def test_the_envelope_is_one_of_the_schema() -> None:
    schema = json.loads((WIRE / "cloudevents" / "cloudevents.json").read_text())
    now = datetime.now(UTC)
    here = Jurisdiction(pk=3, slug="goyang")
    incident = Incident(id=uuid.uuid4(), jurisdiction=here, received_at=now)
    event = Event(
        jurisdiction=here, sequence=7, kind="opened", incident=incident, incident_version=2, at=now, data={}
    )
    told = json.loads(envelope.body(Webhook(), event, now))
    checker = FormatChecker()
    assert "date-time" in checker.checkers
    Draft7Validator(schema, format_checker=checker).validate(told)
    # What the schema does not look at: the version, and the names and kinds of extensions.
    assert told["specversion"] == "1.0"
    extra = set(told) - set(schema["properties"])
    assert extra == {"sequence", "exercise"}
    assert all(isinstance(told[name], str | bool) for name in extra)
