"""A code may be for a caller, who reads it out to an official; no row is changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citizens", "0007_consents_say_who_recorded_them")]

    operations = [
        migrations.AlterField(
            model_name="challenge",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("account", "Account"),
                    ("mandate", "Mandate"),
                    ("letter", "Letter"),
                    ("telephone", "Telephone"),
                ],
                max_length=10,
            ),
        ),
    ]
