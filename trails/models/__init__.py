"""Where along: trails, the places where a vehicle reaches them, a point's place on a trail; packages, the network."""

from .access_point import AccessKind, AccessPoint
from .anchor import Anchor, Side
from .closure import Closure
from .network import TrailNetwork
from .package import Package, PackageArea, PackageNotice
from .trail import Trail, TrailKind

__all__ = [
    "AccessKind",
    "AccessPoint",
    "Anchor",
    "Closure",
    "Package",
    "PackageArea",
    "PackageNotice",
    "Side",
    "Trail",
    "TrailKind",
    "TrailNetwork",
]
