"""A photo gets a name of its own, so that its file and its row change one after the other."""

from typing import Any

from django.db import migrations, models


def name(apps: Any, editor: Any) -> None:
    """Name the photos that there are as they were named: by the id of their report."""
    reports = apps.get_model("addresses", "PlateReport").objects.using(editor.connection.alias)
    for report in reports.filter(has_photo=True).only("pk").iterator():
        reports.filter(pk=report.pk).update(photo=f"{report.pk}.jpg")


def count(apps: Any, editor: Any) -> None:
    """Note which reports have a photo."""
    reports = apps.get_model("addresses", "PlateReport").objects.using(editor.connection.alias)
    reports.exclude(photo="").update(has_photo=True)


class Migration(migrations.Migration):
    dependencies = [("addresses", "0005_plate_reports")]

    operations = [
        migrations.RenameField("platereport", "photo", "has_photo"),
        migrations.AddField(
            "platereport", "photo", models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(name, count),
        migrations.RemoveField("platereport", "has_photo"),
    ]
