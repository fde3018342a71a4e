"""Who may do what, where: roles are held per jurisdiction, and nobody holds one by rank alone.

A superuser edits the tables behind the product; to see a person's position even they need a
membership, because each look is logged under a role of a centre.
"""

from typing import Any

from django.db.models import QuerySet

from .models import Jurisdiction, Membership, Role

# Who sits at a console.
ON_DUTY = (Role.DISPATCHER, Role.SUPERVISOR)


def jurisdictions_of(user: Any, *roles: str) -> QuerySet[Jurisdiction]:
    """Return the jurisdictions in which the user holds one of the roles (any role when none is named)."""
    return Jurisdiction.objects.filter(pk__in=_held(user, *roles).values("jurisdiction"))


def may(user: Any, role: str, jurisdiction: Jurisdiction) -> bool:
    """Say whether the user holds the role in the jurisdiction."""
    return _held(user, role).filter(jurisdiction=jurisdiction).exists()


def roles_in(user: Any, jurisdiction: Jurisdiction) -> list[str]:
    """Return the user's roles in the jurisdiction, sorted."""
    return sorted(_held(user).filter(jurisdiction=jurisdiction).values_list("role", flat=True))


def _held(user: Any, *roles: str) -> QuerySet[Membership]:
    if not (user.is_authenticated and user.is_active):
        return Membership.objects.none()
    held = Membership.objects.filter(user=user)
    return held.filter(role__in=roles) if roles else held
