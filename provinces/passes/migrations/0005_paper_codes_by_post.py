"""Paper codes that are asked for by post, until some days after they were posted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0009_listed_purposes_only"),
        ("passes", "0004_relayed_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="issued",
            name="because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reissued", "Reissued"),
                    ("untrue", "Untrue"),
                    ("asked", "Asked"),
                    ("unposted", "Unposted"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("self", "Self"), ("proxy", "Proxy"), ("telephone", "Telephone")],
                        max_length=9,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=10)),
                ("asked_at", models.DateTimeField()),
                ("code", models.BinaryField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("posted", "Posted"),
                            ("dropped", "Dropped"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registry", "Registry"),
                            ("short", "Short"),
                            ("off", "Off"),
                            ("unknown", "Unknown"),
                            ("address", "Address"),
                            ("gone", "Gone"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "issued",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posting",
                        to="passes.issued",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_try_at"],
                        name="letters_that_wait",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("citizen",),
                        name="a_person_waits_for_one_letter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("code", None),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_letter_that_waits_is_not_settled",
                    ),
                ],
            },
        ),
    ]
