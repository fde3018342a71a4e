"""Load the geometry libraries that bring their own GEOS and PROJ, before SpatiaLite can be.

SQLite opens an extension for the whole process to see, and with SpatiaLite come the system's GEOS and
PROJ. A library loaded after that binds to those older ones in place of the ones inside its wheel:
measured, shapely's first question to a prepared polygon then ends the process with a segmentation
fault, and pyproj answers from another PROJ. What is loaded first is bound to its own for good.
GDAL is large and few processes need it: ``addresses.formats.gdal`` sees to itself.
"""

import pyproj
import shapely

LOADED = (shapely, pyproj)
