import django.db.models.deletion
from django.db import migrations, models

from core.db.days import partitioned_table

PRESENCE = """
CREATE TABLE presence_presence (
    cell bigint NOT NULL,
    citizen_id integer NOT NULL,
    started integer NOT NULL,
    ended integer NOT NULL CHECK (ended > started),
    moving boolean NOT NULL
) PARTITION BY RANGE (started);
CREATE UNIQUE INDEX one_presence_a_minute_and_cell
    ON presence_presence (citizen_id, started, cell);
"""

STAY = """
CREATE TABLE presence_stay (
    cell bigint NOT NULL,
    citizen_id integer NOT NULL,
    day integer NOT NULL,
    started integer NOT NULL,
    ended integer NOT NULL CHECK (ended > started)
) PARTITION BY RANGE (day);
CREATE INDEX stays_by_cell ON presence_stay (cell);
CREATE INDEX stays_by_citizen ON presence_stay (citizen_id);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0001_citizens_and_marks"),
    ]

    operations = [
        partitioned_table(
            PRESENCE,
            model=migrations.CreateModel(
                name="Presence",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "citizen_id",
                            "started",
                            "cell",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("cell", models.BigIntegerField()),
                    ("citizen_id", models.IntegerField()),
                    ("started", models.IntegerField()),
                    ("ended", models.IntegerField()),
                    ("moving", models.BooleanField()),
                ],
                options={
                    "db_table": "presence_presence",
                },
            ),
        ),
        partitioned_table(
            STAY,
            model=migrations.CreateModel(
                name="Stay",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "citizen_id",
                            "cell",
                            "started",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("cell", models.BigIntegerField()),
                    ("citizen_id", models.IntegerField()),
                    ("day", models.IntegerField()),
                    ("started", models.IntegerField()),
                    ("ended", models.IntegerField()),
                ],
                options={
                    "db_table": "presence_stay",
                },
            ),
        ),
        migrations.CreateModel(
            name="Cell",
            fields=[("cell", models.BigIntegerField(primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("paired_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to="citizens.citizen",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("venue", models.CharField(max_length=80)),
                ("cell", models.BigIntegerField(null=True)),
                ("at_minute", models.IntegerField()),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["cell"], name="check_ins_by_cell")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("citizen", "venue", "at_minute"), name="one_check_in_a_minute"
                    )
                ],
            },
        ),
    ]
