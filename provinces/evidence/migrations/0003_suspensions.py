import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from core.db.set_once import SetOnce

# The second look at what the service refuses: nothing strong goes without an effect unseen.
WEAK = """
CREATE FUNCTION evidence_suspension_weak() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.thing = 'piece' AND NEW.why = 'unanswered' AND NOT EXISTS (
        SELECT FROM evidence_evidence e
        WHERE e.id = NEW.piece AND e.citizen_id = NEW.citizen_id AND e.source = 'peer'
          AND e.evidence_class NOT IN ('confirmed_case', 'asymptomatic_case')) THEN
        RAISE EXCEPTION 'a piece that is not weak is not suspended unseen'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_suspension_is_of_the_weak BEFORE INSERT ON evidence_suspension
    FOR EACH ROW EXECUTE FUNCTION evidence_suspension_weak();
"""
UNDO_WEAK = """
DROP TRIGGER evidence_suspension_is_of_the_weak ON evidence_suspension;
DROP FUNCTION evidence_suspension_weak();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0002_assignments_end_soon_enough"),
        ("evidence", "0002_find_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "thing",
                    models.CharField(
                        choices=[
                            ("piece", "Piece"),
                            ("zone", "Zone"),
                            ("division", "Division"),
                            ("companion", "Companion"),
                        ],
                        max_length=10,
                    ),
                ),
                ("piece", models.BigIntegerField(null=True)),
                ("place", models.CharField(blank=True, max_length=80)),
                ("observed_before", models.DateTimeField(null=True)),
                (
                    "why",
                    models.CharField(
                        choices=[("unanswered", "Unanswered"), ("overturned", "Overturned")],
                        max_length=10,
                    ),
                ),
                ("because_of", models.CharField(max_length=80)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["citizen"],
                        name="suspended_of_a_citizen",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["ends_at"],
                        name="suspensions_to_end",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("piece__isnull", False),
                                ("place", ""),
                                ("thing__in", ["piece", "companion"]),
                            ),
                            models.Q(
                                ("piece", None),
                                ("thing__in", ["zone", "division"]),
                                models.Q(("place", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_suspension_is_of_a_piece_or_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("starts_at")),
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_at"),
                                    "+",
                                    models.Value(datetime.timedelta(days=90)),
                                ),
                            ),
                        ),
                        name="a_suspension_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("why__in", ["unanswered", "overturned"]),
                            models.Q(("because_of", ""), _negated=True),
                        ),
                        name="a_suspension_says_why_and_in_whose_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("citizen", "thing", "piece", "place", "why", "because_of"),
                        name="a_thing_is_suspended_once_for_a_reason",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        SetOnce("evidence_suspension", {"ended_at": []}),
        migrations.RunSQL(WEAK, UNDO_WEAK),
    ]
