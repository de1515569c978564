"""Drafts of rules are tried on everybody, and what was found stays as it is.

Nothing that is stored changes; to go back, the table is dropped.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE FUNCTION status_trial_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'asked' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'a trial that has come to its end stays as it is'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER status_trial_rows_stay BEFORE UPDATE OR DELETE ON status_trial
    FOR EACH ROW EXECUTE FUNCTION status_trial_stay();
"""

STAYS_REVERSE = """
DROP TRIGGER status_trial_rows_stay ON status_trial;
DROP FUNCTION status_trial_stay();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rules", "0002_unsigned_only_before_officials_sign"),
        ("status", "0003_outcomes_stay_as_they_were_decided"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("edition", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Asked"), ("done", "Done"), ("failed", "Failed")],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("leased_until", models.DateTimeField(null=True)),
                ("as_of", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("shown", models.JSONField(default=dict)),
                ("trouble", models.CharField(blank=True, max_length=20)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rules.draft",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("draft", "digest"),
                        name="a_draft_is_tried_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("state", "asked"), ("trouble", "")),
                            models.Q(
                                ("as_of__isnull", False),
                                ("finished_at__isnull", False),
                                ("state", "done"),
                                ("trouble", ""),
                            ),
                            models.Q(
                                ("finished_at__isnull", False),
                                ("state", "failed"),
                                models.Q(("trouble", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_trial_ends_with_figures_or_says_why_not",
                    ),
                ]
            },
        ),
        migrations.RunSQL(STAYS, STAYS_REVERSE),
    ]
