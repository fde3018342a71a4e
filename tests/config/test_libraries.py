"""Two GEOS and two PROJ live in one process: ours must not end up with the other's."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPEN_THE_DATABASE_FIRST = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
import sqlite3
connection = sqlite3.connect(":memory:")
connection.enable_load_extension(True)
connection.load_extension(django.conf.settings.SPATIALITE_LIBRARY_PATH)
import shapely
area = shapely.box(0, 0, 1, 1)
shapely.prepare(area)
print(bool(shapely.intersects_xy(area, 0.5, 0.5)))
"""


def test_a_dispatch_centre_is_found_in_a_process_that_opened_spatialite_before_it_was_asked() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN_THE_DATABASE_FIRST], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "True\n")
