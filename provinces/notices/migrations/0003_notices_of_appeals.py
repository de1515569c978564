from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_of_what_was_contested"),
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
                ],
                max_length=10,
            ),
        ),
    ]
