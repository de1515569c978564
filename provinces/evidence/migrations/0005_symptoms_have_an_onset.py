"""Whoever declares symptoms may say since when; going back, no declaration may say it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_trips_declared")]

    operations = [
        migrations.RemoveConstraint("evidence", "some_classes_have_an_onset"),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=models.Q(
                    ("onset_at", None),
                    (
                        "evidence_class__in",
                        ["confirmed_case", "suspected_case", "symptoms_declared"],
                    ),
                    _connector="OR",
                ),
                name="some_classes_have_an_onset",
            ),
        ),
    ]
