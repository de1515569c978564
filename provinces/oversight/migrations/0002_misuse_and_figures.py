"""Figures, misuse cases and freezes, and what the database does not take.

An auditor examines no case that they or their office are concerned by; what an auditor has wait
takes no signature. To go back, drop the triggers: no row of another room is changed.
"""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from core.db.set_once import SetOnce

INDEPENDENT = """
CREATE FUNCTION oversight_case_independent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own text[];
BEGIN
    SELECT coalesce(array_agg(DISTINCT o.unit::text), '{}') || NEW.auditor_unit::text INTO own
    FROM jurisdictions_office o
    WHERE o.user_id = NEW.auditor_id AND o.period @> NEW.assigned_at;
    IF NEW.auditor_id IN (NEW.official_id, NEW.accomplice_id) OR own && NEW.units::text[] THEN
        RAISE EXCEPTION 'a misuse case is examined by another office than those it is about'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER oversight_case_is_independent BEFORE INSERT OR UPDATE OF auditor_id ON oversight_case
    FOR EACH ROW WHEN (NEW.auditor_id IS NOT NULL)
    EXECUTE FUNCTION oversight_case_independent();
"""
UNDO_INDEPENDENT = """
DROP TRIGGER oversight_case_is_independent ON oversight_case;
DROP FUNCTION oversight_case_independent();
"""
# For each kind of thing: its table, what its signature makes of it, and when it was signed.
SIGNED = (
    ("piece", "evidence_evidence", "in_force", "NEW.approved_at"),
    ("zone", "zones_version", "in_force", "NEW.signed_at"),
    (
        "rules",
        "rules_draft",
        "signed",
        "(SELECT r.signed_at FROM rules_ruleset r WHERE r.id = NEW.ruleset_id)",
    ),
)
WAIT = """
CREATE FUNCTION oversight_{thing}_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM oversight_freeze f
        WHERE f.thing = '{thing}' AND f.key = NEW.id AND f.lifted_at IS NULL
          AND f.ends_at > {signed_at}
    ) THEN
        RAISE EXCEPTION 'frozen by an auditor: {thing} %', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_waits_for_auditor BEFORE UPDATE ON {table}
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state = '{state}')
    EXECUTE FUNCTION oversight_{thing}_waits();
"""
UNDO_WAIT = """
DROP TRIGGER {table}_waits_for_auditor ON {table};
DROP FUNCTION oversight_{thing}_waits();
"""


def waits(thing: str, table: str, state: str, signed_at: str) -> migrations.RunSQL:
    """Return the step after which nothing of a kind is signed while it is frozen."""
    return migrations.RunSQL(
        WAIT.format(thing=thing, table=table, state=state, signed_at=signed_at),
        UNDO_WAIT.format(thing=thing, table=table),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0004_who_has_gone"),
        ("evidence", "0003_suspensions"),
        ("jurisdictions", "0003_nobody_grants_an_office_to_themselves"),
        ("rules", "0002_unsigned_only_before_officials_sign"),
        ("zones", "0006_zones_stay_as_they_were_signed"),
        ("oversight", "0001_switches_requests_and_breaches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("repeated", "Repeated"),
                            ("out_of_hours", "Out Of Hours"),
                            ("protected", "Protected"),
                            ("canary", "Canary"),
                            ("volume", "Volume"),
                            ("without_act", "Without Act"),
                            ("cohort", "Cohort"),
                            ("pair", "Pair"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None
                    ),
                ),
                (
                    "entries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "pieces",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("measures", models.JSONField(default=dict)),
                ("opened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("examined", "Examined"),
                            ("founded", "Founded"),
                            ("unfounded", "Unfounded"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("auditor_unit", models.CharField(blank=True, max_length=80)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("examined_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_because", models.CharField(blank=True, max_length=600)),
                ("suspension_proposed_at", models.DateTimeField(null=True)),
                (
                    "accomplice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "auditor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "examined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["open", "examined"])),
                        fields=["opened_at"],
                        name="misuse_to_examine",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accomplice", None),
                            models.Q(("accomplice", models.F("official")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_misuse_case_names_two_officials_or_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("assigned_at", None), ("auditor", None), ("auditor_unit", "")
                            ),
                            models.Q(
                                ("assigned_at__isnull", False),
                                ("auditor__isnull", False),
                                models.Q(("auditor_unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_auditor_has_a_case_from_a_moment_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("examined_at", None), ("examined_by", None), ("state", "open")
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("examined_at__isnull", False),
                                ("examined_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_examined_case_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["open", "examined"]),
                                ("closed_at", None),
                                ("closed_because", ""),
                                ("closed_by", None),
                            ),
                            models.Q(
                                ("state__in", ["founded", "unfounded"]),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("closed_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_closed_case_says_when_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suspension_proposed_at", None), ("state", "founded"), _connector="OR"
                        ),
                        name="a_suspension_is_proposed_where_misuse_is_founded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseSubject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subjects",
                        to="oversight.case",
                    ),
                ),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "citizen"), name="somebody_is_in_a_case_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=20)),
                ("period", models.CharField(max_length=10)),
                ("cell", models.CharField(blank=True, max_length=40)),
                ("number", models.BigIntegerField(null=True)),
                ("hours", models.PositiveIntegerField(null=True)),
                (
                    "shown",
                    models.CharField(
                        choices=[("exact", "exact"), ("few", "few"), ("withheld", "withheld")],
                        max_length=8,
                    ),
                ),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["name", "period"], name="figures_by_period")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "period", "cell"), name="a_number_is_published_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", None), ("number", 0), ("number__gte", 10), _connector="OR"
                        ),
                        name="no_number_below_the_floor_is_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("hours", None), ("number__isnull", False), ("shown", "exact")
                            ),
                            models.Q(
                                ("hours__isnull", False), ("number", None), ("shown", "exact")
                            ),
                            models.Q(
                                models.Q(("shown", "exact"), _negated=True),
                                ("hours", None),
                                ("number", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_number_is_kept_where_it_is_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Freeze",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "thing",
                    models.CharField(
                        choices=[("piece", "Piece"), ("zone", "Zone"), ("rules", "Rules")],
                        max_length=5,
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("because", models.CharField(max_length=600)),
                ("frozen_unit", models.CharField(max_length=80)),
                ("frozen_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("prolonged_unit", models.CharField(blank=True, max_length=80)),
                ("prolonged_at", models.DateTimeField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "frozen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prolonged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("thing", "key"), name="a_thing_is_frozen_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", ""), _negated=True),
                            models.Q(("frozen_unit", ""), _negated=True),
                        ),
                        name="a_freeze_says_why_and_in_whose_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("frozen_at")),
                            models.Q(
                                models.Q(
                                    (
                                        "ends_at__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("frozen_at"),
                                            "+",
                                            models.Value(datetime.timedelta(days=3)),
                                        ),
                                    ),
                                    ("prolonged_at", None),
                                    ("prolonged_by", None),
                                    ("prolonged_unit", ""),
                                ),
                                models.Q(
                                    (
                                        "ends_at__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("frozen_at"),
                                            "+",
                                            models.Value(datetime.timedelta(days=30)),
                                        ),
                                    ),
                                    ("prolonged_at__isnull", False),
                                    ("prolonged_by__isnull", False),
                                    models.Q(("prolonged_unit", ""), _negated=True),
                                    models.Q(
                                        ("prolonged_by", models.F("frozen_by")), _negated=True
                                    ),
                                    models.Q(
                                        ("prolonged_unit", models.F("frozen_unit")), _negated=True
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="one_body_freezes_for_72_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_freeze_is_lifted_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerCheck",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("findings", models.JSONField(default=list)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("finished_at",),
                        name="the_ledger_is_checked_once_at_a_time",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        SetOnce(
            "oversight_case",
            {
                "assigned_at": ["auditor_id", "auditor_unit"],
                "examined_at": ["examined_by_id", "state"],
                "closed_at": [
                    "closed_by_id",
                    "closed_because",
                    "state",
                    "suspension_proposed_at",
                ],
            },
        ),
        SetOnce(
            "oversight_freeze",
            {
                "prolonged_at": ["prolonged_by_id", "prolonged_unit", "ends_at"],
                "lifted_at": ["lifted_by_id"],
            },
        ),
        migrations.RunSQL(INDEPENDENT, UNDO_INDEPENDENT),
        *(waits(*each) for each in SIGNED),
    ]
