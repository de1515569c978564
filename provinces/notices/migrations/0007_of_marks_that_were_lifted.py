"""People are told that a mark of protection was lifted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0006_of_what_was_opened_asked_and_misused"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("began", "Began"),
                    ("changed", "Changed"),
                    ("ended", "Ended"),
                    ("question", "Question"),
                    ("upheld", "Upheld"),
                    ("withdrawn", "Withdrawn"),
                    ("suspended", "Suspended"),
                    ("appeal", "Appeal"),
                    ("checked", "Checked"),
                    ("emergency", "Emergency"),
                    ("misused", "Misused"),
                    ("lifted", "Lifted"),
                    ("lawful", "Lawful"),
                    ("breach", "Breach"),
                ],
                max_length=10,
            ),
        ),
    ]
