"""An end of the programme that an operator named stands by itself; rows stay as written."""

import django.db.models.deletion
from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("rules", "0003_programme_terms")]

    operations = [
        migrations.CreateModel(
            name="EarlyEnd",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ends_at", models.DateTimeField()),
                ("kept_at", models.DateTimeField()),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="early_ends",
                        to="rules.programmeterm",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("kept_at"))),
                        name="an_early_end_is_not_of_the_past",
                    )
                ],
            },
        ),
        AppendOnly("rules_earlyend"),
    ]
