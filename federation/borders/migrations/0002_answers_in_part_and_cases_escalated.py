from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("borders", "0001_claims_offers_treaties_and_maps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="conflict",
            name="a_settled_conflict_has_its_treaty",
        ),
        migrations.AddField(
            model_name="conflict",
            name="escalated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="conflict",
            name="escalated_there_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="offer",
            name="lowered_to",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="conflict",
            name="state",
            field=models.CharField(
                choices=[("open", "Open"), ("escalated", "Escalated"), ("settled", "Settled")],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("settled_at", None), ("state__in", ("open", "escalated")), ("treaty", None)
                    ),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("state", "settled"),
                        ("treaty__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_settled_conflict_has_its_treaty",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "escalated"), _negated=True),
                    ("escalated_at__isnull", False),
                    _connector="OR",
                ),
                name="an_escalated_conflict_says_since_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("escalated_at", None),
                    ("escalated_at__gte", models.F("clock_at")),
                    _connector="OR",
                ),
                name="a_conflict_is_not_escalated_before_its_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lowered_to", None),
                    models.Q(("lowered_to__gte", 1), ("lowered_to__lt", models.F("level"))),
                    _connector="OR",
                ),
                name="an_offer_is_accepted_as_no_graver",
            ),
        ),
    ]
