"""One box for any reference: a code, a number on a sign, a position in any spelling, an address, a name."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses import access, finding, meant, nearest, references, tags
from addresses.grids.place import Point
from addresses.models import AddressPoint
from addresses.references import Kind, Reading

from . import asked, features
from .answers import Unhurried
from .points import told

MOST = 10
LONGEST = 2_000
NEAREST_WITHIN_M = 2_000.0
Result = dict[str, Any]


class Locate(APIView):
    """Understand whatever a caller reads out."""

    permission_classes = [AllowAny]
    throttle_classes = [Unhurried]

    @extend_schema(
        parameters=[
            OpenApiParameter("q", required=True, description="what was read out, typed or pasted"),
            OpenApiParameter("near", description="longitude,latitude: completes a short Plus Code"),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Return up to ten ways to understand the text, the likeliest first.

        Who is signed in with a role also gets, in ``meant``, what lies one slip away in their own jurisdictions.
        """
        text = request.query_params.get("q", "").replace("\x00", "").strip()
        if not text or len(text) > LONGEST:
            raise ValidationError(
                {"q": f"Give a code, a number, a position or a name, up to {LONGEST} characters."}
            )
        here = asked.place(request)
        readings = references.read(text, Point(*here) if here else None)
        results = list(islice((one for reading in readings for one in _results(reading, text)), MOST))
        answer = {"query": text, "results": results}
        mine = set(access.jurisdictions_of(request.user).values_list("pk", flat=True))
        if mine:
            known = any(one.get("point") for one in results if one["problem"] is None)
            answer["meant"] = [] if known else [_neighbour(one) for one in meant.of(text, readings, mine)]
        return Response(answer)


def _neighbour(one: meant.Meant) -> Result:
    return {
        "kind": one.kind,
        "text": one.text,
        "longitude": round(one.longitude, features.DECIMALS),
        "latitude": round(one.latitude, features.DECIMALS),
        "uncertainty_m": one.uncertainty_m,
        "point": features.point(one.point) if one.point else None,
    }


def _results(reading: Reading, typed: str) -> Iterator[Result]:
    if reading.kind is Kind.CODE:
        yield _of_code(reading)
    elif reading.kind is Kind.TEXT:
        yield from _of_words(typed if len(typed) <= 200 else reading.text)
    else:
        yield _of_place(reading)


def _of_code(reading: Reading) -> Result:
    """Return what stands behind a code. Whether the seal was right is not told: that would help to guess it."""
    result: Result = {"kind": "code", "text": reading.text, "problem": reading.problem}
    suggestions = list(reading.suggestions)
    if reading.problem is None:
        try:
            tag = tags.resolve(reading.text, None).tag
        except tags.UnknownTag as error:
            return result | {"problem": str(error), "suggestions": error.near}
        result |= {"tag_state": tag.state, "replaced_by": tag.replaced_by_id}
        if tag.point_id is not None:
            result |= _at(told().get(pk=tag.point_id))
    return result | {"suggestions": suggestions}


def _of_place(reading: Reading) -> Result:
    """Return where a reference is, the point that bears it, and the nearest one."""
    result: Result = {"kind": reading.kind.value, "text": reading.text, "problem": reading.problem}
    if reading.place is None:
        return result
    longitude, latitude = reading.place.point.longitude, reading.place.point.latitude
    result |= {
        "longitude": round(longitude, features.DECIMALS),
        "latitude": round(latitude, features.DECIMALS),
        "uncertainty_m": reading.place.uncertainty_m,
        "outline": [
            [round(corner.longitude, features.DECIMALS), round(corner.latitude, features.DECIMALS)]
            for corner in reading.place.outline
        ],
    }
    if reading.kind is Kind.NPN:
        bearer = finding.by_npn(reading.text.replace(" ", "")).first()
        result["point"] = features.point(bearer) if bearer else None
    for near in nearest.points(longitude, latitude, limit=1, within_m=NEAREST_WITHIN_M):
        result["nearest"] = features.near(near, features.point(near.point))
    return result


def _of_words(text: str) -> Iterable[Result]:
    """Return the points that a sign's number, an address or a name means, each point once."""
    finders: tuple[tuple[str, Callable[[str], QuerySet[AddressPoint]]], ...] = (
        ("alias", finding.by_sign),
        ("object_address", finding.by_object_address),
        ("name", finding.by_name),
    )
    seen: set[int] = set()
    for kind, find in finders:
        for point in find(text).prefetch_related("aliases")[:MOST]:
            if point.pk not in seen:
                seen.add(point.pk)
                yield {"kind": kind, "text": point.name_ko, "problem": None} | _at(point)


def _at(point: AddressPoint) -> Result:
    return {
        "longitude": round(point.position.x, features.DECIMALS),
        "latitude": round(point.position.y, features.DECIMALS),
        "uncertainty_m": point.uncertainty_m,
        "point": features.point(point),
    }
