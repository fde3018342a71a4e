"""Load the geometry libraries that bring their own GEOS and PROJ, before SpatiaLite can be.

SQLite opens an extension for the whole process to see, and with SpatiaLite come the system's GEOS and
PROJ. A library loaded after that binds to those older ones in place of the ones inside its wheel:
measured, shapely's first question to a prepared polygon then ends the process with a segmentation
fault, and pyproj answers from another PROJ. What is loaded first is bound to its own for good.
GDAL is large and few processes need it: ``addresses.formats.gdal`` sees to itself.

And have the native libraries take no more memory for each thread than they need.
"""

import ctypes
import os

# Nothing here multiplies matrices; each thread of OpenBLAS would keep memory, and be in the way of a fork.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pyproj
import shapely

LOADED = (shapely, pyproj)

_M_ARENA_MAX = -8  # malloc.h of glibc
_HEAPS = 2


def share_heaps() -> None:
    """Have all threads share two heaps, where the C library is glibc and nobody set MALLOC_ARENA_MAX.

    By itself glibc gives each thread a heap of its own, up to eight a core, and what one request freed there
    no other thread can use: measured on two cores, up to 65 MB more after the same 56 pages.
    Python's own lock lets one thread in at a time anyway.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None and "MALLOC_ARENA_MAX" not in os.environ:
        mallopt(_M_ARENA_MAX, _HEAPS)


share_heaps()
