import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import provinces.screening.models.sites


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0002_assignments_end_soon_enough"),
        ("jurisdictions", "0003_nobody_grants_an_office_to_themselves"),
        ("screening", "0001_results_and_vaccinations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=12, unique=True)),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("booked", "Booked"),
                            ("cancelled", "Cancelled"),
                            ("arrived", "Arrived"),
                            ("sampled", "Sampled"),
                            ("missed", "Missed"),
                        ],
                        default="booked",
                        max_length=9,
                    ),
                ),
                ("booked_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("sampled_at", models.DateTimeField(null=True)),
                ("sample_reference", models.CharField(blank=True, max_length=80)),
                ("pooled", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["booked", "cancelled", "arrived", "sampled", "missed"])
                        ),
                        name="an_appointment_is_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_cancelled_appointment_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sampled_at__isnull", False),
                                ("state", "sampled"),
                                models.Q(("sample_reference", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "sampled"), _negated=True),
                                ("sample_reference", ""),
                                ("sampled_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_sample_has_its_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Laboratory",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=24, unique=True)),
                ("name", models.CharField(max_length=120, unique=True)),
                ("contact_name", models.CharField(max_length=80)),
                ("contact", models.CharField(max_length=120)),
                ("registered_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_because", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("contact_name", ""), _negated=True),
                            models.Q(("contact", ""), _negated=True),
                        ),
                        name="a_laboratory_names_who_answers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_because", "")),
                            models.Q(
                                ("revoked_at__isnull", False),
                                models.Q(("revoked_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_revoked_laboratory_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LaboratoryKey",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gte", models.F("issued_at"))),
                        name="a_key_expires",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("identifier", models.CharField(max_length=120)),
                ("version", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("final", "Final"),
                            ("corrected", "Corrected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                    ),
                ),
                ("sample_reference", models.CharField(max_length=80)),
                ("digest", models.BinaryField(max_length=32)),
                ("received_at", models.DateTimeField(db_index=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["id"],
                        name="versions_to_settle",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["final", "corrected", "withdrawn"]),
                            models.Q(("identifier", ""), _negated=True),
                        ),
                        name="a_version_is_of_a_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedResult",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("document_hash", models.BinaryField(max_length=32, null=True)),
                ("sealed", models.BinaryField()),
                ("received_at", models.DateTimeField(db_index=True)),
                ("stopped_because", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("stopped_because", "")),
                        fields=["id"],
                        name="sealed_and_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True)),
                ("name_zh", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                ("address_zh", models.CharField(max_length=160)),
                ("address_en", models.CharField(max_length=160)),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=provinces.screening.models.sites.every_day,
                        size=None,
                    ),
                ),
                ("opens", models.TimeField()),
                ("shuts", models.TimeField()),
                ("slot_minutes", models.PositiveSmallIntegerField()),
                ("capacity", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity__gte", 1),
                            ("shuts__gt", models.F("opens")),
                            ("slot_minutes__range", (5, 240)),
                            ("weekdays__contained_by", [1, 2, 3, 4, 5, 6, 7]),
                            models.Q(("weekdays", []), _negated=True),
                        ),
                        name="a_site_is_open_for_a_while",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("capacity", models.PositiveSmallIntegerField()),
                ("taken", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("capacity"))),
                        name="a_slot_is_never_overbooked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="a_slot_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="result",
            name="lapses_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lapses_at", None),
                    models.Q(
                        ("pooled", True),
                        models.Q(("outcome", "negative"), _negated=True),
                        ("lapses_at__gt", models.F("resulted_at")),
                    ),
                    _connector="OR",
                ),
                name="only_a_tube_that_is_not_negative_lapses",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="citizen",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appointments",
                to="citizens.citizen",
            ),
        ),
        migrations.AddField(
            model_name="laboratorykey",
            name="laboratory",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="keys",
                to="screening.laboratory",
            ),
        ),
        migrations.AddField(
            model_name="reportversion",
            name="laboratory",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="screening.laboratory",
            ),
        ),
        migrations.AddField(
            model_name="sealedresult",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="results",
                to="screening.reportversion",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="jurisdictions.area",
            ),
        ),
        migrations.AddField(
            model_name="sealedresult",
            name="site",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="screening.site",
            ),
        ),
        migrations.AddField(
            model_name="laboratory",
            name="sites",
            field=models.ManyToManyField(related_name="laboratories", to="screening.site"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="screening.site",
            ),
        ),
        migrations.AddField(
            model_name="slot",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="slots",
                to="screening.site",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="slot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="screening.slot",
            ),
        ),
        migrations.AddIndex(
            model_name="reportversion",
            index=models.Index(
                fields=["laboratory", "sample_reference"], name="versions_by_sample"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportversion",
            constraint=models.UniqueConstraint(
                fields=("laboratory", "identifier", "version"), name="a_version_is_told_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealedresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("document_hash__isnull", False), ("site__isnull", False), _connector="OR"
                ),
                name="a_sealed_result_can_find_its_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                fields=("site", "starts_at"), name="a_slot_is_there_once"
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["site", "sample_reference"], name="appointments_by_sample"),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["citizen", "state"], name="appointments_by_citizen"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                expressions=[
                    (
                        models.Func("citizen", "citizen", models.Value("[]"), function="int4range"),
                        "&&",
                    ),
                    ("period", "&&"),
                ],
                name="nobody_is_at_two_sites_at_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("pooled", False), models.Q(("sample_reference", ""), _negated=True)
                ),
                fields=("site", "sample_reference"),
                name="a_tube_of_one_is_used_once",
            ),
        ),
    ]
