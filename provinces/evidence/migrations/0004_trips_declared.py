"""Trips to come that people declare; going back forgets them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0004_who_has_gone"),
        ("evidence", "0003_suspensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Trip",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("host", models.CharField(max_length=31)),
                ("place", models.CharField(blank=True, max_length=60)),
                ("departs_at", models.DateTimeField(db_index=True)),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("plane", "plane"),
                            ("train", "train"),
                            ("coach", "coach"),
                            ("ship", "ship"),
                            ("car", "car"),
                            ("other", "other"),
                        ],
                        max_length=8,
                    ),
                ),
                ("declared_at", models.DateTimeField()),
                ("amended_at", models.DateTimeField(null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trips",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("host", ""), _negated=True),
                        name="a_trip_leads_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("means__in", ["plane", "train", "coach", "ship", "car", "other"])
                        ),
                        name="a_trip_goes_by_known_means",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("departs_at__gt", models.F("declared_at"))),
                        name="a_trip_is_declared_before_it_begins",
                    ),
                ],
            },
        ),
    ]
