from django.db import migrations

from addresses import facility_types


def bring_in(apps, schema_editor):
    facility_types.seed(apps.get_model("addresses", "FacilityType"))


def take_out(apps, schema_editor):
    """Take out what no point uses: going back must not destroy places."""
    used = apps.get_model("addresses", "AddressPoint").objects.values("facility_type")
    types = apps.get_model("addresses", "FacilityType").objects
    types.filter(slug__in=[kind.slug for kind in facility_types.KINDS]).exclude(slug__in=used).delete()


class Migration(migrations.Migration):
    """Bring in the kinds of places that every installation starts with."""

    dependencies = [("addresses", "0001_initial")]

    operations = [migrations.RunPython(bring_in, take_out)]
