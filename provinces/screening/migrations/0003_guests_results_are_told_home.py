"""Laboratories say where a guest lives, and that home is told.

Nothing that is there changes; to go back, remove table and column.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0002_laboratories_sites_and_appointments"),
    ]

    operations = [
        migrations.CreateModel(
            name="ToldHome",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("home", models.CharField(max_length=31)),
                ("told_as", models.UUIDField(unique=True)),
                ("counted_as", models.BinaryField(max_length=8)),
                ("told_at", models.DateTimeField()),
                ("wrong_because", models.CharField(blank=True, max_length=300)),
                ("taken_back_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="sealedresult",
            name="home",
            field=models.CharField(blank=True, db_default="", max_length=31),
        ),
        migrations.AddIndex(
            model_name="sealedresult",
            index=models.Index(
                condition=models.Q(("stopped_because", ""), models.Q(("home", ""), _negated=True)),
                fields=["home", "id"],
                name="sealed_for_another_home",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealedresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("home", ""),
                    models.Q(("document_hash__isnull", False), ("site", None)),
                    _connector="OR",
                ),
                name="a_guest_is_named_by_a_document",
            ),
        ),
        migrations.AddField(
            model_name="toldhome",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="told_home",
                to="screening.reportversion",
            ),
        ),
        migrations.AddIndex(
            model_name="toldhome",
            index=models.Index(
                condition=models.Q(
                    ("taken_back_at", None), models.Q(("wrong_because", ""), _negated=True)
                ),
                fields=["id"],
                name="told_home_wrongly",
            ),
        ),
        migrations.AddConstraint(
            model_name="toldhome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_back_at", None),
                    models.Q(("wrong_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="what_was_told_home_is_taken_back_for_a_reason",
            ),
        ),
    ]
