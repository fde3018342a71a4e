"""Two GEOS and two PROJ live in one process: ours must not end up with the other's."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPENED_THE_DATABASE_FIRST = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
import sqlite3
connection = sqlite3.connect(":memory:")
connection.enable_load_extension(True)
connection.load_extension(django.conf.settings.SPATIALITE_LIBRARY_PATH)
import shapely
"""
FIND_THE_CENTRE = """
area = shapely.box(0, 0, 1, 1)
shapely.prepare(area)
print(bool(shapely.intersects_xy(area, 0.5, 0.5)))
"""
READ_A_GEOPACKAGE = """
import sys
import numpy as np
from addresses.formats import gdal
gdal.pyogrio.raw.write(
    sys.argv[1], geometry=shapely.to_wkb(shapely.points([[1, 2], [3, 4]])), geometry_type="Point",
    field_data=[np.array([1, 2])], fields=["number"], crs="EPSG:5179", driver="GPKG",
)
print(len(gdal.pyogrio.raw.read(sys.argv[1], bbox=(0, 0, 2, 3))[2]))
"""


def after_spatialite(script: str, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-c", OPENED_THE_DATABASE_FIRST + script, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_dispatch_centre_is_found_in_a_process_that_opened_spatialite_before_it_was_asked() -> None:
    assert after_spatialite(FIND_THE_CENTRE) == (0, "True\n")


def test_a_geopackage_is_read_in_a_process_that_opened_spatialite_before(tmp_path: Path) -> None:
    assert after_spatialite(READ_A_GEOPACKAGE, str(tmp_path / "points.gpkg")) == (0, "1\n")
