"""What a law requires has no end of its own, as it was told: ends that were kept of it go.

Going back gives each the end that it had, a year after it was told.
"""

from django.db import migrations, models

from core.db.checking import AddCheck

FORWARDS = """
UPDATE citizens_consent SET expires_at = NULL WHERE item IN ('identity', 'residence')
"""
BACKWARDS = """
UPDATE citizens_consent SET expires_at = given_at + interval '365 days' WHERE expires_at IS NULL
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("citizens", "0009_listed_purposes_only")]

    operations = [
        migrations.AlterField("consent", "expires_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        AddCheck(
            "consent",
            models.CheckConstraint(
                name="only_what_the_law_requires_has_no_end",
                condition=models.Q(expires_at__isnull=False)
                | models.Q(item="identity")
                | models.Q(item="residence"),
            ),
        ),
    ]
