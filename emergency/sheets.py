"""Tables that a spreadsheet opens: UTF-8 with its mark, and no text that it would take for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.http import StreamingHttpResponse

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
# Without it spreadsheets take Hangul for something else.
_MARK: Final = "\ufeff"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def answer(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Return a CSV file (RFC 4180), row by row, so that a long one fills no memory."""

    def lines() -> Iterator[str]:
        sheet = csv.writer(_Echo())
        yield _MARK + sheet.writerow(head)
        for row in rows:
            yield sheet.writerow([plain(value) if isinstance(value, str) else value for value in row])

    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def plain(text: str) -> str:
    """Return a text that no spreadsheet computes: what begins like a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text
