import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from core.db.days import partitioned_table

EXPOSURE = """
CREATE TABLE exposure_exposure (
    cell bigint NOT NULL,
    day integer NOT NULL,
    zone_id integer NOT NULL,
    certain boolean NOT NULL,
    citizens integer[] NOT NULL,
    started integer[] NOT NULL,
    ended integer[] NOT NULL,
    CHECK (cardinality(citizens) > 0 AND cardinality(citizens) = cardinality(started)
           AND cardinality(citizens) = cardinality(ended))
) PARTITION BY RANGE (day);
CREATE INDEX exposures_by_cell ON exposure_exposure (cell);
CREATE INDEX exposures_by_zone ON exposure_exposure (zone_id);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0001_citizens_and_marks"),
        ("zones", "0001_zones_and_ranges"),
    ]

    operations = [
        partitioned_table(
            EXPOSURE,
            model=migrations.CreateModel(
                name="Exposure",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "day",
                            "cell",
                            "zone_id",
                            "certain",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("cell", models.BigIntegerField()),
                    ("day", models.IntegerField()),
                    ("zone_id", models.IntegerField()),
                    ("certain", models.BooleanField()),
                    ("citizens", ArrayField(models.IntegerField())),
                    ("started", ArrayField(models.IntegerField())),
                    ("ended", ArrayField(models.IntegerField())),
                ],
                options={
                    "db_table": "exposure_exposure",
                },
            ),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.IntegerField()),
                ("asked_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True, choices=[("yes", "Yes"), ("no", "No")], max_length=3
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="zones.effectivezone",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answer", "yes")), fields=["citizen"], name="said_yes"
                    ),
                    models.Index(
                        condition=models.Q(("answer", "")), fields=["zone"], name="unanswered"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("citizen", "zone", "day"), name="asked_once_a_zone_and_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_comes_with_its_time",
                    ),
                ],
            },
        ),
    ]
