"""Since when somebody has the symptoms that they declared."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_fact_sheets")]

    operations = [
        migrations.AddField(
            "factsheet",
            "declarations_symptoms_onset_at",
            models.DateTimeField(null=True),
        ),
    ]
