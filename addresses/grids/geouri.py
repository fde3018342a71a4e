"""geo: URIs, strictly by RFC 5870: `geo:37.658700,126.977900;u=12`, latitude first."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from addresses.errors import ImpossiblePosition, UnknownCoordinateSystem, UnreadableReference
from addresses.grids.place import LEAST_UNCERTAINTY_M, Place, Point, degrees_radius_m, round_up

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
# Section 3.3: parameter values are unreserved characters, a few marks, and percent escapes.
_PARAMETER = r";[A-Za-z0-9-]+(?:=(?:[A-Za-z0-9\-_.!~*'()\[\]:&+$]|%[0-9A-Fa-f]{2})+)?"
_SHAPE = re.compile(
    rf"geo:({_NUMBER}),({_NUMBER})(?:,({_NUMBER}))?((?:{_PARAMETER})*)", re.IGNORECASE | re.ASCII
)
_UNSIGNED = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class GeoUri:
    """What a geo: URI says. `uncertainty_m` is None when it makes no claim, 0 when it claims none."""

    point: Point
    altitude_m: float | None = None
    uncertainty_m: float | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    resolution_m: float = LEAST_UNCERTAINTY_M

    @property
    def place(self) -> Place:
        """The point with the claimed radius, never smaller than what the written digits can say."""
        return Place(self.point, round_up(max(self.uncertainty_m or 0.0, self.resolution_m)))


def write(point: Point, uncertainty_m: float | None = None, altitude_m: float | None = None) -> str:
    """Return a geo: URI with six decimals, and `u` in metres (rounded up to 0.1) when it is known.

    Raises ImpossiblePosition for a radius that is negative or no number.
    """
    longitude = 180.0 if point.longitude == -180.0 else point.longitude
    uri = f"geo:{_fixed(point.latitude, 6)},{_fixed(longitude, 6)}"
    if altitude_m is not None:
        uri += f",{_fixed(altitude_m, 1)}"
    if uncertainty_m is None:
        return uri
    if not 0 <= uncertainty_m < float("inf"):
        raise ImpossiblePosition(f"A radius of {uncertainty_m} m cannot be. Give 0 or more metres, or none.")
    return f"{uri};u={round_up(uncertainty_m):.1f}".removesuffix(".0")


def read(text: str) -> GeoUri:
    """Return what a geo: URI says, in the normal form of RFC 5870, 3.4.4.

    Raises UnreadableReference, UnknownCoordinateSystem (any `crs` but wgs84), ImpossiblePosition.
    """
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise UnreadableReference("Give a geo: URI with latitude first, such as geo:37.6587,126.9779;u=12.")
    parameters = _parameters(shape[4])
    crs, radius = parameters.pop("crs", "wgs84"), parameters.pop("u", None)
    if crs.lower() != "wgs84":
        raise UnknownCoordinateSystem(f"This geo: URI is in {crs}. Convert it to WGS84 first.")
    if radius is not None and not _UNSIGNED.fullmatch(radius):
        raise UnreadableReference("The u of a geo: URI is a number of metres, such as u=12.")
    point = Point(float(shape[2]), float(shape[1]))
    steps = [10.0 ** -len(number.partition(".")[2]) for number in (shape[2], shape[1])]
    return GeoUri(
        _normal(point),
        float(shape[3]) if shape[3] else None,
        float(radius) if radius is not None else None,
        parameters,
        degrees_radius_m(steps[0], steps[1], point.latitude),
    )


def _parameters(text: str) -> dict[str, str]:
    pairs = [parameter.partition("=") for parameter in text.split(";")[1:]]
    names = [name.lower() for name, _, _ in pairs]
    # The grammar gives crs and u their places (crs first, then u), and every name once.
    fixed = [name for name in ("crs", "u") if name in names]
    if len(set(names)) != len(names) or names[: len(fixed)] != fixed:
        raise UnreadableReference("In a geo: URI each parameter stands once: crs first, then u, then others.")
    return {name: unquote(value) for name, (_, _, value) in zip(names, pairs, strict=True)}


def _normal(point: Point) -> Point:
    if abs(point.latitude) == 90.0:
        return Point(0.0, point.latitude)
    return Point(180.0, point.latitude) if point.longitude == -180.0 else point


def _fixed(number: float, decimals: int) -> str:
    text = f"{number:.{decimals}f}"
    return text[1:] if float(text) == 0 and text.startswith("-") else text
