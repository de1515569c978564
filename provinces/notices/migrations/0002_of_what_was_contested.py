from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="of",
            field=models.CharField(blank=True, db_default="", max_length=120),
        ),
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
                ],
                max_length=10,
            ),
        ),
    ]
