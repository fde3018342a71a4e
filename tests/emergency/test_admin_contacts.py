"""Whom a centre tells of what nobody opens: entered by its supervisors, nonsense refused in words."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from addresses.models import Jurisdiction
from emergency.models import Contact, Delivery

from .scene import Scene, browser, called

PATH = "/admin/emergency/contact/"


@pytest.fixture
def supervisor(scene: Scene) -> Client:
    User.objects.filter(pk=scene.people["supervisor"].pk).update(is_staff=True)
    return browser(User.objects.get(pk=scene.people["supervisor"].pk))


def enter(client: Client, centre: Jurisdiction, **more: Any) -> Any:
    said = {"name": "당직", "jurisdiction": centre.pk, "channel": "overdue_sms", "address": "010-1234-5678"}
    return client.post(f"{PATH}add/", {**said, "is_active": "on", **more})


def test_a_supervisor_enters_a_number_as_people_write_it(supervisor: Client, scene: Scene) -> None:
    assert enter(supervisor, scene.goyang, address=" +82 10-1234-5678 ").status_code == 302
    assert Contact.objects.get().address == "01012345678"


def test_and_an_address_for_mail(supervisor: Client, scene: Scene) -> None:
    enter(supervisor, scene.goyang, channel="overdue_email", address=" duty@example.org ")
    assert Contact.objects.get().address == "duty@example.org"


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("overdue_sms", "119"),
        ("overdue_sms", "031-123-4567"),
        ("overdue_sms", "duty@example.org"),
        ("overdue_sms", "010-1234-5678; rm -rf"),
        ("overdue_sms", ""),
        ("overdue_email", "01012345678"),
        ("overdue_email", "a@b.kr\nBcc: all@example.org"),
        ("overdue_email", "a@b.kr, c@d.kr"),
        ("webhook", "https://example.org/"),
        ("sms", "locate"),
    ],
)
def test_what_reaches_nobody_is_refused(supervisor: Client, scene: Scene, channel: str, address: str) -> None:
    answer = enter(supervisor, scene.goyang, channel=channel, address=address)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not Contact.objects.exists()


def test_the_same_one_is_refused_twice(supervisor: Client, scene: Scene) -> None:
    enter(supervisor, scene.goyang)
    assert enter(supervisor, scene.goyang, address="01012345678").status_code == 200
    assert Contact.objects.count() == 1


def test_a_supervisor_enters_none_for_the_next_city_and_sees_none_of_it(
    supervisor: Client, scene: Scene
) -> None:
    Contact.objects.create(
        jurisdiction=scene.paju, channel="overdue_sms", address="01099998888", name="파주 당직"
    )
    enter(supervisor, scene.paju, name="남의 것")
    assert not Contact.objects.filter(name="남의 것").exists()
    assert "01099998888" not in supervisor.get(PATH).content.decode()


def test_a_dispatcher_does_not_get_in(scene: Scene) -> None:
    User.objects.filter(pk=scene.people["dispatcher"].pk).update(is_staff=True)
    dispatcher = browser(User.objects.get(pk=scene.people["dispatcher"].pk))
    assert dispatcher.get(PATH).status_code == 403


def test_the_list_says_what_became_of_the_last_message(supervisor: Client, scene: Scene) -> None:
    enter(supervisor, scene.goyang)
    incident = called(scene.plate("nogosan")).incident
    Delivery.objects.create(
        endpoint_id=Contact.objects.get().pk, incident=incident, occasion="escalated_told",
        due_at=incident.received_at, state="failed", last_error="The gateway answered 500: no credit",
    )  # fmt: skip
    assert "no credit" in supervisor.get(PATH).content.decode()
