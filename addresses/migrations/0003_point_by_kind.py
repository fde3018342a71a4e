from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

NAME = "point_by_kind_and_place"


def add(apps, schema_editor):
    # Nearest of one kind: GiST walks the positions of that kind alone. SpatiaLite has an R-tree with
    # the kind as a third dimension instead, which addresses.spatial_index keeps.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX {NAME} ON addresses_addresspoint USING gist (facility_type_id, position)"
            " WHERE state = 'active'"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Extension(BtreeGistExtension):
    """Asks for nothing on another database, backwards either: there Django forgets to look."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    """Make the nearest of a rare kind as quick to find as the nearest of all."""

    dependencies = [("addresses", "0002_facility_types")]

    operations = [Extension(), migrations.RunPython(add, remove)]
