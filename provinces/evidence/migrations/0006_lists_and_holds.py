"""Lists of evidence, and what is held of it until another body has looked; going back frees it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.set_once import SetOnce

BEFORE = {
    "approved_at": ["approved_by_id", "approved_unit", "state", "in_force_at"],
    "rejected_at": ["rejected_by_id", "rejected_because", "state"],
    "ended_at": ["ended_by_id", "end_noted_at", "ended_because"],
    "withdrawn_at": ["withdrawn_by_id", "withdrawn_because"],
}
KEPT = SetOnce("evidence_evidence", BEFORE)
KEPT_WITH_HOLDS = SetOnce("evidence_evidence", {**BEFORE, "held_at": ["hold_id"]})

# The second look at what the services refuse: three bodies stand behind what was held.
HELD = """
CREATE FUNCTION evidence_evidence_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.hold_id IS NOT NULL AND NEW.state = 'in_force' AND (
        TG_OP = 'INSERT' OR OLD.state <> 'in_force') AND NOT EXISTS (
        SELECT FROM evidence_hold h
        WHERE h.id = NEW.hold_id AND h.state = 'released'
          AND h.decided_by_id <> NEW.approved_by_id AND h.decided_unit <> NEW.approved_unit) THEN
        RAISE EXCEPTION 'what is held is released by one body and approved by another'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_evidence_held BEFORE INSERT OR UPDATE ON evidence_evidence
    FOR EACH ROW EXECUTE FUNCTION evidence_evidence_held();

CREATE FUNCTION evidence_hold_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'holds stay' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'open' THEN
        RAISE EXCEPTION 'a hold is decided once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'released' AND EXISTS (
        SELECT FROM evidence_evidence e
        WHERE e.hold_id = NEW.id AND (
            NEW.decided_by_id IN (e.proposed_by_id, e.approved_by_id)
            OR NEW.decided_unit IN (e.proposed_unit, e.approved_unit))) THEN
        RAISE EXCEPTION 'a hold is released by nobody who filed or signed what is in it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_hold_is_decided BEFORE UPDATE OR DELETE ON evidence_hold
    FOR EACH ROW EXECUTE FUNCTION evidence_hold_decided();
"""
UNDO_HELD = """
DROP TRIGGER evidence_evidence_held ON evidence_evidence;
DROP FUNCTION evidence_evidence_held();
DROP TRIGGER evidence_hold_is_decided ON evidence_hold;
DROP FUNCTION evidence_hold_decided();
"""
CLASSES = [
    "confirmed_case",
    "asymptomatic_case",
    "suspected_case",
    "close_contact",
    "secondary_contact",
    "general_contact",
    "goods_contact",
    "flight_companion",
    "coach_companion",
    "train_companion",
    "overseas_arrival",
    "province_arrival",
    "central_isolation",
    "home_isolation",
    "monitoring",
    "exposed_work",
    "symptoms_declared",
    "wellness_declared",
    "pharmacy_purchase",
    "clinic_visit",
]


def _user(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0005_symptoms_have_an_onset"),
        ("jurisdictions", "0001_areas_and_offices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "evidence_class",
                    models.CharField(max_length=20, choices=[(each, each) for each in CLASSES]),
                ),
                ("digest", models.CharField(max_length=64)),
                ("count", models.PositiveIntegerField()),
                ("filed_unit", models.CharField(max_length=80)),
                ("filed_at", models.DateTimeField()),
                ("filed_by", _user()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("filed_unit", "digest"), name="a_list_is_taken_once_in_a_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("count__gt", 0), models.Q(("filed_unit", ""), _negated=True)
                        ),
                        name="a_list_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("unit", models.CharField(max_length=80)),
                ("why", models.JSONField(default=list)),
                ("shared", models.JSONField(default=list)),
                ("count", models.PositiveIntegerField(default=0)),
                ("pulled_back", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("released", "Released"),
                            ("refused", "Refused"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("decided_unit", models.CharField(blank=True, max_length=80)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_because", models.CharField(blank=True, max_length=300)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jurisdictions.area",
                    ),
                ),
                ("decided_by", _user(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("unit",),
                        name="one_hold_of_a_unit_is_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None),
                                ("decided_because", ""),
                                ("decided_by", None),
                                ("decided_unit", ""),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["released", "refused"]),
                                models.Q(("decided_unit", ""), _negated=True),
                                models.Q(("decided_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_hold_on_evidence_is_decided_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_unit", models.F("unit")), _negated=True),
                        name="a_hold_is_not_decided_in_its_own_unit",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "evidence",
            "batch",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pieces",
                to="evidence.batch",
            ),
        ),
        migrations.AddField("evidence", "held_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "evidence",
            "hold",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pieces",
                to="evidence.hold",
            ),
        ),
        migrations.AddIndex(
            "evidence",
            models.Index(
                condition=models.Q(("proposed_at__isnull", False)),
                fields=["proposed_at"],
                name="evidence_filed",
            ),
        ),
        migrations.AddIndex(
            "evidence",
            models.Index(
                condition=models.Q(("batch__isnull", False)),
                fields=["batch"],
                name="evidence_of_a_list",
            ),
        ),
        migrations.AddIndex(
            "evidence",
            models.Index(
                condition=models.Q(("hold__isnull", False)),
                fields=["hold"],
                name="evidence_of_a_hold",
            ),
        ),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("batch", None), ("held_at", None), ("hold", None)),
                    models.Q(
                        ("source", "manual"),
                        models.Q(
                            models.Q(("held_at", None), ("hold", None)),
                            models.Q(("held_at__isnull", False), ("hold__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="what_is_held_or_came_with_a_list_was_filed",
            ),
        ),
        migrations.RemoveConstraint("suspension", "a_suspension_says_why_and_in_whose_name"),
        migrations.AlterField(
            "suspension",
            "why",
            models.CharField(
                choices=[
                    ("unanswered", "Unanswered"),
                    ("held", "Held"),
                    ("overturned", "Overturned"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "suspension",
            models.CheckConstraint(
                condition=models.Q(
                    ("why__in", ["unanswered", "held", "overturned"]),
                    models.Q(("because_of", ""), _negated=True),
                ),
                name="a_suspension_says_why_and_in_whose_name",
            ),
        ),
        migrations.RunSQL(KEPT.reverse_sql, KEPT.sql),
        KEPT_WITH_HOLDS,
        migrations.RunSQL(HELD, UNDO_HELD),
    ]
