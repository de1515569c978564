import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0002_assignments_end_soon_enough"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegularPlace",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("home", "Home"),
                            ("work", "Work"),
                            ("commute", "Commute"),
                            ("other", "Other"),
                        ],
                        max_length=8,
                    ),
                ),
                ("cell", models.BigIntegerField()),
                ("said_at", models.DateTimeField()),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("citizen", "cell"), name="a_place_is_said_once")
                ],
            },
        ),
    ]
