from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_that_somebody_asked"),
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
                    ("misused", "Misused"),
                ],
                max_length=10,
            ),
        ),
    ]
