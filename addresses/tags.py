"""Tags: one code with its life. Issue, install, lose, replace, withdraw, and say what a code means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from . import changes, codes, seals
from .errors import AddressError
from .models import AddressPoint, Tag, TagMedium, TagState
from .seals import SealVerdict

TRIES = 20


class UnknownTag(AddressError):
    """No plate bears this code; ``near`` are issued codes that one slip of the finger away."""

    slug = "unknown-tag"

    def __init__(self, code: str, near: list[str]) -> None:
        super().__init__(f"No plate bears {codes.write(code)}. Compare the digits with the plate.")
        self.code = code
        self.near = near


class WrongState(AddressError):
    """The tag's life does not allow this step."""

    slug = "wrong-state"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a code means: its tag and point, what replaced it, and what its seal proves."""

    tag: Tag
    point: AddressPoint | None
    seal_verdict: SealVerdict
    successor: Tag | None


def resolve(code: str, seal: str | None) -> Resolved:
    """Return what stands behind eight digits, whatever state the tag is in. Raises UnknownTag.

    A withdrawn tag still shows where it stood: its URL is a promise for decades.
    """
    found = Tag.objects.select_related("point__facility_type")
    tag = found.filter(pk=code).first()
    if tag is None:
        near = Tag.objects.filter(pk__in=list(codes.near(code)), state=TagState.INSTALLED)
        raise UnknownTag(code, list(near.values_list("code", flat=True)[:5]))
    successor = found.get(pk=tag.replaced_by_id) if tag.replaced_by_id else None
    return Resolved(tag, tag.point, seals.verify(code, seal, seal_key()), successor)


def seal_key() -> bytes:
    """Return the key of the seals, from the settings."""
    return settings.SEAL_KEY.encode()


def url(tag: Tag) -> str:
    """Return what the plate's QR code holds: ``HTTPS://HOST/48279154.K7Q4M``."""
    return seals.url(settings.PUBLIC_URL, tag.code, seals.seal(tag.code, seal_key()))


def issue(
    point: AddressPoint | None, *, medium: str = TagMedium.QR, actor: Any, origin: str, code: str = ""
) -> Tag:
    """Issue a new code, for a point or blank. Raises WrongState when no free code was found.

    ``code`` names the digits instead of drawing them: for plates that exist already.
    """
    for _ in range(TRIES):
        tag = Tag(code=code or codes.new(), point=point, medium=medium, issued_at=timezone.now())
        try:
            with transaction.atomic():
                return changes.create(tag, actor=actor, origin=origin)
        except IntegrityError:
            if code:
                raise WrongState(f"{codes.write(code)} is taken. Give the plate another code.") from None
    raise WrongState("No free code was found. Try again.")


def install(tag: Tag, *, actor: Any, origin: str, point: AddressPoint | None = None) -> Tag:
    """Note that the plate hangs at its point; a blank tag is bound to ``point``. Raises WrongState."""
    bound = point or tag.point
    if bound is None:
        raise WrongState("A plate cannot hang nowhere. Name the point.")
    _need(tag, TagState.ISSUED, TagState.LOST)
    return _move(
        tag, TagState.INSTALLED, actor, origin, point=bound, installed_at=timezone.now(), ended_at=None
    )


def lose(tag: Tag, *, actor: Any, origin: str) -> Tag:
    """Note that the plate is missing. Raises WrongState."""
    _need(tag, TagState.INSTALLED)
    return _move(tag, TagState.LOST, actor, origin, ended_at=timezone.now())


def withdraw(tag: Tag, *, actor: Any, origin: str) -> Tag:
    """End a tag's life with nothing in its place. Raises WrongState."""
    _need(tag, TagState.ISSUED, TagState.INSTALLED, TagState.LOST)
    return _move(tag, TagState.WITHDRAWN, actor, origin, ended_at=timezone.now())


def replace(tag: Tag, successor: Tag, *, actor: Any, origin: str) -> Tag:
    """End a tag's life and say which tag to read instead. Raises WrongState."""
    _need(tag, TagState.INSTALLED, TagState.LOST)
    if successor.pk == tag.pk:
        raise WrongState("A tag cannot replace itself.")
    return _move(tag, TagState.REPLACED, actor, origin, replaced_by=successor, ended_at=timezone.now())


def _need(tag: Tag, *states: str) -> None:
    if tag.state not in states:
        raise WrongState(
            f"{codes.write(tag.code)} is {TagState(tag.state).label}. Read it again, then decide."
        )


def _move(
    tag: Tag, state: str, actor: Any, origin: str, **fields: AddressPoint | Tag | datetime | None
) -> Tag:
    return changes.update(tag, {"state": state, **fields}, actor=actor, origin=origin, version=tag.version)
