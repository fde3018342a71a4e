"""How long people walk. Pure; seconds and metres, slopes as rise over run.

The speed on a path is Tobler's hiking function (W. Tobler, Three presentations on geographical analysis and
modeling, NCGIA technical report 93-1, 1993, from the data of E. Imhof): 6 km/h at its best, a little downhill,
5 km/h on the level. Off the path the same report multiplies it by three fifths.

Ours are the two factors below, which no source gives: what rescuers carry, and that nobody walks the air line
through a wood.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

# Packs, a stretcher, a defibrillator. An assumption: every answer says it.
LOAD_FACTOR: Final = 1.25
OFF_PATH: Final = 0.6
# What is walked for each metre of air line where there is no path. An assumption, too.
DETOUR: Final = 1.5
# Heights of receivers and of coarse models jump; nobody walks what is steeper.
STEEPEST: Final = 1.0


def speed_m_s(slope: Floats) -> Floats:
    """Return the walking speed on a path without load, in metres a second, by Tobler's hiking function."""
    gentle = np.clip(slope, -STEEPEST, STEEPEST)
    speed: Floats = 6.0 * np.exp(-3.5 * np.abs(gentle + 0.05)) / 3.6
    return speed


def seconds(run_m: Floats, rise_m: Floats) -> Floats:
    """Return how long each step along a path takes without load; a step without length takes no time."""
    slope = np.divide(rise_m, run_m, out=np.zeros_like(run_m), where=run_m > 0)
    return run_m / speed_m_s(slope)


def off_trail_seconds(air_line_m: float) -> float:
    """Return how long the air line takes where there is no path, without load, as if it were level."""
    return air_line_m * DETOUR / (float(speed_m_s(np.zeros(1))[0]) * OFF_PATH)


def minutes(unloaded_s: float) -> float:
    """Return the minutes of rescuers with their load."""
    return unloaded_s * LOAD_FACTOR / 60
