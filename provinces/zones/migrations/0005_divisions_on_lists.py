import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

LEVELS = [(1, "Low"), (2, "Medium"), (3, "High")]


class Migration(migrations.Migration):
    dependencies = [
        ("zones", "0004_find_zones_out_of_step"),
    ]

    operations = [
        migrations.CreateModel(
            name="Division",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("digest", models.CharField(max_length=64)),
                ("is_superseded", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_superseded", False)),
                        fields=("code",),
                        name="a_divisions_ground_is_compiled_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DivisionRange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("lo", models.BigIntegerField()),
                ("hi", models.BigIntegerField()),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ranges",
                        to="zones.division",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.SpGistIndex(
                        models.Func(
                            models.F("lo"), models.F("hi"), models.Value("[]"), function="int8range"
                        ),
                        name="division_ranges_by_cell",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hi__gte", models.F("lo"))),
                        name="a_division_range_is_not_empty",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("level", models.PositiveSmallIntegerField(choices=LEVELS)),
                ("starts", models.BigIntegerField()),
                ("ends", models.BigIntegerField(db_index=True)),
                ("is_marked", models.BooleanField(default=False)),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="zones.division",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_marked", False)),
                        fields=["id"],
                        name="listings_to_mark",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="a_listing_is_of_a_day_at_least",
                    )
                ],
            },
        ),
    ]
