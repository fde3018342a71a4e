"""The link goes to the caller as a text message: by the gateway that is set, once, and its state is told."""

import json
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from emergency import actions, deliveries, retention
from emergency.channels.errors import ChannelError
from emergency.channels.sms import asking, http, solapi
from emergency.channels.sms.message import Message
from emergency.models import Delivery, Endpoint, Event, Incident, LocateRequest
from tests.asgi import House

from .callers import anybody
from .gateways import API_KEY, API_SECRET, GatewayServer, SolapiServer, serving
from .scene import Console, Scene, browser, called, fix

NUMBER = "010-1234-5678"
TO = "01012345678"


class Desk:
    """A dispatcher who asks where a caller is, by text message."""

    def __init__(self, scene: Scene, who: str = "dispatcher") -> None:
        self.client = browser(scene.people[who])

    def ask(self, **body: Any) -> Any:
        body = {"id": str(uuid4()), "phone": NUMBER, "send": True, **body}
        return self.client.post("/api/v1/locate-requests", json.dumps(body), "application/json")

    def state(self, made: Any) -> Any:
        return self.client.get(f"/api/v1/locate-requests/{made['id']}").json()

    def again(self, made: Any) -> Any:
        return self.client.post(f"/api/v1/locate-requests/{made['id']}/send", "{}", "application/json")


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene)


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    """Any gateway, as the settings describe it."""
    with (
        serving(GatewayServer()) as running,
        override_settings(SMS_OUT="HTTP", SMS_FROM="0311234567", SMS_HTTP_URL=running.url + "/send?id=$id"),
    ):
        yield running


@pytest.fixture
def korea() -> Iterator[SolapiServer]:
    running = SolapiServer()
    with (
        serving(running),
        override_settings(
            SMS_OUT="SOLAPI",
            SMS_FROM="0311234567",
            SOLAPI_URL=running.url,
            SOLAPI_API_KEY=API_KEY,
            SOLAPI_API_SECRET=API_SECRET,
        ),
    ):
        yield running


def steps() -> list[str]:
    told = Event.objects.filter(kind="locate_progressed").order_by("sequence")
    return [event.data["step"] for event in told]


def later(minutes: float = 0.5) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def test_without_a_gateway_the_text_is_in_a_file_that_only_its_owner_reads(
    desk: Desk, tmp_path: Path
) -> None:
    with override_settings(DATA_DIR=tmp_path):
        made = desk.ask().json()
        assert (made["progress"], Delivery.objects.get().state) == ("queued", "due")
        assert deliveries.sweep() == 1
        file = tmp_path / "sms.log"
        line = json.loads(file.read_text())
        assert (line["to"], line["text"]) == (TO, made["text"])
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert (desk.state(made)["progress"], steps()) == ("logged", ["logged"])
        os.truncate(file, 2_000_000)
        desk.ask()
        deliveries.sweep()
        assert file.stat().st_size < 2_000
        assert file.with_suffix(".log.1").exists()


def test_the_gateway_gets_the_number_the_text_and_the_sender(desk: Desk, gateway: GatewayServer) -> None:
    made = desk.ask().json()
    deliveries.sweep()
    (asked,) = gateway.asked
    assert (asked.method, asked.path) == ("POST", f"/send?id={Delivery.objects.get().pk}")
    assert json.loads(asked.body) == {"to": TO, "from": "0311234567", "text": made["text"]}
    assert made["url"] in made["text"]
    state = desk.state(made)
    assert (state["progress"], state["why"]) == ("sent", "")
    assert state["sent_at"] is not None
    assert deliveries.sweep(later()) == 0


def test_each_step_is_seen_until_the_position_is_there(desk: Desk, gateway: GatewayServer) -> None:
    made = desk.ask().json()
    deliveries.sweep()
    token = made["url"].rpartition("/")[2]
    for _ in range(2):
        browser().get(f"/l/{token}")
    assert desk.state(made)["progress"] == "opened"
    caller = anybody({"locate": token})
    assert desk.state(made)["progress"] == "asked"
    caller.measured(1)
    assert desk.state(made)["progress"] == "position"
    shown = desk.client.get(f"/api/v1/incidents/{made['incident']}").json()
    assert shown["locate_requests"][0]["progress"] == "position"
    assert steps() == ["sent", "opened"]
    assert token not in json.dumps([event.data for event in Event.objects.all()])


def test_the_console_hears_of_each_step(house: House, scene: Scene, console: Console) -> None:
    line = console()
    made = Desk(scene).ask().json()
    deliveries.sweep()
    heard = [line.next("incident").data for _ in range(3)]
    assert [event["kind"] for event in heard] == ["opened", "locate_requested", "locate_progressed"]
    assert heard[2]["data"] == {"request": made["id"], "step": "logged"}


@pytest.mark.parametrize("phone", ["119", "02-123-4567", "", "031-8075-0119"])
def test_who_gets_no_text_messages_is_told_so_before_anything_is_made(desk: Desk, phone: str) -> None:
    answer = desk.ask(phone=phone)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/not-mobile")
    assert (Incident.objects.count(), Delivery.objects.count()) == (0, 0)
    assert desk.ask(phone=phone, send=False).status_code == 201


def test_the_same_click_twice_sends_one_text(desk: Desk, gateway: GatewayServer) -> None:
    same = str(uuid4())
    assert [desk.ask(id=same).status_code for _ in range(2)] == [201, 200]
    deliveries.sweep()
    assert len(gateway.asked) == 1


def test_a_worker_that_died_after_the_gateway_took_it_sends_no_second_one(
    desk: Desk, gateway: GatewayServer
) -> None:
    desk.ask()
    deliveries.sweep()
    Delivery.objects.update(state="due", sent_at=None)
    assert deliveries.sweep(later()) == 1
    assert len(gateway.asked) == 1


@pytest.mark.parametrize("status", [500, 503, 429, 402, 403])
def test_what_may_be_over_is_tried_again_and_the_reason_is_shown(
    desk: Desk, gateway: GatewayServer, status: int
) -> None:
    made = desk.ask().json()
    gateway.status, gateway.body = status, b'{"error": "busy"}'
    deliveries.sweep()
    deliveries.sweep(later())
    state = desk.state(made)
    assert (state["progress"], state["why"]) == (
        "queued",
        f'The gateway answered {status}: {{"error": "busy"}}',
    )
    gateway.status = 200
    deliveries.sweep(later(30))
    assert desk.state(made)["progress"] == "sent"
    assert steps() == ["delayed", "sent"]


@pytest.mark.parametrize("status", [400, 401, 404, 301, 307])
def test_what_cannot_get_better_fails_and_can_be_sent_again_by_hand(
    desk: Desk, gateway: GatewayServer, status: int
) -> None:
    made = desk.ask().json()
    gateway.status = status
    deliveries.sweep()
    state = desk.state(made)
    assert (state["progress"], Delivery.objects.get().state) == ("failed", "failed")
    assert str(status) in state["why"]
    assert len(gateway.asked) == 1  # a redirect is not followed
    gateway.status = 200
    assert desk.again(made).json()["progress"] == "queued"
    assert desk.again(made).status_code == 409
    deliveries.sweep(later())
    assert (desk.state(made)["progress"], len(gateway.asked)) == ("sent", 2)
    assert steps() == ["failed", "queued", "sent"]


def closed(made: Any, scene: Scene) -> None:
    by = actions.By.now(scene.people["dispatcher"])
    actions.close(made["incident"], Incident.objects.get().version, by, "safe")


def over(made: Any, scene: Scene) -> None:
    LocateRequest.objects.update(ends_at=timezone.now())


def used(made: Any, scene: Scene) -> None:
    anybody({"locate": made["url"].rpartition("/")[2], "fix": fix()})


@pytest.mark.parametrize("end", [closed, over, used])
def test_a_link_that_is_over_is_not_sent(desk: Desk, gateway: GatewayServer, scene: Scene, end: Any) -> None:
    made = desk.ask().json()
    end(made, scene)
    deliveries.sweep()
    assert (gateway.asked, Delivery.objects.get().state) == ([], "failed")
    answer = desk.again(made)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/link-over")


def test_the_number_is_destroyed_with_the_rest(desk: Desk, gateway: GatewayServer, scene: Scene) -> None:
    made = desk.ask().json()
    closed(made, scene)
    retention.erase(Incident.objects.get().pk, timezone.now())
    deliveries.sweep()
    assert (gateway.asked, LocateRequest.objects.get().phone) == ([], "")


def test_reports_owe_nothing_to_this_channel(desk: Desk, gateway: GatewayServer) -> None:
    desk.ask()
    called({})
    assert Endpoint.objects.get().channel == "sms"
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("who", ["next city", "outsider", "editor"])
def test_nobody_else_sees_or_sends_it(desk: Desk, scene: Scene, gateway: GatewayServer, who: str) -> None:
    made = desk.ask().json()
    stranger = Desk(scene, who)
    path = f"/api/v1/locate-requests/{made['id']}"
    assert stranger.client.get(path).status_code in (403, 404)
    assert stranger.again(made).status_code in (403, 404)


@pytest.mark.parametrize(
    ("content_type", "template", "written"),
    [
        ("application/json", '{"t": "$text"}', b'{"t": "a\\"b & <c>\\n\xea\xb5\xac"}'),
        ("application/x-www-form-urlencoded", "t=$text", b"t=a%22b%20%26%20%3Cc%3E%0A%EA%B5%AC"),
        ("text/xml; charset=utf-8", "<t>$text</t>", "<t>a&quot;b &amp; &lt;c&gt;\n구</t>".encode()),
        ("text/plain", "$text", 'a"b & <c>\n구'.encode()),
    ],
)
def test_no_text_can_end_its_field(
    gateway: GatewayServer, content_type: str, template: str, written: bytes
) -> None:
    headers = {"content-type": content_type, "X-Key": "k"}
    with override_settings(
        SMS_HTTP_HEADERS=headers, SMS_HTTP_BODY=template, SMS_HTTP_URL=gateway.url + "/?q=$text"
    ):
        http.send(Message("7", TO, 'a"b & <c>\n구'))
    (asked,) = gateway.asked
    assert (asked.body, asked.headers["X-Key"]) == (written, "k")
    assert asked.path == "/?q=a%22b%20%26%20%3Cc%3E%0A%EA%B5%AC"


def test_a_gateway_that_says_yes_and_means_no_is_seen_through(gateway: GatewayServer) -> None:
    gateway.body = b'{"result": "no credit"}'
    with override_settings(SMS_HTTP_SUCCESS='"result": *"ok"'):
        with pytest.raises(ChannelError, match="no credit"):
            http.send(Message("7", TO, "x"))
        gateway.body = b'{"result": "ok"}'
        http.send(Message("7", TO, "x"))


@pytest.mark.parametrize("manner", ["hangs", "drips"])
def test_a_gateway_that_never_ends_its_answer_is_left(gateway: GatewayServer, manner: str) -> None:
    gateway.manner = manner
    with pytest.raises(ChannelError) as raised:
        asking.ask("POST", gateway.url, {}, b"x", within_s=0.5)
    assert not raised.value.is_permanent


def test_an_answer_without_end_is_read_as_far_as_it_is_needed(gateway: GatewayServer) -> None:
    gateway.body = b"x" * 5_000_000
    answer = asking.ask("POST", gateway.url, {}, b"x")
    assert len(answer.text) == asking.MOST_ANSWER_BYTES


@pytest.mark.parametrize("url", ["", "ftp://x/", "http://", "http://127.0.0.1:1/", "http://no.such.invalid/"])
def test_an_address_that_leads_nowhere_says_so_without_telling_its_key(url: str) -> None:
    with pytest.raises(ChannelError) as raised:
        asking.ask("POST", url + "?key=hidden", {}, b"x")
    assert "hidden" not in str(raised.value)


def test_solapi_gets_what_its_documentation_asks_for(desk: Desk, korea: SolapiServer) -> None:
    made = desk.ask().json()
    deliveries.sweep()
    assert desk.state(made)["progress"] == "sent"
    assert json.loads(korea.asked[0].body)["message"] == {
        "to": TO,
        "from": "0311234567",
        "text": made["text"],
    }


def test_solapi_gets_another_signature_each_time(korea: SolapiServer) -> None:
    for _ in range(3):
        solapi.send(Message("7", TO, "x"))
    assert len(korea.signatures) == 3


def test_the_signature_is_that_of_date_and_salt() -> None:
    # As printf '2019-07-01T00:41:48Zjqsba2jxjnrjor' | openssl dgst -sha256 -hmac secret has it.
    header = solapi.authorization(
        "key", "secret", datetime(2019, 7, 1, 0, 41, 48, tzinfo=UTC), "jqsba2jxjnrjor"
    )
    signature = "4297539ca79c85dd83b60cbddae60942710223ddcafc4bf02275193a649057ce"
    assert header == (
        f"HMAC-SHA256 apiKey=key, date=2019-07-01T00:41:48Z, salt=jqsba2jxjnrjor, signature={signature}"
    )


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [("SOLAPI_API_SECRET", "wrong", "SignatureDoesNotMatch"), ("SOLAPI_API_KEY", "wrong", "InvalidAPIKey")],
)
def test_a_wrong_key_is_told_and_tried_again_once_it_is_mended(
    desk: Desk, korea: SolapiServer, setting: str, value: str, why: str
) -> None:
    made = desk.ask().json()
    with override_settings(**{setting: value}):
        deliveries.sweep()
    assert (desk.state(made)["progress"], why in desk.state(made)["why"]) == ("queued", True)
    deliveries.sweep(later())
    assert desk.state(made)["progress"] == "sent"


def test_a_message_that_solapi_does_not_take_fails_with_its_reason(desk: Desk, korea: SolapiServer) -> None:
    korea.code = "1025"
    made = desk.ask().json()
    deliveries.sweep()
    assert (desk.state(made)["progress"], "1025" in desk.state(made)["why"]) == ("failed", True)


def test_solapi_is_not_asked_to_text_abroad(desk: Desk, korea: SolapiServer) -> None:
    made = desk.ask(phone="+81-90-1234-5678").json()
    deliveries.sweep()
    assert (desk.state(made)["progress"], korea.asked) == ("failed", [])


def test_the_embedded_default_sends_nothing() -> None:
    assert settings.SMS_OUT == "LOG"
