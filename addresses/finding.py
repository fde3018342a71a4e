"""Find points by what is written on a sign: another body's number, an object address, a name."""

import re

from django.db.models import Q, QuerySet

from addresses import references
from addresses.models import AddressPoint, PointState

SHORTEST_NAME = 2
# 강성로 256, 행주로15번길 89-1: a road's name ends in 로 or 길, then come the object's numbers.
_ADDRESS = re.compile(
    r"(?P<road>\S*[가-힣0-9](?:대로|로|길))\s*(?P<number>\d{1,5})(?:-(?P<sub>\d{1,3}))?(?:\s|$|,)"
)


def by_sign(text: str) -> QuerySet[AddressPoint]:
    """Return the points that bear another body's number, however it is padded."""
    sign = references.park_sign(text) or text.strip()
    return _active().filter(aliases__normalised=sign).distinct()


def by_npn(compact: str) -> QuerySet[AddressPoint]:
    """Return the points whose National Point Number this is: ``다사53936228``."""
    return _active().filter(npn=compact)


def by_object_address(text: str) -> QuerySet[AddressPoint]:
    """Return the points at a road and object number: ``강성로 256``, with or without what stands before."""
    found = _ADDRESS.search(" ".join(text.split()))
    if found is None:
        return AddressPoint.objects.none()
    at = Q(road_name=found["road"], object_number=int(found["number"]))
    if found["sub"]:
        at &= Q(object_subnumber=int(found["sub"]))
    return _active().filter(at)


def address(text: str) -> tuple[str, int] | None:
    """Return the road and the object's number that a text names, or None."""
    found = _ADDRESS.search(" ".join(text.split()))
    return (found["road"], int(found["number"])) if found else None


def by_name(text: str) -> QuerySet[AddressPoint]:
    """Return the points with these words in their name, in either language; all words have to be there."""
    words = text.split()
    if len("".join(words)) < SHORTEST_NAME:
        return AddressPoint.objects.none()
    has_all = Q()
    for word in words[:6]:
        has_all &= Q(name_ko__icontains=word) | Q(name_en__icontains=word)
    return _active().filter(has_all)


def _active() -> QuerySet[AddressPoint]:
    return AddressPoint.objects.filter(state=PointState.ACTIVE).select_related("facility_type").order_by("pk")
