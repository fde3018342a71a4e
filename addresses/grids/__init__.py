"""Ways to write a place down, one sibling per way, each with `write(point)` and `read(text)`.

`npn` (국가지점번호), `wgs84` (latitude and longitude), `utmk` (EPSG:5179), `mgrs`, `plus_code`, `geouri`
(RFC 5870) and `map_link` (links of map services). All speak `Point` and `Place`; inside, coordinates are
(longitude, latitude), and only the text of a sibling knows another order.
"""

from addresses.grids.place import Place, Point

__all__ = ["Place", "Point"]
