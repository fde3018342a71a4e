import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep what passers-by say of a plate."""

    dependencies = [
        ("addresses", "0004_telephone_numbers"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlateReport",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("damaged", "damaged or unreadable"),
                            ("missing", "missing"),
                            ("wrong_text", "what it says is wrong"),
                            ("wrong_place", "it stands in the wrong place"),
                            ("other", "something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("language", models.CharField(blank=True, max_length=16)),
                ("photo", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "new"), ("seen", "seen"), ("done", "done")],
                        default="new",
                        max_length=4,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("source_key", models.CharField(blank=True, editable=False, max_length=32)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plate_reports",
                        to="addresses.tag",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [
                    models.Index(fields=["-at"], name="plate_report_newest"),
                    models.Index(fields=["source_key", "at"], name="plate_report_source"),
                ],
            },
        ),
    ]
