"""The small stage and the open door, for attacks on the door itself."""

from tests.emergency.conftest import house, scene

__all__ = ["house", "scene"]
