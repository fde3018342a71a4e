"""Says in one sentence that a command looks at a database without this version's tables."""

import os
import shlex

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def sentence() -> str:
    """Return which database is looked at and what to do; empty when it has all its tables, or does not answer."""
    try:
        missing = MigrationExecutor(connection)
        if not missing.migration_plan(missing.loader.graph.leaf_nodes()):
            return ""
        lacks = "not all the tables of this version" if missing.loader.applied_migrations else "no tables"
    except DatabaseError:
        return ""
    prefix = same_database()
    return (
        f"the database looked at, {database()}, has {lacks}. If a server runs on another one, give this command "
        f"the same DATA_DIR and DATABASE_URL as the server; else make the tables: "
        f"{f'{prefix} ' if prefix else ''}.venv/bin/python manage.py migrate"
    )


def database() -> str:
    """Return the database in words: its file, or its name and host; never its password."""
    chosen = settings.DATABASES["default"]
    if "spatialite" in chosen["ENGINE"]:
        return str(chosen["NAME"])
    return f"{chosen['NAME']} at {chosen.get('HOST') or 'this machine'}"


def same_database() -> str:
    """Return what stands before a command so that it looks where this process looks; empty for the default."""
    said = [f"DATA_DIR={shlex.quote(str(settings.DATA_DIR))}"] if os.environ.get("DATA_DIR") else []
    # Its value may hold a password, and a terminal is read by others.
    return " ".join([*said, *(["DATABASE_URL=…"] if os.environ.get("DATABASE_URL") else [])])
