import django.db.models.deletion
from django.db import migrations, models

from core.db.set_once import SetOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0001_citizens_and_marks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("sampled_at", models.DateTimeField(db_index=True)),
                ("resulted_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("negative", "Negative"),
                            ("positive", "Positive"),
                            ("indeterminate", "Indeterminate"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("pcr", "Pcr"), ("antigen", "Antigen")], max_length=7
                    ),
                ),
                ("pooled", models.BooleanField(default=False)),
                ("laboratory", models.CharField(max_length=120)),
                ("sample_reference", models.CharField(max_length=80)),
                ("specimen", models.CharField(blank=True, max_length=40)),
                ("received_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_because", models.CharField(blank=True, max_length=300)),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("method__in", ["pcr", "antigen"]),
                            ("outcome__in", ["negative", "positive", "indeterminate"]),
                        ),
                        name="a_result_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("resulted_at__gte", models.F("sampled_at"))),
                        name="a_sample_is_taken_before_it_has_a_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("laboratory", ""), _negated=True),
                            models.Q(("sample_reference", ""), _negated=True),
                        ),
                        name="a_result_names_laboratory_and_sample",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at", None), ("voided_because", "")),
                            models.Q(
                                ("voided_at__isnull", False),
                                models.Q(("voided_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_voided_result_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("pooled", False), ("voided_at", None)),
                        fields=("laboratory", "sample_reference"),
                        name="a_sample_has_one_result",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("pooled", True), ("voided_at", None)),
                        fields=("laboratory", "sample_reference", "citizen"),
                        name="a_tube_has_one_result_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vaccination",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("given_at", models.DateTimeField(db_index=True)),
                ("vaccine", models.CharField(max_length=80)),
                ("dose_number", models.PositiveSmallIntegerField()),
                ("register_reference", models.CharField(max_length=120, unique=True)),
                ("received_at", models.DateTimeField()),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vaccinations",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("vaccine", ""), _negated=True),
                            models.Q(("register_reference", ""), _negated=True),
                            ("dose_number__gte", 1),
                        ),
                        name="a_dose_names_vaccine_register_and_number",
                    )
                ],
            },
        ),
        SetOnce("screening_result", {"voided_at": ["voided_because"]}),
    ]
