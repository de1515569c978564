import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("zones", "0007_lists_are_signed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commuting",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("treaty", models.CharField(max_length=64, unique=True)),
                (
                    "spared",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=31), size=None
                    ),
                ),
                ("only_uncertain", models.BooleanField()),
                ("starts", models.IntegerField()),
                ("ends", models.IntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("spared", []), _negated=True),
                        name="terms_on_commuters_spare_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="terms_on_commuters_do_not_end_before_they_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommutingRange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("lo", models.BigIntegerField()),
                ("hi", models.BigIntegerField()),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ranges",
                        to="zones.commuting",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.SpGistIndex(
                        models.Func(
                            models.F("lo"), models.F("hi"), models.Value("[]"), function="int8range"
                        ),
                        name="commuting_ranges_by_cell",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hi__gte", models.F("lo"))),
                        name="a_commuting_range_is_not_empty",
                    )
                ],
            },
        ),
    ]
