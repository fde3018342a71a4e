"""A report without JavaScript, cookies or permission: one press, one report, and a page that tells of it."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from emergency import intake
from emergency.errors import StorageAway
from emergency.models import Incident, Message, Report
from tests.emergency.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def hidden(client: Client, path: str) -> dict[str, str]:
    html = client.get(path).content.decode()
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', html.split('id="send"')[1]))


@pytest.fixture
def phone(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def path(scene: Scene, name: str = "nogosan") -> str:
    plate = scene.plate(name)
    return f"/{plate['tag']}.{plate['seal']}"


def test_one_press_is_a_report_with_the_plate_and_its_seal(phone: Client, scene: Scene) -> None:
    sent = hidden(phone, path(scene)) | {
        "words": "다리를 다침",
        "kind": "fall",
        "people": "2",
        "phone": "010-1234-5678",
    }
    answer = phone.post(path(scene), sent)
    assert answer.status_code == 303
    report = Report.objects.get(pk=sent["report"])
    assert (report.channel, report.presence, report.kind, report.people) == ("form", "qr_sealed", "fall", 2)
    assert (report.words, report.phone, report.language) == ("다리를 다침", "01012345678", "en")
    assert report.best_source == "plate"
    assert report.consent["purposes"] == ["dispatch"]
    assert report.jurisdiction == scene.goyang


def test_a_double_press_is_one_report(phone: Client, scene: Scene) -> None:
    sent = hidden(phone, path(scene))
    first, second = (phone.post(path(scene), sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == Incident.objects.count() == 1


def test_who_goes_back_and_writes_more_adds_to_the_same_report(phone: Client, scene: Scene) -> None:
    sent = hidden(phone, path(scene))
    phone.post(path(scene), sent)
    for _ in range(2):
        answer = phone.post(path(scene), sent | {"words": "we are three"})
    assert answer.status_code == 303
    assert Report.objects.count() == 1
    assert [message.text for message in Message.objects.all()] == ["we are three"]


def test_a_form_with_a_broken_id_is_still_a_call_for_help(phone: Client, scene: Scene) -> None:
    answer = phone.post(
        path(scene), {"report": "nonsense", "secret": "x", "people": "many", "kind": "dragon"}
    )
    assert answer.status_code == 303
    assert "unreadable:people" in Report.objects.get().flags


def test_an_id_that_belongs_to_somebody_else_gets_a_new_one(phone: Client, scene: Scene) -> None:
    sent = hidden(phone, path(scene))
    phone.post(path(scene), sent)
    answer = phone.post(path(scene), sent | {"secret": "a" * 43})
    assert answer.status_code == 303
    assert Report.objects.count() == 2


def test_a_mistyped_code_can_be_reported_and_is_flagged(phone: Client, scene: Scene) -> None:
    sent = hidden(phone, "/4827") | {"words": "by the big rock"}
    assert phone.post("/4827", sent).status_code == 303
    report = Report.objects.get()
    assert "mistyped_tag" in report.flags
    assert report.presence == "none"
    assert report.jurisdiction == scene.goyang


def test_somebody_without_a_plate_can_report_from_the_start_page(phone: Client, scene: Scene) -> None:
    sent = hidden(phone, "/") | {"words": "north of the temple"}
    assert phone.post("/", sent).status_code == 303
    assert Report.objects.get().words == "north of the temple"


def test_no_position_enters_where_the_centre_takes_none(phone: Client, scene: Scene) -> None:
    answer = phone.post(path(scene, "valley"), {"report": "", "secret": ""})
    assert answer.status_code == 403
    assert 'href="tel:119"' in answer.content.decode()
    assert not Report.objects.exists()


def test_when_the_storage_is_away_the_form_comes_back_as_it_was(
    phone: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = hidden(phone, path(scene)) | {"words": "hurt leg"}
    with monkeypatch.context() as away:
        away.setattr(intake, "commit", lambda commands: [StorageAway("locked") for _ in commands])
        answer = phone.post(path(scene), sent)
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "Not sent yet" in html
    assert "hurt leg" in html
    assert sent["report"] in html
    assert sent["secret"] in html
    assert phone.post(path(scene), sent).status_code == 303
    assert Report.objects.get().words == "hurt leg"


def test_the_report_has_a_page_that_renews_itself(phone: Client, scene: Scene) -> None:
    location = phone.post(path(scene), hidden(phone, path(scene)))["Location"]
    html = phone.get(location).content.decode()
    assert "Received by Goyang 119" in html
    assert 'http-equiv="refresh" content="10"' in html
    assert "Opened by a dispatcher" in html
    assert 'href="sms:119' in html


def test_the_page_tells_what_the_centre_did_and_said(phone: Client, scene: Scene) -> None:
    location = phone.post(path(scene), hidden(phone, path(scene)))["Location"]
    now = timezone.now()
    incident = Incident.objects.get()
    Incident.objects.filter(pk=incident.pk).update(opened_at=now, acknowledged_at=now, state="acknowledged")
    Message.objects.create(id=incident.pk, incident=incident, from_centre=True, text="Stay <there>.", at=now)
    html = phone.get(location).content.decode()
    assert "<h1>Acknowledged by a dispatcher, " in html
    assert "Stay &lt;there&gt;." in html


def test_the_page_says_when_nobody_has_looked(phone: Client, scene: Scene) -> None:
    location = phone.post(path(scene), hidden(phone, path(scene)))["Location"]
    assert "Nobody has opened it yet" not in phone.get(location).content.decode()
    Report.objects.update(received_at=timezone.now() - timedelta(minutes=3))
    assert "Nobody has opened it yet" in phone.get(location).content.decode()


def test_a_guessed_address_shows_nothing(phone: Client, scene: Scene) -> None:
    phone.post(path(scene), hidden(phone, path(scene)))
    answer = phone.get(f"/r/{Report.objects.get().pk}.{'0' * 26}")
    assert answer.status_code == 404
    assert "Nogosan" not in answer.content.decode()
    assert 'href="tel:119"' in answer.content.decode()


def test_the_page_of_a_report_holds_no_measured_position(phone: Client, scene: Scene) -> None:
    location = phone.post(path(scene), hidden(phone, path(scene)))["Location"]
    Report.objects.update(best_longitude=126.945321, best_latitude=37.682747)
    html = phone.get(location).content.decode()
    assert "126.9453" not in html
    assert "37.6827" not in html


def test_words_of_any_length_reach_the_dispatcher_whole(phone: Client, scene: Scene) -> None:
    written = "".join(f"{number:04d} " for number in range(500)).strip()
    sent = hidden(phone, "/") | {"words": written}
    for _ in range(2):
        assert phone.post("/", sent).status_code == 303
    report = Report.objects.get()
    said = [report.words, *Message.objects.order_by("at", "text").values_list("text", flat=True)]
    assert "".join(said).replace(" ", "") == written.replace(" ", "")
    assert "cut" not in report.flags


@pytest.mark.parametrize("rest", ["\x00and more", " " * 4001 + "and more"])
def test_no_character_and_no_space_keeps_the_rest_of_the_words_away(
    phone: Client, scene: Scene, rest: str
) -> None:
    sent = hidden(phone, path(scene)) | {"words": "a" * 1000 + rest}
    assert phone.post(path(scene), sent).status_code == 303
    assert Report.objects.get().words == "a" * 1000
    assert Message.objects.get().text == "and more"


def test_a_novel_is_taken_as_far_as_it_can_be_read_and_the_person_learns_of_it(
    phone: Client, scene: Scene
) -> None:
    sent = urlencode(hidden(phone, path(scene)) | {"words": "다리 " * 400_000})
    answer = phone.post(path(scene), sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 303
    report = Report.objects.get()
    assert (report.presence, report.words[:5], "cut" in report.flags) == ("qr_sealed", "다리 다리", True)
    assert "their end was not taken" in phone.get(answer["Location"]).content.decode()
