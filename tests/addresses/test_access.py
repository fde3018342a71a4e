"""Roles are held per jurisdiction, and nobody holds one by rank."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from addresses import access
from addresses.models import Membership, Role
from tests.cast import Town


def user(name: str) -> User:
    return User.objects.get(username=name)


def test_a_dispatcher_serves_in_the_own_jurisdiction_only(town: Town):
    dispatcher = user("dispatcher-deokyang")
    assert access.may(dispatcher, Role.DISPATCHER, town.deokyang)
    assert not access.may(dispatcher, Role.DISPATCHER, town.ilsan)
    assert not access.may(dispatcher, Role.EDITOR, town.deokyang)
    assert list(access.jurisdictions_of(dispatcher, Role.DISPATCHER)) == [town.deokyang]


def test_one_person_may_serve_in_several(town: Town):
    Membership.objects.create(user=user("editor-deokyang"), jurisdiction=town.ilsan, role=Role.INSPECTOR)
    editor = user("editor-deokyang")
    assert set(access.jurisdictions_of(editor)) == {town.deokyang, town.ilsan}
    assert list(access.jurisdictions_of(editor, Role.INSPECTOR, Role.AUDITOR)) == [town.ilsan]
    assert access.roles_in(editor, town.ilsan) == ["inspector"]


def test_a_stranger_and_somebody_who_left_hold_nothing(town: Town):
    gone = user("dispatcher-deokyang")
    gone.is_active = False
    for nobody in (AnonymousUser(), gone):
        assert not access.jurisdictions_of(nobody).exists()
        assert not access.may(nobody, Role.DISPATCHER, town.deokyang)
        assert access.roles_in(nobody, town.deokyang) == []


@pytest.mark.django_db
def test_a_superuser_without_a_membership_holds_nothing(town: Town):
    root = User.objects.create(username="root", is_superuser=True, is_staff=True)
    assert not access.may(root, Role.DISPATCHER, town.deokyang)
    assert not access.jurisdictions_of(root).exists()
