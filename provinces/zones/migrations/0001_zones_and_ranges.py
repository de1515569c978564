import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jurisdictions", "0001_areas_and_offices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Territory",
            fields=[
                ("province", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("resolution", models.PositiveSmallIntegerField()),
                ("packed", models.BinaryField()),
                ("fine_cells", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="DivisionRisk",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division_code", models.CharField(db_index=True, max_length=12)),
                ("place", models.CharField(max_length=120)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Low"), (2, "Medium"), (3, "High")]
                    ),
                ),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("source", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("division_code", "place", "level", "first_on"),
                        name="a_spell_is_listed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="a_spell_does_not_end_before_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EffectiveZone",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=31)),
                ("reference", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Low"), (2, "Medium"), (3, "High")]
                    ),
                ),
                ("name_zh", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("starts", models.IntegerField()),
                ("ends", models.IntegerField()),
                ("revised_at", models.DateTimeField(db_index=True)),
                ("matched_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "reference", "version"),
                        name="a_version_is_in_effect_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="a_period_does_not_end_before_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=40, unique=True)),
                ("name_zh", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jurisdictions.area",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Low"), (2, "Medium"), (3, "High")]
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("building", "Building"),
                            ("compound", "Compound"),
                            ("village", "Village"),
                            ("venue", "Venue"),
                            ("street", "Street"),
                            ("area", "Other Area"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("authority", models.CharField(max_length=120)),
                ("reason", models.CharField(max_length=300)),
                ("case_evidence", models.CharField(max_length=200)),
                ("drawn", models.JSONField()),
                ("cells", models.JSONField()),
                ("spill", models.JSONField(default=list)),
                ("fine_cells", models.PositiveIntegerField()),
                ("needs_higher_office", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting", "Awaiting"),
                            ("in_force", "In Force"),
                            ("refused", "Refused"),
                        ],
                        default="awaiting",
                        max_length=10,
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
                ("declared_unit", models.CharField(max_length=80)),
                ("declared_at", models.DateTimeField()),
                ("signed_unit", models.CharField(blank=True, max_length=80)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="zones.zone",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("zone", "number"), name="versions_are_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="a_zone_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case_evidence", ""), _negated=True),
                        name="a_zone_cites_its_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None), ("signed_unit", "")),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("signed_unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signed_by_comes_with_signed_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_force"), _negated=True),
                            models.Q(
                                ("signed_by__isnull", False),
                                models.Q(("signed_by", models.F("declared_by")), _negated=True),
                                models.Q(("signed_unit", models.F("declared_unit")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_zone_in_force_bears_a_second_office",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ZoneRange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("lo", models.BigIntegerField()),
                ("hi", models.BigIntegerField()),
                ("starts", models.IntegerField()),
                ("ends", models.IntegerField()),
                ("certain", models.BooleanField()),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ranges",
                        to="zones.effectivezone",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        models.Func(
                            models.F("lo"), models.F("hi"), models.Value("[]"), function="int8range"
                        ),
                        name="ranges_by_cell",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hi__gte", models.F("lo"))), name="a_range_is_not_empty"
                    )
                ],
            },
        ),
    ]
