"""A drafted policy of entry may be turned down, by whom and why.

Nothing that is stored changes; to go back, refused drafts have to be deleted first.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("borders", "0004_parts_handed_down"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("entrypolicy", "a_published_policy_says_when"),
        migrations.RemoveConstraint("entrypolicy", "an_own_policy_bears_two_offices"),
        migrations.AddField(
            "entrypolicy",
            "refusal",
            models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField("entrypolicy", "refused_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "entrypolicy",
            "refused_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "entrypolicy",
            "refused_unit",
            models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AlterField(
            "entrypolicy",
            "state",
            models.CharField(
                choices=[
                    ("awaiting", "Awaiting"),
                    ("published", "Published"),
                    ("refused", "Refused"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "entrypolicy",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at", None), ("state__in", ["awaiting", "refused"])),
                    models.Q(("published_at__isnull", False), ("state", "published")),
                    _connector="OR",
                ),
                name="a_published_policy_says_when",
            ),
        ),
        migrations.AddConstraint(
            "entrypolicy",
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["awaiting", "refused"]),
                    models.Q(("drafted_by", None), ("signed_by", None)),
                    models.Q(
                        ("drafted_by__isnull", False),
                        ("signed_by__isnull", False),
                        models.Q(("signed_by", models.F("drafted_by")), _negated=True),
                        models.Q(("signed_unit", models.F("drafted_unit")), _negated=True),
                        models.Q(("signed_unit", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_own_policy_bears_two_offices",
            ),
        ),
        migrations.AddConstraint(
            "entrypolicy",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "refused"), _negated=True),
                        ("refusal", ""),
                        ("refused_at", None),
                        ("refused_by", None),
                        ("refused_unit", ""),
                    ),
                    models.Q(
                        ("state", "refused"),
                        ("refused_at__isnull", False),
                        ("refused_by__isnull", False),
                        models.Q(("refused_unit", ""), _negated=True),
                        models.Q(("refusal", ""), _negated=True),
                        models.Q(("refused_by", models.F("drafted_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_refused_policy_says_who_when_and_why",
            ),
        ),
    ]
