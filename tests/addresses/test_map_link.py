"""Links that people copy out of map apps and paste into a message."""

import pytest

from addresses.errors import ImpossiblePosition, UnreadableReference
from addresses.grids import Point, map_link


@pytest.mark.parametrize(
    "link",
    [
        "https://www.google.com/maps/@37.658889,126.977778,15z",
        "https://www.google.com/maps/search/?api=1&query=37.658889,126.977778",
        "https://www.google.com/maps?q=37.658889%2C126.977778",
        "https://www.google.com/maps/place/Baegundae/@37.1,126.1,17z/data=!3m1!4b1!3d37.658889!4d126.977778",
        "https://maps.apple.com/?ll=37.658889,126.977778&q=Baegundae",
        "https://map.kakao.com/link/map/백운대,37.658889,126.977778",
        "https://map.kakao.com/link/map/37.658889,126.977778",
        "https://www.openstreetmap.org/?mlat=37.658889&mlon=126.977778#map=15/37.1/126.1",
        "geo:0,0?q=37.658889,126.977778(Baegundae)",
        "geo:37.658889,126.977778?z=15",
        "HTTPS://MAPS.GOOGLE.COM/?Q=LOC:37.658889,126.977778",
    ],
)
def test_it_reads_the_marked_position(link):
    assert map_link.read(link).point == Point(126.977778, 37.658889)


def test_it_reads_its_own_links():
    assert map_link.read(map_link.write(Point(126.977778, 37.658889))).point == Point(126.977778, 37.658889)


@pytest.mark.parametrize(
    "link", ["https://maps.app.goo.gl/abc123", "https://example.org/", "37.6,126.9", "geo:37.6,126.9", ""]
)
def test_a_link_with_no_position_in_it_is_refused_with_the_way_out(link):
    with pytest.raises(UnreadableReference, match="copy the coordinates"):
        map_link.read(link)


def test_a_link_to_nowhere_is_refused():
    with pytest.raises(ImpossiblePosition):
        map_link.read("https://www.google.com/maps/@0,0,2z")
