"""The fields of the phone's forms, as much of them as can be read: a call for help is never too long."""

from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict

# Of what is longer than the server takes, this much is read: id, secret and the beginning of the words.
BEGINNING_BYTES: Final = 64 * 1024


def fields(request: HttpRequest) -> QueryDict:
    """Return the form's fields; of one that is too long those at its beginning, the last one cut.

    Raises RequestDataTooBig for what no form of ours sends.
    """
    try:
        return request.POST
    except RequestDataTooBig:
        if request.content_type != "application/x-www-form-urlencoded":
            raise
        if not hasattr(request, "_beginning"):
            request._beginning = QueryDict(request.read(BEGINNING_BYTES))  # type: ignore[attr-defined]
        return request._beginning  # type: ignore[attr-defined,no-any-return]
