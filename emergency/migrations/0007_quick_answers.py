from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep which answer was touched, and whether its person may be called."""

    dependencies = [
        ("emergency", "0006_shares_and_locate_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="quick",
            field=models.CharField(
                blank=True,
                choices=[
                    ("yes", "yes"),
                    ("no", "no"),
                    ("cannot_speak", "cannot speak"),
                    ("cannot_move", "cannot move"),
                    ("bleeding", "bleeding"),
                    ("breathing", "breathing"),
                    ("hard_to_breathe", "hard to breathe"),
                    ("silent", "must stay silent"),
                    ("silent_over", "need not stay silent any more"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="voice",
            field=models.CharField(
                blank=True, help_text="cannot_speak or silent: do not call", max_length=16
            ),
        ),
    ]
