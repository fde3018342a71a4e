"""Words of ``/admin/`` in the language of the request, written where they are said: Korean first, then English."""

from django.utils.functional import lazy
from django.utils.translation import get_language


def said(korean: str, english: str) -> str:
    """Return the words in the language of this moment; English where no language is set, as in a migration."""
    return korean if (get_language() or "").startswith("ko") else english


# Said when the page is made, not when the program starts.
chosen = lazy(said, str)
