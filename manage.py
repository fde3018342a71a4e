#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A setting is wrong, and the message says which: a traceback would only hide it.
        sys.exit(f"yeogi: {error}")
    except DatabaseError:
        from config import without_tables

        why = without_tables.sentence()
        if not why or "--traceback" in sys.argv:
            raise
        sys.exit(f"yeogi: {why}")
