from django.core.validators import RegexValidator
from django.db import migrations, models

DIALLED = RegexValidator(
    r"^\+?[0-9][0-9-]{1,18}\Z",
    "Write digits and hyphens only, such as 119 or 031-909-9119: phones dial it as it is.",
)


class Migration(migrations.Migration):
    """Ask for telephone numbers that a phone can dial; what stands in the table stays."""

    dependencies = [("addresses", "0003_point_by_kind")]

    operations = [
        migrations.AlterField(
            model_name="jurisdiction",
            name="fire_number",
            field=models.CharField(default="119", max_length=20, validators=[DIALLED]),
        ),
        migrations.AlterField(
            model_name="jurisdiction",
            name="police_number",
            field=models.CharField(default="112", max_length=20, validators=[DIALLED]),
        ),
    ]
