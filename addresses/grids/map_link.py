"""Links of map services, as people paste them: the address holds the position in one of a few places."""

import re
from urllib.parse import unquote

from addresses.errors import UnreadableReference
from addresses.grids import wgs84
from addresses.grids.place import Place, Point

_PAIR = r"(-?[0-9]{1,3}(?:\.[0-9]+)?),\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)"
_LINK = re.compile(r"^(?:https?://|geo:[^?]*\?)", re.IGNORECASE)
# Most certain first: what was marked, then what was asked for, then where the map happened to be looking.
_PLACES = (
    re.compile(r"!3d(-?[0-9.]+)!4d(-?[0-9.]+)"),
    re.compile(rf"[?&](?:q|query|ll|daddr|destination|center|coordinate)=(?:loc:)?{_PAIR}", re.IGNORECASE),
    re.compile(rf"/link/(?:map|to|roadview)/(?:[^/?#]*,)?{_PAIR}(?:[?#]|$)", re.IGNORECASE),
    re.compile(rf"@{_PAIR}"),
    re.compile(r"[?&]mlat=(-?[0-9.]+)&mlon=(-?[0-9.]+)", re.IGNORECASE),
    re.compile(rf"^geo:{_PAIR}", re.IGNORECASE),
)


def write(point: Point) -> str:
    """Return a link that every phone opens in a map, with six decimals."""
    return f"https://www.google.com/maps/search/?api=1&query={point.latitude:.6f},{point.longitude:.6f}"


def read(text: str) -> Place:
    """Return the place in a link of Google, Apple, Kakao or OpenStreetMap, or an Android `geo:…?q=`.

    Raises UnreadableReference for shortened links, which hold no position.
    """
    link = unquote(text.strip())
    if _LINK.match(link):
        for pattern in _PLACES:
            if found := pattern.search(link):
                return wgs84.read(f"{found[1]}, {found[2]}")
    raise UnreadableReference("There is no position in this link. Open it and copy the coordinates.")
