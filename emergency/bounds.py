"""How much of a request's body is kept for the pages, and how much is read at all, by where it goes."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from addresses import plate_reports

from .http import Scope

MEBIBYTE: Final = 1024 * 1024
MOST_PLATE_FORM_BYTES: Final = plate_reports.MOST_FORM_PHOTO_BYTES + MEBIBYTE


@dataclass(frozen=True, slots=True)
class Bound:
    """Bytes of one body. What lies between the two is thrown away as it comes in.

    A browser reads no answer before it has sent everything, and its person would see a broken line instead.
    A page with two different numbers looks at Content-Length: it says how much there was.
    """

    kept: int
    read: int


USUAL: Final = Bound(12 * MEBIBYTE, 12 * MEBIBYTE)
_PLATE_REPORT: Final = re.compile(r"/api/v1/plate-reports/[^/]+(/photo)?/?")
# Text messages and the form of AML: what is longer is thrown away as it comes, and refused.
_WAY_IN: Final = Bound(64 * 1024, MEBIBYTE)
_WAYS_IN: Final = re.compile(r"/api/v1/(sms|aml)/?")
_REPORT: Final = Bound(plate_reports.MOST_REPORT_BYTES, USUAL.read)
_PHOTO: Final = Bound(plate_reports.MOST_PHOTO_BYTES, USUAL.read)
# A telephone's camera makes photos of some fifty megabytes, and without a script nobody has made them smaller.
_PLATE_FORM: Final = Bound(MOST_PLATE_FORM_BYTES, 128 * MEBIBYTE)


def of(scope: Scope) -> Bound:
    """Return the bound of one HTTP request, from its method, path and query."""
    path = str(scope.get("path", ""))
    if match := _PLATE_REPORT.fullmatch(path):
        return _PHOTO if match[1] else _REPORT
    if _WAYS_IN.fullmatch(path):
        return _WAY_IN
    query = bytes(scope.get("query_string", b"")).decode("latin-1")
    if path.count("/") == 1 and "plate" in parse_qs(query, keep_blank_values=True):
        return _PLATE_FORM
    return USUAL
