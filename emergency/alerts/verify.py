"""Read an alert back and compare its areas with the stretch: what no schema can see. Pure.

Swapped axes, metres for kilometres: such an area warns people elsewhere, or a whole province.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree
from shapely import LineString, Point, Polygon, box

from emergency.handoff import cap, xml
from emergency.handoff.reading import Unfit

from . import area
from .hazard import Hazard, Notice

# An area may reach this far from its stretch: twice what is laid around it, and a short stretch's whole circle.
FAR_M: Final = 2 * area.AROUND_M + area.SHORT_M


def problems(document: bytes, hazard: Hazard, notice: Notice) -> tuple[str, ...]:
    """Return how a message differs from what it is about, in sentences. Raises Unfit."""
    found = cap.read(document)
    root = xml.parsed(document)
    return (
        *_head(root, notice),
        *(() if found.is_exercise == hazard.is_exercise else ("It is marked as what it is not.",)),
        *_areas(root, LineString(hazard.line)),
    )


def _head(root: etree._Element, notice: Notice) -> Iterator[str]:
    said = {
        "identifier": notice.identifier,
        "sender": notice.sender,
        "msgType": notice.kind,
        "scope": "Public",
        "references": " ".join(notice.references) or None,
    }
    for name, value in said.items():
        if xml.text(root, f"c:{name}", cap.NAMES) != value:
            yield f"Its {name} is not {value!r}."


def _areas(root: etree._Element, line: LineString) -> Iterator[str]:
    infos = root.findall("c:info", cap.NAMES)
    if not infos:
        yield "It says nothing."
    for info in infos:
        told = [_shape(one) for one in info.iterfind("c:area/*", cap.NAMES) if _is_shape(one)]
        if not told:
            yield "It names no area."
        for shape in told:
            yield from _area(shape, line)


def _is_shape(element: etree._Element) -> bool:
    return element.tag in (cap.tag("circle"), cap.tag("polygon"))


def _shape(element: etree._Element) -> area.Circle | area.Ring:
    """Return an area as (longitude, latitude) and metres. Raises Unfit."""
    text = element.text or ""
    if element.tag == cap.tag("circle"):
        longitude, latitude, radius_m = cap.circle(text)
        return area.Circle((longitude, latitude), radius_m)
    return area.Ring(tuple(cap.corners(text)))


def _area(told: area.Circle | area.Ring, line: LineString) -> Iterator[str]:
    here = area.plane(line)
    flat = here.flat(line)
    if isinstance(told, area.Circle):
        shape = here.flat(Point(told.centre)).buffer(told.radius_m + 1, quad_segs=64)
    else:
        shape = here.flat(Polygon(told.corners))
    if not shape.is_valid:
        raise Unfit("The outline of an area crosses itself.")
    if not shape.covers(flat):
        yield "An area does not hold the stretch: are the axes swapped, or kilometres and metres mixed up?"
    elif not box(*flat.bounds).buffer(FAR_M).contains(shape):
        yield "An area reaches far beyond the stretch: are kilometres and metres mixed up?"
