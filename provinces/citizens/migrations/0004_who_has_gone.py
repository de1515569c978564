import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0003_consents_mandates_and_enrolments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "citizen",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="departure",
                        serialize=False,
                        to="citizens.citizen",
                    ),
                ),
                ("to", models.CharField(max_length=31)),
                ("left_at", models.DateTimeField()),
            ],
        ),
    ]
