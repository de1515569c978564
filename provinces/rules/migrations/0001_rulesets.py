import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0002_what_processes_agree_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ruleset",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=30)),
                ("document", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("notice_at", models.DateTimeField()),
                ("in_force_from", models.DateTimeField(db_index=True)),
                ("expires_at", models.DateTimeField()),
                ("emergency", models.CharField(blank=True, max_length=300)),
                ("drafted_unit", models.CharField(blank=True, max_length=80)),
                ("drafted_at", models.DateTimeField(null=True)),
                ("signed_unit", models.CharField(blank=True, max_length=80)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "drafted_by",
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
                    models.UniqueConstraint(
                        fields=("name", "version"), name="a_version_is_published_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__gt", models.F("in_force_from")),
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("in_force_from"),
                                    "+",
                                    models.Value(
                                        datetime.timedelta(days=90),
                                        output_field=models.DurationField(),
                                    ),
                                ),
                            ),
                        ),
                        name="a_ruleset_ends_within_90_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_force_from__gte", models.F("notice_at"))),
                        name="a_ruleset_is_read_before_it_counts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("drafted_at", None),
                                ("drafted_by", None),
                                ("drafted_unit", ""),
                                ("signed_at", None),
                                ("signed_by", None),
                                ("signed_unit", ""),
                            ),
                            models.Q(
                                ("drafted_at__isnull", False),
                                ("drafted_by__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("drafted_unit", ""), _negated=True),
                                models.Q(("signed_unit", ""), _negated=True),
                                models.Q(("signed_by", models.F("drafted_by")), _negated=True),
                                models.Q(("signed_unit", models.F("drafted_unit")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_signed_ruleset_bears_two_offices",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by", None),
                            models.Q(("emergency", ""), _negated=True),
                            (
                                "in_force_from__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("notice_at"),
                                    "+",
                                    models.Value(
                                        datetime.timedelta(days=2),
                                        output_field=models.DurationField(),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_signed_ruleset_is_given_its_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("emergency", ""),
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("in_force_from"),
                                    "+",
                                    models.Value(
                                        datetime.timedelta(days=3),
                                        output_field=models.DurationField(),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="an_emergency_ends_within_72_hours",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=30)),
                ("document", models.JSONField()),
                ("edition", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Drafted"),
                            ("submitted", "Submitted"),
                            ("sent_back", "Sent Back"),
                            ("signed", "Signed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="drafted",
                        max_length=10,
                    ),
                ),
                ("drafted_unit", models.CharField(max_length=80)),
                ("drafted_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("wished_from", models.DateTimeField(null=True)),
                ("emergency", models.CharField(blank=True, max_length=300)),
                ("sent_back_unit", models.CharField(blank=True, max_length=80)),
                ("sent_back_at", models.DateTimeField(null=True)),
                ("sent_back_because", models.CharField(blank=True, max_length=600)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ruleset",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="rules.ruleset",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_draft_under_review_was_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "sent_back"), _negated=True),
                                ("sent_back_at", None),
                                ("sent_back_by", None),
                                ("sent_back_because", ""),
                                ("sent_back_unit", ""),
                            ),
                            models.Q(
                                ("state__in", ["sent_back", "withdrawn"]),
                                ("sent_back_at__isnull", False),
                                ("sent_back_by__isnull", False),
                                models.Q(("sent_back_unit", ""), _negated=True),
                                models.Q(("sent_back_because", ""), _negated=True),
                                models.Q(("sent_back_by", models.F("drafted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sending_back_says_who_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), ("withdrawn_at__isnull", False)),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                ("withdrawn_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="a_draft_is_withdrawn_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ruleset__isnull", False), ("state", "signed")),
                            models.Q(
                                models.Q(("state", "signed"), _negated=True), ("ruleset", None)
                            ),
                            _connector="OR",
                        ),
                        name="a_signed_draft_is_a_ruleset",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_unit", models.CharField(max_length=80)),
                ("withdrawn_at", models.DateTimeField()),
                ("because", models.CharField(max_length=300)),
                (
                    "ruleset",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="rules.ruleset",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
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
                            models.Q(("because", ""), _negated=True),
                            models.Q(("withdrawn_unit", ""), _negated=True),
                        ),
                        name="a_withdrawal_says_why",
                    ),
                ],
            },
        ),
        AppendOnly("rules_ruleset"),
        AppendOnly("rules_withdrawal"),
    ]
