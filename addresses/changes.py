"""The one writer of history: form, API, import, field and loader change objects here and nowhere else.

Each call is one transaction that writes the object and what it was before. Old and new values
are plain JSON: a position is WKT, a time is ISO 8601, a related object is its key.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from .models import Change

Kept = TypeVar("Kept", bound=Model)

# The object's own book-keeping, which is no change by itself.
UNTOLD = frozenset({"version", "updated_at"})


class Stale(Exception):
    """Somebody else changed the object since the caller read it; ``current`` is how it is now."""

    def __init__(self, current: Model) -> None:
        super().__init__(f"{current._meta.label} {current.pk} has changed meanwhile: read it again")
        self.current: Any = current


def create(obj: Kept, *, actor: Any, origin: str, reason: str = "") -> Kept:
    """Save a new object and its first line of history; return it.

    ``actor`` is the signed-in user or None; ``origin`` names the door (form, API, import FILE,
    field, system).
    """
    with transaction.atomic():
        obj.save(force_insert=True)
        _told(obj, Change.Action.CREATED, {}, values(obj), actor, origin, reason).save()
    return obj


def create_all(objects: Sequence[Kept], *, actor: Any, origin: str, reason: str = "") -> list[Kept]:
    """Save many new objects of one model and their history in one transaction: for imports."""
    if not objects:
        return []
    with transaction.atomic():
        saved = type(objects[0])._default_manager.bulk_create(objects, batch_size=500)
        Change.objects.bulk_create(
            (_told(obj, Change.Action.CREATED, {}, values(obj), actor, origin, reason) for obj in saved),
            batch_size=500,
        )
    return saved


def update(
    obj: Kept,
    fields: dict[str, Any],
    *,
    actor: Any,
    origin: str,
    reason: str = "",
    version: int | None = None,
) -> Kept:
    """Change the named fields of an object, raise its version, and write old and new values.

    Returns ``obj`` as it is now in the database. ``version`` is the one that the caller saw:
    raises ``Stale`` when it is no longer the current one. Values that are the same already
    change nothing and leave no history, so doing it twice is doing it once.
    """
    names = [obj._meta.get_field(name).name for name in fields]
    with transaction.atomic():
        current = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
        if version is not None and getattr(current, "version", version) != version:
            raise Stale(current)
        old = values(current, names)
        for name, value in fields.items():
            setattr(current, name, value)
        new = values(current, names)
        changed = [name for name in names if old[name] != new[name]]
        if changed:
            _save(current, changed)
            before, after = ({name: side[name] for name in changed} for side in (old, new))
            _told(current, Change.Action.UPDATED, before, after, actor, origin, reason).save()
    obj.__dict__.update(current.__dict__)
    return obj


def delete(obj: Model, *, actor: Any, origin: str, reason: str = "") -> None:
    """Delete an object and keep its last values in the history."""
    with transaction.atomic():
        told = _told(obj, Change.Action.DELETED, values(obj), {}, actor, origin, reason)
        obj.delete()
        told.save()


def values(obj: Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the object's fields as plain JSON values; all but the book-keeping, or the named ones."""
    wanted = None if names is None else set(names)
    return {
        field.name: _plain(getattr(obj, field.attname))
        for field in obj._meta.concrete_fields
        if (field.name not in UNTOLD if wanted is None else field.name in wanted)
    }


def _save(obj: Model, changed: list[str]) -> None:
    saved = list(changed)
    if hasattr(obj, "version"):
        obj.version += 1
        saved.append("version")
    if hasattr(obj, "updated_at"):
        saved.append("updated_at")
    obj.save(update_fields=saved)


def _told(
    obj: Model, action: str, old: dict[str, Any], new: dict[str, Any], actor: Any, origin: str, reason: str
) -> Change:
    return Change(
        at=timezone.now(),
        actor=actor if getattr(actor, "is_authenticated", False) else None,
        origin=origin,
        reason=reason,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        old=old,
        new=new,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, GEOSGeometry):
        return value.wkt
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, FieldFile):
        return value.name or ""
    return value
