"""Any plate can be practised on: marked wherever it is seen, and apart from what is real in every room."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote
from uuid import UUID, uuid4

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from emergency import intake, metrics, parse, queue
from emergency.models import Delivery, Endpoint, Incident, Report
from tests.emergency.scene import Scene

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, language: str = "en") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def form_of(html: str) -> tuple[str, dict[str, str]]:
    """Return where the page's form sends to, and the id and secret in it."""
    action = re.search(r'id="send" method="post" action="([^"]*)"', html)
    assert action
    return unescape(action[1]), dict(re.findall(r'name="(report|secret)" value="([^"]+)"', html))


@pytest.mark.parametrize(("language", "word"), [("ko", "훈련"), ("en", "Exercise")])
def test_a_hiker_sees_in_title_band_and_button_that_it_is_practice(
    client: Client, scene: Scene, language: str, word: str
) -> None:
    html = page(client, f"/{scene.plates['nogosan']}?exercise", language)
    assert re.search(f"<title>{word}: ", html)
    assert re.search(rf'<header class="demonstration drill"><b>{word}</b>', html)
    assert re.search(rf'<button class="large"[^>]*>{word}: ', html)
    assert " data-exercise" in html


def test_every_text_message_of_an_exercise_says_so_before_anything_else(client: Client, scene: Scene) -> None:
    html = page(client, f"/{scene.plates['nogosan']}?exercise", "ko")
    texts = [unquote(unescape(link)) for link in re.findall(r'href="(sms:[^"]+)"', html)]
    assert len(texts) == 2
    assert all("body=[훈련]" in text for text in texts)
    assert re.search(r'<textarea id="sms"[^>]*>\[훈련\]', html)


def test_the_real_page_bears_no_mark_of_practice(client: Client, scene: Scene) -> None:
    html = page(client, f"/{scene.plates['nogosan']}", "ko")
    said = html.partition("<script")[0] + html.rpartition("</script>")[2]
    # But for the one link that leads to practice, where no script makes one.
    said, links = re.subn(r"<noscript>.*?</noscript>", "", said)
    assert links == 1
    assert "훈련" not in said
    assert "exercise" not in said


def test_every_way_on_from_an_exercise_stays_one_but_the_one_that_says_so(
    client: Client, scene: Scene
) -> None:
    html = page(client, f"/{scene.plates['nogosan']}?exercise")
    footer = html[html.index("<footer>") :]
    languages = re.findall(r'href="(\?lang=[^"]+)"', footer)
    assert languages
    assert all("exercise" in href for href in languages)
    band = html[html.index('class="demonstration drill"') :].partition("</header>")[0]
    assert re.findall(r'href="([^"]+)"', band) == ["?lang=en"]


def test_a_code_typed_on_the_start_page_of_an_exercise_leads_to_an_exercise(
    client: Client, scene: Scene
) -> None:
    assert 'type="hidden" name="exercise"' in page(client, "/?exercise")
    assert client.get("/?exercise=&code=4827-9153")["Location"].endswith("&exercise")


def test_a_form_without_script_sends_an_exercise_and_its_own_page_says_so(
    client: Client, scene: Scene
) -> None:
    action, fields = form_of(page(client, f"/{scene.plates['nogosan']}?exercise"))
    answer = client.post(action, fields)
    assert answer.status_code == 303
    assert Report.objects.get(pk=fields["report"]).is_exercise
    assert "<title>Exercise: " in page(client, answer["Location"])
    assert "[훈련]" in page(client, answer["Location"])


def sent(client: Client, plate: str, *, exercise: bool) -> Report:
    action, fields = form_of(page(client, f"/{plate}{'?exercise' if exercise else ''}"))
    client.post(action, fields)
    return Report.objects.get(pk=UUID(fields["report"]))


def test_a_crowd_at_one_plate_never_puts_a_real_call_into_an_exercise(client: Client, scene: Scene) -> None:
    plate = scene.plates["nogosan"]
    for turn in range(16):
        sent(client, plate, exercise=turn % 2 == 0)
    for incident in Incident.objects.all():
        kinds = set(incident.reports.values_list("is_exercise", flat=True))
        assert kinds == {incident.is_exercise}
    # Both have been joined among themselves: otherwise this would say nothing.
    assert Incident.objects.count() < 16


def test_an_exercise_is_owed_to_no_other_system(client: Client, scene: Scene) -> None:
    real = sent(client, scene.plates["nogosan"], exercise=False)
    Endpoint.objects.create(jurisdiction=real.jurisdiction, channel="email", address="duty@example.org")
    sent(client, scene.plates["nogosan"], exercise=True)
    assert not Delivery.objects.exists()
    sent(client, scene.plates["nogosan"], exercise=False)
    assert Delivery.objects.count() == 1


def test_a_day_of_practice_pushes_no_real_incident_off_the_list_of_closed_ones(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("emergency.queue.CLOSED_SHOWN", 2)
    calls = [sent(client, scene.plates["nogosan"], exercise=drill) for drill in (False, True, True, True)]
    now = timezone.now()
    for age, call in enumerate(reversed(calls)):
        Incident.objects.filter(pk=call.incident_id).update(
            state="closed", closed_at=now - timedelta(hours=age)
        )
    shown = queue.listed([calls[0].incident.jurisdiction_id], closed=True)
    assert [incident.is_exercise for incident in shown] == [False, True, True]


def test_an_exercise_is_counted_apart_from_real_reports(scene: Scene) -> None:
    counts = metrics.Metrics()
    now = timezone.now()
    commands = [
        parse.report(uuid4(), b"s" * 32, orjson.dumps({"exercise": drill}), now=now, source_key="a")
        for drill in (True, True, False)
    ]
    counts.committed(commands, intake.commit(commands), 0.01)
    told = counts.page(0, 0.0, {}).decode()
    assert "\nyeogi_reports_accepted_total 1.0\n" in told
    assert "\nyeogi_exercises_accepted_total 2.0\n" in told
