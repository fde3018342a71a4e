"""Load the geometry libraries that bring their own GEOS, PROJ and GDAL, before SpatiaLite can be.

SQLite opens an extension for the whole process to see, and with SpatiaLite come the system's GEOS and
PROJ. A library loaded after that binds to those older ones in place of the ones inside its wheel:
measured, shapely's first question to a prepared polygon then ends the process with a segmentation
fault, and pyproj answers from another PROJ. What is loaded first is bound to its own for good.
"""

import pyproj
import shapely

# Loads pyogrio, after saying which drivers GDAL may never use: it reads that once, when it loads.
from addresses.formats import gdal

LOADED = (shapely, pyproj, gdal)
