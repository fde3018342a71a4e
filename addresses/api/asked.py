"""What a caller asks for in the address of a request, parsed once; nonsense is named and refused."""

import math

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from addresses.boxes import Box

MOST_AT_ONCE = 2_000


def number(request: Request, name: str, default: float | None, least: float, most: float) -> float | None:
    """Return one number from the query, or the default. Raises ValidationError."""
    text = request.query_params.get(name)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise ValidationError({name: f"Give a number from {least:g} to {most:g}."})
    return value


def whole(request: Request, name: str, default: int, least: int, most: int) -> int:
    """Return one whole number from the query, or the default. Raises ValidationError."""
    value = number(request, name, default, least, most)
    if value is None or value != int(value):
        raise ValidationError({name: "Give a whole number."})
    return int(value)


def box(request: Request) -> Box | None:
    """Return ``bbox=west,south,east,north`` in degrees, or None. Raises ValidationError."""
    degrees = _degrees(request, "bbox", 4)
    if degrees is None:
        return None
    found = Box(*degrees)
    if found.west > found.east or found.south > found.north:
        raise ValidationError({"bbox": "Give west,south,east,north: west before east, south before north."})
    return found


def place(request: Request, name: str = "near") -> tuple[float, float] | None:
    """Return ``near=longitude,latitude`` in degrees, or None. Raises ValidationError."""
    degrees = _degrees(request, name, 2)
    return None if degrees is None else (degrees[0], degrees[1])


def _degrees(request: Request, name: str, count: int) -> list[float] | None:
    text = request.query_params.get(name)
    if not text:
        return None
    hint = f"Give {count} numbers in degrees, longitude first, with commas between."
    try:
        degrees = [float(part) for part in text.split(",")]
    except ValueError:
        raise ValidationError({name: hint}) from None
    # Comparisons with NaN are false, so this refuses NaN as well.
    if len(degrees) != count or not all(
        -limit <= degree <= limit for degree, limit in zip(degrees, (180, 90) * 2, strict=False)
    ):
        raise ValidationError({name: hint})
    return degrees
