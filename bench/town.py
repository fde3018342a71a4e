"""Read from the database what phones and consoles of a measurement need: tags, consent, sessions."""

import json
import sys
from importlib import import_module
from typing import Any

import django


def town(consoles: int) -> dict[str, Any]:
    """Return the installed tags with their seals, the consent that the page shows, and sessions."""
    from django.conf import settings

    from addresses import jurisdictions, seals
    from addresses.models import Tag, TagState
    from emergency import pages

    codes = Tag.objects.filter(state=TagState.INSTALLED).values_list("code", flat=True)[:5000]
    text = pages.agreement(jurisdictions.default(), "ko")
    return {
        "tags": [[code, seals.seal(code, settings.SEAL_KEY.encode())] for code in codes],
        "consent": {
            "version": text.version,
            "language": text.language,
            "purposes": list(text.purposes),
            "text_sha256": text.sha256,
        },
        "cookies": [_session() for _ in range(consoles)],
    }


def _session() -> str:
    """Sign in somebody who is on duty everywhere and has shown a second factor; return the cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model

    from addresses import second_factor
    from addresses.models import Jurisdiction, Membership, Role

    user, _ = get_user_model().objects.get_or_create(username="bench-dispatcher")
    for jurisdiction in Jurisdiction.objects.all():
        Membership.objects.get_or_create(user=user, jurisdiction=jurisdiction, role=Role.DISPATCHER)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    second_factor.note(session, user)
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    django.setup()
    print(json.dumps(town(int(sys.argv[1]))))
