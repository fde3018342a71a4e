import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Links with which another agency finds the newest position, and who read it with them."""

    dependencies = [
        ("emergency", "0007_quick_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("report_received", "Report Received"),
                    ("fixes_received", "Fixes Received"),
                    ("message_from_person", "Message From Person"),
                    ("report_cancelled", "Report Cancelled"),
                    ("opened", "Opened"),
                    ("acknowledged", "Acknowledged"),
                    ("dispatched", "Dispatched"),
                    ("message_from_centre", "Message From Centre"),
                    ("closed", "Closed"),
                    ("reopened", "Reopened"),
                    ("positions_erased", "Positions Erased"),
                    ("consent_withdrawn", "Consent Withdrawn"),
                    ("locate_requested", "Locate Requested"),
                    ("reference_made", "Reference Made"),
                    ("reference_revoked", "Reference Revoked"),
                ],
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("token_sha256", models.BinaryField(max_length=32, unique=True)),
                ("recipient", models.CharField(max_length=80)),
                ("made_by_name", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="emergency.incident",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
            },
        ),
        migrations.AddField(
            model_name="look",
            name="reference",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="looks",
                to="emergency.reference",
            ),
        ),
    ]
