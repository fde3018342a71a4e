"""Where along: trails, the places where a vehicle reaches them, and a point's place on a trail."""

from .access_point import AccessKind, AccessPoint
from .anchor import Anchor, Side
from .trail import Trail, TrailKind

__all__ = ["AccessKind", "AccessPoint", "Anchor", "Side", "Trail", "TrailKind"]
