"""A mark of protection can end before its time, by two offices; going back keeps what was lifted.

The end of a mark moves to an earlier moment, and only as a signed row of `Lifting` says.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.set_once import SetOnce

BEFORE = {"signed_at": ["signed_by_id", "signed_unit"], "refused_at": []}
KEPT = SetOnce("citizens_protection", BEFORE)
ENDING_EARLIER = SetOnce("citizens_protection", BEFORE, earlier=["ends_at"])

# The second look at what the service refuses: two hands stand behind an earlier end.
LIFTED = """
CREATE FUNCTION citizens_protection_lifted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM citizens_lifting l
                   WHERE l.protection_id = NEW.id AND l.signed_at = NEW.ends_at) THEN
        RAISE EXCEPTION 'a mark ends before its time by two'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER citizens_protection_lifted_by_two BEFORE UPDATE ON citizens_protection
    FOR EACH ROW WHEN (NEW.ends_at IS DISTINCT FROM OLD.ends_at)
    EXECUTE FUNCTION citizens_protection_lifted();
"""
UNDO_LIFTED = """
DROP TRIGGER citizens_protection_lifted_by_two ON citizens_protection;
DROP FUNCTION citizens_protection_lifted();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0005_who_opens_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Lifting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "because",
                    models.CharField(
                        choices=[("wish", "Wish"), ("over", "Over"), ("mistake", "Mistake")],
                        max_length=10,
                    ),
                ),
                ("proposed_unit", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                ("signed_unit", models.CharField(blank=True, max_length=80)),
                ("signed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "protection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="liftings",
                        to="citizens.protection",
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        null=True,
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None), ("signed_unit", "")),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("signed_unit", ""), _negated=True),
                                models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                                models.Q(("signed_unit", models.F("proposed_unit")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_mark_is_lifted_by_a_second_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refused_at", None), ("refused_by", None)),
                            models.Q(
                                ("refused_at__isnull", False),
                                ("refused_by__isnull", False),
                                ("signed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="lifting_is_signed_or_refused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("because__in", ["wish", "over", "mistake"]),
                            models.Q(("proposed_unit", ""), _negated=True),
                        ),
                        name="a_mark_is_lifted_for_one_of_three_reasons",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("refused_at", None), ("signed_at", None)),
                        fields=("protection",),
                        name="one_lifting_of_a_mark_awaits",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT.reverse_sql, KEPT.sql),
        ENDING_EARLIER,
        migrations.RunSQL(LIFTED, UNDO_LIFTED),
        SetOnce(
            "citizens_lifting",
            {"signed_at": ["signed_by_id", "signed_unit"], "refused_at": ["refused_by_id"]},
        ),
    ]
