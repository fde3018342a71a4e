"""Which centre answers for a place: polygons kept in memory, asked some thousand times a second."""

import threading
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from django.db.models import Max

from . import borders
from .errors import AddressError
from .models import Change, Jurisdiction

# How stale an answer may be after somebody redraws an area: the table is looked at this often.
CHECK_EVERY_S = 1.0
MOST_REMEMBERED = 10_000  # places whose answer is kept

_TOLD = [field.name for field in Jurisdiction._meta.concrete_fields if field.name != "area"]


class NoDefaultJurisdiction(AddressError):
    """No centre answers for what no polygon holds: the installation is not finished."""

    slug = "no-default-jurisdiction"

    def __init__(self) -> None:
        super().__init__(
            "No jurisdiction is the default. Mark one as default under Jurisdictions in /admin/, "
            "so that a report from outside every polygon still reaches a centre."
        )


Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees


@dataclass(frozen=True, slots=True)
class _Map:
    """Everything needed to answer, never changed after it was made, so threads may share it."""

    stamp: Any
    checked_at: float
    by_shape: list[tuple[Bounds, Any, Jurisdiction]]  # the smallest polygon first, prepared, whose
    default: Jurisdiction | None
    by_key: dict[int, Jurisdiction]
    asked: dict[tuple[float, float], Jurisdiction | None]  # plates are asked for again and again
    widest_m: float  # no centre sees further beyond its border


_map: _Map | None = None
_refresh = threading.Lock()


def containing(longitude: float, latitude: float) -> Jurisdiction:
    """Return the jurisdiction that holds a place, the smallest one where several overlap.

    What lies in no polygon belongs to the default centre. Degrees in EPSG:4326. Raises
    ``NoDefaultJurisdiction``. The object is shared between callers: read it, do not change it.
    """
    return holding(longitude, latitude) or default()


def holding(longitude: float, latitude: float) -> Jurisdiction | None:
    """Return the jurisdiction whose polygon holds a place, or None outside all of them."""
    known, place = _current(), (longitude, latitude)
    try:
        return known.asked[place]
    except KeyError:
        if len(known.asked) >= MOST_REMEMBERED:
            known.asked.clear()
        held = known.asked[place] = _holding(known, longitude, latitude)
        return held


def holding_each(places: np.ndarray[Any, Any]) -> list[Jurisdiction | None]:
    """Return for each place (a row of longitude, latitude) what ``holding`` says, many at once and none remembered."""
    known = _current()
    found = np.full(len(places), -1)
    # The largest first: a smaller polygon has the last word.
    for number, (_, shape, _) in reversed(list(enumerate(known.by_shape))):
        found[shapely.intersects_xy(shape, places[:, 0], places[:, 1])] = number
    return [known.by_shape[number][2] if number >= 0 else None for number in found.tolist()]


def near(longitude: float, latitude: float, radius_m: float) -> frozenset[int]:
    """Return the keys of the jurisdictions that a circle (metres at 95 %) lies in or within their border's metres of.

    Degrees in EPSG:4326. The jurisdiction that holds the place is among them.
    """
    known = _current()
    west, south, east, north = borders.box(longitude, latitude, radius_m + known.widest_m)
    # What the box does not meet can neither hold the place nor take ground away from what does.
    met = [
        (shape, jurisdiction)
        for bounds, shape, jurisdiction in known.by_shape
        if bounds[0] <= east and bounds[2] >= west and bounds[1] <= north and bounds[3] >= south
    ]
    shapes = [(shape, float(jurisdiction.border_m)) for shape, jurisdiction in met]
    return frozenset(met[n][1].pk for n in borders.within(shapes, longitude, latitude, radius_m))


def _holding(known: _Map, longitude: float, latitude: float) -> Jurisdiction | None:
    # Comparing four numbers for each of some hundred areas is cheaper than asking a tree of shapes.
    for (west, south, east, north), shape, jurisdiction in known.by_shape:
        may_hold = west <= longitude <= east and south <= latitude <= north
        if may_hold and shapely.intersects_xy(shape, longitude, latitude):
            return jurisdiction
    return None


def default() -> Jurisdiction:
    """Return the jurisdiction that answers where no polygon does. Raises ``NoDefaultJurisdiction``."""
    return _default_of(_current())


def known(pk: int) -> Jurisdiction:
    """Return the jurisdiction with this key, shared like the others; the default one where it is gone."""
    here = _current()
    return here.by_key.get(pk) or _default_of(here)


def forget() -> None:
    """Drop what is remembered, so that the next question reads the table again."""
    global _map
    _map = None


def _default_of(known: _Map) -> Jurisdiction:
    if known.default is None:
        raise NoDefaultJurisdiction
    return known.default


def _current() -> _Map:
    """Return the map; look at most once every ``CHECK_EVERY_S`` whether the table has changed.

    One thread looks while the others go on with what they have; only the first answer of a
    process has to be waited for.
    """
    known = _map
    if known is not None and time.monotonic() - known.checked_at < CHECK_EVERY_S:
        return known
    if not _refresh.acquire(blocking=known is None or CHECK_EVERY_S == 0) and known is not None:
        return known
    try:
        return _refreshed(_map)
    finally:
        _refresh.release()


def _refreshed(known: _Map | None) -> _Map:
    global _map
    now = time.monotonic()
    stamp = _stamp()
    if known is not None and known.stamp == stamp:
        fresh = replace(known, stamp=stamp, checked_at=now)
    else:
        fresh = _read(stamp, now)
    _map = fresh
    return fresh


def _stamp() -> Any:
    """Return what differs when any jurisdiction does: its plain columns, and the last change of one.

    The polygons themselves may be megabytes and are not compared: whoever redraws one does so
    through ``changes``.
    """
    told = Change.objects.filter(object_type=Jurisdiction._meta.label_lower).aggregate(last=Max("id"))
    return told["last"], tuple(Jurisdiction.objects.order_by("pk").values_list(*_TOLD))


def _read(stamp: Any, now: float) -> _Map:
    everyone = list(Jurisdiction.objects.order_by("pk"))
    shapes = []
    for jurisdiction in everyone:
        if jurisdiction.area is not None:
            shape = shapely.from_wkb(bytes(jurisdiction.area.wkb))
            shapely.prepare(shape)
            # Asked once here: GEOS builds its index at the first question, and two threads must not.
            shapely.intersects_xy(shape, 0, 0)
            shapes.append((shape, jurisdiction))
    shapes.sort(key=lambda pair: float(pair[0].area))
    return _Map(
        stamp,
        now,
        [(shape.bounds, shape, jurisdiction) for shape, jurisdiction in shapes],
        next((jurisdiction for jurisdiction in everyone if jurisdiction.is_default), None),
        {jurisdiction.pk: jurisdiction for jurisdiction in everyone},
        {},
        max((float(jurisdiction.border_m) for jurisdiction in everyone), default=0.0),
    )
