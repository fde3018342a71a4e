"""Every format by its name, and one way to make a document: write it, read it back, compare it."""

from collections.abc import Callable
from typing import Final, NamedTuple

from . import aml, cap, eido, geojson, gpx, pidf_lo, verify
from .facts import Facts
from .reading import Reading


class Untrue(Exception):
    """A document that differs from the facts: a fault of ours, and nothing that may leave."""


class Format(NamedTuple):
    """How other systems call a format, what its files end with, and who writes and reads it."""

    ending: str
    media_type: str
    write: Callable[[Facts], bytes]
    read: Callable[[bytes], Reading]


FORMATS: Final[dict[str, Format]] = {
    "pidf-lo": Format("pidf.xml", pidf_lo.MEDIA_TYPE, pidf_lo.write, pidf_lo.read),
    "eido": Format("eido.json", eido.MEDIA_TYPE, eido.write, eido.read),
    "cap": Format("cap.xml", cap.MEDIA_TYPE, cap.write, cap.read),
    "gpx": Format("gpx", gpx.MEDIA_TYPE, gpx.write, gpx.read),
    "geojson": Format("geojson", geojson.MEDIA_TYPE, geojson.write, geojson.read),
    "aml": Format("aml.txt", aml.MEDIA_TYPE, aml.write, aml.read),
}
BY_ENDING: Final = {one.ending: name for name, one in FORMATS.items()}


def made(write: Callable[[Facts], bytes], read: Callable[[bytes], Reading], facts: Facts) -> bytes:
    """Return a document that says what the facts say. Raises Untrue, NoPosition, NotMarked."""
    document = write(facts)
    differs = verify.problems(read(document), facts)
    if differs:
        raise Untrue(" ".join(differs))
    return document
