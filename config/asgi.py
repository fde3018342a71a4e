"""The door for phones and streams, and behind it Django as the WSGI application that it is best at.

Django's own ASGI handler costs 1 to 2 ms a request in thread hops and a thread per open stream;
in a pool of threads the same views cost a quarter of that.
"""

import os
from typing import Any, cast

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_django = get_wsgi_application()

from a2wsgi import WSGIMiddleware  # noqa: E402

from emergency.door import Door  # noqa: E402
from emergency.http import App  # noqa: E402
from emergency.patience import Patience  # noqa: E402

# The two libraries spell the same ASGI and WSGI types apart.
application = Door(Patience(cast(App, WSGIMiddleware(cast(Any, _django), workers=8))))
