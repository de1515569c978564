import django.db.models.deletion
from django.db import migrations, models

import provinces.ledger.events
from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            (
                                provinces.ledger.events.Event["PROVINCE_STARTED"],
                                provinces.ledger.events.Event["PROVINCE_STARTED"],
                            ),
                            (
                                provinces.ledger.events.Event["OFFICE_GRANTED"],
                                provinces.ledger.events.Event["OFFICE_GRANTED"],
                            ),
                            (
                                provinces.ledger.events.Event["OFFICE_ENDED"],
                                provinces.ledger.events.Event["OFFICE_ENDED"],
                            ),
                            (
                                provinces.ledger.events.Event["CITIZEN_ENROLLED"],
                                provinces.ledger.events.Event["CITIZEN_ENROLLED"],
                            ),
                            (
                                provinces.ledger.events.Event["ASSIGNMENT_OPENED"],
                                provinces.ledger.events.Event["ASSIGNMENT_OPENED"],
                            ),
                            (
                                provinces.ledger.events.Event["RECORD_READ"],
                                provinces.ledger.events.Event["RECORD_READ"],
                            ),
                            (
                                provinces.ledger.events.Event["PRESENCE_INGESTED"],
                                provinces.ledger.events.Event["PRESENCE_INGESTED"],
                            ),
                            (
                                provinces.ledger.events.Event["DEVICE_PAIRED"],
                                provinces.ledger.events.Event["DEVICE_PAIRED"],
                            ),
                            (
                                provinces.ledger.events.Event["ZONE_DECLARED"],
                                provinces.ledger.events.Event["ZONE_DECLARED"],
                            ),
                            (
                                provinces.ledger.events.Event["ZONE_REVISED"],
                                provinces.ledger.events.Event["ZONE_REVISED"],
                            ),
                            (
                                provinces.ledger.events.Event["ZONE_COUNTERSIGNED"],
                                provinces.ledger.events.Event["ZONE_COUNTERSIGNED"],
                            ),
                            (
                                provinces.ledger.events.Event["ZONE_REFUSED"],
                                provinces.ledger.events.Event["ZONE_REFUSED"],
                            ),
                            (
                                provinces.ledger.events.Event["ZONE_LIFTED"],
                                provinces.ledger.events.Event["ZONE_LIFTED"],
                            ),
                            (
                                provinces.ledger.events.Event["ZONES_RECEIVED"],
                                provinces.ledger.events.Event["ZONES_RECEIVED"],
                            ),
                            (
                                provinces.ledger.events.Event["DIVISIONS_IMPORTED"],
                                provinces.ledger.events.Event["DIVISIONS_IMPORTED"],
                            ),
                            (
                                provinces.ledger.events.Event["QUESTION_ANSWERED"],
                                provinces.ledger.events.Event["QUESTION_ANSWERED"],
                            ),
                            (
                                provinces.ledger.events.Event["RULESET_PUBLISHED"],
                                provinces.ledger.events.Event["RULESET_PUBLISHED"],
                            ),
                            (
                                provinces.ledger.events.Event["DECISION_MADE"],
                                provinces.ledger.events.Event["DECISION_MADE"],
                            ),
                            (
                                provinces.ledger.events.Event["RUN_STARTED"],
                                provinces.ledger.events.Event["RUN_STARTED"],
                            ),
                            (
                                provinces.ledger.events.Event["RUN_PUBLISHED"],
                                provinces.ledger.events.Event["RUN_PUBLISHED"],
                            ),
                            (
                                provinces.ledger.events.Event["RUN_ABANDONED"],
                                provinces.ledger.events.Event["RUN_ABANDONED"],
                            ),
                            (
                                provinces.ledger.events.Event["DAY_DROPPED"],
                                provinces.ledger.events.Event["DAY_DROPPED"],
                            ),
                            (
                                provinces.ledger.events.Event["DAYS_FORGOTTEN"],
                                provinces.ledger.events.Event["DAYS_FORGOTTEN"],
                            ),
                        ],
                        max_length=40,
                    ),
                ),
                ("recorded_at", models.DateTimeField(db_index=True)),
                ("commitment", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "event__in",
                                [
                                    "province.started",
                                    "office.granted",
                                    "office.ended",
                                    "citizen.enrolled",
                                    "assignment.opened",
                                    "record.read",
                                    "presence.ingested",
                                    "device.paired",
                                    "zone.declared",
                                    "zone.revised",
                                    "zone.countersigned",
                                    "zone.refused",
                                    "zone.lifted",
                                    "zones.received",
                                    "divisions.imported",
                                    "question.answered",
                                    "ruleset.published",
                                    "decision.made",
                                    "run.started",
                                    "run.published",
                                    "run.abandoned",
                                    "day.dropped",
                                ],
                            )
                        ),
                        name="an_entry_has_a_known_event",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payload",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="ledger.entry",
                    ),
                ),
                ("salt", models.BinaryField(max_length=16)),
                ("by", models.CharField(blank=True, max_length=80)),
                ("about", models.CharField(blank=True, db_index=True, max_length=80)),
                ("body", models.JSONField(default=dict)),
            ],
        ),
        AppendOnly("ledger_entry"),
    ]
