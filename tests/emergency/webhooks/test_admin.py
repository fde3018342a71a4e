"""An administrator makes webhooks, sees how each does and what each try came to, and sends again."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from addresses.models import Change, Jurisdiction, Membership, Role
from emergency.models import Delivery, Endpoint, EventKind, Outcome, Webhook
from emergency.webhooks import health, keys, plan, words
from emergency.webhooks.health import Health
from tests.addresses.forms import address
from tests.cast import Person, Town
from tests.emergency.scene import Scene, browser, called, person

from .conftest import Opened, hook, sent, the_one
from .receivers import Receiver, saying

HOOK = {"name": "경기북부 119", "address": "https://119.example/hook", "kinds": ["opened"], "is_active": "on"}


def entered(jurisdiction: Jurisdiction, **more) -> dict:
    return {**HOOK, "jurisdiction": jurisdiction.pk, **more}


def of_centre(jurisdiction: Jurisdiction, name: str = "keeper") -> Person:
    """A browser of somebody who administrates this one jurisdiction, without rights of Django's own."""
    keeper = person(name, (jurisdiction, Role.ADMINISTRATOR), is_staff=True)
    return browser(keeper)


def test_an_administrator_makes_a_webhook_with_a_secret_of_its_own(administrator: Person, town: Town) -> None:
    answer = administrator.post(address(Webhook, "add"), entered(town.deokyang))
    assert answer.status_code == 302
    made = Webhook.objects.get(channel="webhook")
    assert (made.name, made.kinds, made.planned_sequence) == ("경기북부 119", ["opened"], 0)
    page = administrator.get(address(made, "change", made.pk)).content.decode()
    assert keys.secret(made.salt) in page
    change = Change.objects.get(object_type="emergency.webhook", object_id=str(made.pk))
    assert keys.secret(made.salt) not in str(change.new)


@pytest.mark.parametrize(
    ("language", "refused"),
    [("ko", "이 주소로는 보낼 수 없습니다"), ("en", "no address of the public internet")],
)
def test_an_address_inside_is_refused_in_the_language_of_who_types(
    language: str, refused: str, administrator: Person, town: Town, settings
) -> None:
    settings.WEBHOOK_NETWORKS = []
    inside = entered(town.deokyang, address="https://169.254.169.254/latest/meta-data")
    answer = administrator.post(address(Webhook, "add"), inside, headers={"accept-language": language})
    assert refused in answer.content.decode()
    assert not Webhook.objects.filter(channel="webhook").exists()


@pytest.mark.parametrize("lacking", ["name", "address", "kinds", "jurisdiction"])
def test_a_webhook_says_where_to_whom_and_what(lacking: str, administrator: Person, town: Town) -> None:
    said = {name: value for name, value in entered(town.deokyang).items() if name != lacking}
    answer = administrator.post(address(Webhook, "add"), said)
    assert lacking in answer.context["adminform"].form.errors


def test_the_same_address_twice_is_refused_kindly(administrator: Person, town: Town) -> None:
    for _ in range(2):
        answer = administrator.post(address(Webhook, "add"), entered(town.deokyang))
    assert answer.context["adminform"].form.errors["address"]
    assert Webhook.objects.filter(channel="webhook").count() == 1


def test_a_mail_address_is_no_webhook(administrator: Person, town: Town) -> None:
    assert Endpoint.objects.filter(channel="email").exists()
    assert list(administrator.get(address(Webhook, "changelist")).context["cl"].result_list) == []


def test_who_administrates_one_centre_sees_and_changes_its_webhooks_alone(
    scene: Scene, receiver: Receiver
) -> None:
    mine, other = hook(scene, receiver.url), hook(scene, receiver.url, jurisdiction=scene.paju)
    called(scene.plate("nogosan"))
    called(scene.plate("paju"), address="another")
    sent(mine), sent(other)
    keeper = of_centre(scene.goyang)
    for table, here, there in (
        (Webhook, mine, other),
        (Delivery, the_one(mine), the_one(other)),
    ):
        assert list(keeper.get(address(table, "changelist")).context["cl"].result_list) == [here]
        assert keeper.get(address(here, "change", here.pk)).status_code == 200
        assert keeper.get(address(there, "change", there.pk)).status_code == 302
    answer = keeper.post(address(Webhook, "add"), entered(scene.paju))
    assert answer.context["adminform"].form.errors["jurisdiction"]
    assert keeper.post(address(Webhook, "add"), entered(scene.goyang)).status_code == 302
    chosen = {"_selected_action": [mine.pk, other.pk], "action": "renew"}
    keeper.post(address(Webhook, "changelist"), chosen)
    salts = dict(Webhook.objects.values_list("pk", "previous_salt"))
    assert (salts[mine.pk], salts[other.pk]) == (mine.salt, "")


@pytest.mark.parametrize("role", ["editor", "inspector", "auditor", "supervisor", "dispatcher"])
def test_nobody_else_sees_a_secret(role: str, scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    somebody = scene.people[role]
    User.objects.filter(pk=somebody.pk).update(is_staff=True)
    page = browser(User.objects.get(pk=somebody.pk)).get(address(endpoint, "change", endpoint.pk))
    assert page.status_code == 403
    assert keys.secret(endpoint.salt) not in page.content.decode()


def test_who_may_only_read_the_table_sees_no_secret(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_webhook"))
    page = browser(reader).get(address(endpoint, "change", endpoint.pk))
    assert page.status_code == 200
    assert keys.secret(endpoint.salt) not in page.content.decode()


def test_nobody_deletes_a_webhook_or_changes_what_was_sent(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    sent(endpoint)
    chief = browser(scene.people["superuser"])
    delivery = the_one(endpoint)
    assert chief.post(address(endpoint, "delete", endpoint.pk), {"post": "yes"}).status_code == 403
    for what in ("delete", "change"):
        answer = chief.post(address(delivery, what, delivery.pk), {"post": "yes", "state": "due"})
        assert answer.status_code == 403
    assert chief.get(address(Delivery, "add")).status_code == 403


@pytest.mark.parametrize(
    ("language", "words_of_it"),
    [
        ("ko", ["⚠ 답하지 않음", "기다리는 수", "오류로 답함", "신고 접수", "503"]),
        ("en", ["⚠ not answering", "Waiting", "answered with an error", "report received", "503"]),
    ],
)
def test_health_and_tries_are_shown_in_both_languages(
    language: str, words_of_it: list[str], scene: Scene, open_receiver: Opened
) -> None:
    endpoint = hook(scene, open_receiver(saying(503, b"<script>alert(1)</script>")).url)
    called(scene.plate("nogosan"))
    sent(endpoint)
    keeper, in_language = of_centre(scene.goyang), {"accept-language": language}
    delivery = the_one(endpoint)
    pages = "".join(
        keeper.get(where, headers=in_language).content.decode()
        for where in (
            address(Webhook, "changelist"),
            address(endpoint, "change", endpoint.pk),
            address(Delivery, "changelist"),
            address(delivery, "change", delivery.pk),
        )
    )
    for word in words_of_it:
        assert word in pages
    assert "<script>alert" not in pages


def test_messages_are_chosen_by_webhook_among_ones_own(scene: Scene, receiver: Receiver) -> None:
    mine, other = (
        hook(scene, receiver.url),
        hook(scene, receiver.url, jurisdiction=scene.paju, name="next city"),
    )
    twin = hook(scene, receiver.url + "/twin", name="twin")
    called(scene.plate("nogosan"))
    for endpoint in (mine, twin):
        sent(endpoint)
    keeper = of_centre(scene.goyang)
    chosen = keeper.get(address(Delivery, "changelist"), {"webhook": twin.pk})
    assert [one.endpoint_id for one in chosen.context["cl"].result_list] == [twin.pk]
    assert "next city" not in chosen.content.decode()
    foreign = keeper.get(address(Delivery, "changelist"), {"webhook": other.pk})
    assert {one.endpoint_id for one in foreign.context["cl"].result_list} == {mine.pk, twin.pk}


def test_health_is_said_in_a_word(scene: Scene, receiver: Receiver) -> None:
    endpoint, now = hook(scene, receiver.url), timezone.now()

    def word(**changed) -> Health:
        Webhook.objects.filter(pk=endpoint.pk).update(**changed)
        return health.of(health.webhooks().get(pk=endpoint.pk), now)

    assert word() == Health.NEW
    assert word(last_success_at=now) == Health.WELL
    called(scene.plate("nogosan"))
    plan.all_(now - timedelta(minutes=6))
    assert word() == Health.BEHIND
    assert word(failures=1) == Health.FAILING
    assert word(is_active=False) == Health.OFF
    assert word(gone_at=now) == Health.GONE


def test_one_that_is_switched_on_again_is_told_what_happens_from_then_on(
    scene: Scene, open_receiver: Opened
) -> None:
    receiver = open_receiver(saying(410))
    endpoint = hook(scene, receiver.url)
    called(scene.plate("nogosan"))
    sent(endpoint)
    called(scene.plate("nogosan"), address="meanwhile")
    receiver.answering = saying(204)
    chief = browser(scene.people["superuser"])
    again = {**entered(scene.goyang), "address": receiver.url, "kinds": ["report_received"]}
    assert chief.post(address(endpoint, "change", endpoint.pk), again).status_code == 302
    assert sent(endpoint) == 0
    called(scene.plate("nogosan"), address="now")
    assert sent(endpoint) == 1
    endpoint.refresh_from_db()
    assert (endpoint.gone_at, endpoint.is_active) == (None, True)
    assert plan.replay(endpoint, 1, timezone.now()).planned == 3


def test_an_administrator_sends_again_from_a_number_on(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    for number in range(3):
        called(scene.plate("nogosan"), address=str(number))
    sent(endpoint)
    keeper, english = of_centre(scene.goyang), {"accept-language": "en"}
    chosen = {"_selected_action": [endpoint.pk], "action": "replay"}
    asked = keeper.post(address(Webhook, "changelist"), chosen, headers=english)
    assert "Send again from which event number on?" in asked.content.decode()
    for nonsense in ("0", "-1", "x", "²", "9" * 30):
        wrong = {**chosen, "asked": "yes", "first": nonsense}
        assert (
            "at least 1"
            in keeper.post(address(Webhook, "changelist"), wrong, headers=english).content.decode()
        )
    assert sent(endpoint) == 0
    done = keeper.post(address(Webhook, "changelist"), {**chosen, "first": "2"}, headers=english, follow=True)
    assert "2 are sent again." in done.content.decode()
    assert sent(endpoint) == 2


def test_a_program_sends_again_and_sees_how_each_does(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    other = hook(scene, receiver.url, jurisdiction=scene.paju)
    called(scene.plate("nogosan"))
    sent(endpoint)
    keeper = of_centre(scene.goyang)
    (told,) = keeper.get("/api/v1/webhooks").json()["webhooks"]
    assert (told["id"], told["health"], told["waiting"], told["planned_through"]) == (
        endpoint.pk,
        "well",
        0,
        1,
    )
    where = f"/api/v1/webhooks/{endpoint.pk}/replay"
    for nonsense in ({}, {"first": 0}, {"first": "x"}, {"first": 2**70}):
        assert keeper.post(where, nonsense, "application/json").status_code == 400
    answer = keeper.post(where, {"first": 1}, "application/json")
    assert (answer.status_code, answer.json()) == (202, {"planned": 1, "through": 1, "next": None})
    assert sent(endpoint) == 1
    not_mine = f"/api/v1/webhooks/{other.pk}/replay"
    assert keeper.post(not_mine, {"first": 1}, "application/json").status_code == 404
    Webhook.objects.update(is_active=False)
    assert keeper.post(where, {"first": 1}, "application/json").status_code == 409


@pytest.mark.parametrize("who", ["dispatcher", "supervisor", "editor", "auditor", "outsider"])
def test_who_sees_to_no_webhooks_replays_none(who: str, scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    somebody = browser(scene.people[who])
    assert somebody.get("/api/v1/webhooks").status_code == 403
    where = f"/api/v1/webhooks/{endpoint.pk}/replay"
    assert somebody.post(where, {"first": 1}, "application/json").status_code == 403
    assert browser().post(where, {"first": 1}, "application/json").status_code == 403


def test_an_operator_sends_again_by_a_command(
    scene: Scene, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = hook(scene, receiver.url)
    for number in range(3):
        called(scene.plate("nogosan"), address=str(number))
    sent(endpoint)
    monkeypatch.setattr(plan, "AT_ONCE", 1)
    said = StringIO()
    call_command("replay_webhook", str(endpoint.pk), "2", stdout=said)
    assert said.getvalue() == "2 events are sent again, up to number 3.\n"
    for wrong in (["0", "1"], [str(endpoint.pk), "0"]):
        with pytest.raises(CommandError):
            call_command("replay_webhook", *wrong)
    Webhook.objects.update(is_active=False)
    with pytest.raises(CommandError):
        call_command("replay_webhook", str(endpoint.pk), "1")


def test_every_outcome_and_state_has_its_words() -> None:
    assert set(words.OUTCOMES) == set(Outcome.values)
    assert set(words.STATES) == set(Delivery.State.values)
    assert set(words.HEALTH) == set(Health)
    assert set(words.KINDS) <= set(EventKind.values)
    with translation.override("ko"):
        assert words.kind("opened") == "열어 봄"


def test_a_membership_is_what_lets_somebody_in(scene: Scene, receiver: Receiver) -> None:
    endpoint = hook(scene, receiver.url)
    keeper = of_centre(scene.goyang)
    Membership.objects.filter(role=Role.ADMINISTRATOR).delete()
    assert keeper.get(address(endpoint, "change", endpoint.pk)).status_code == 403
