"""People are told what became of a paper code by post."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0007_of_marks_that_were_lifted"),
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
                    ("posted", "Posted"),
                ],
                max_length=10,
            ),
        ),
    ]
