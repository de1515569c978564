"""The programme runs for terms: who renewed each, why and until when; rows stay as written."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from core.db.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("rules", "0002_unsigned_only_before_officials_sign"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgrammeTerm",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("because", models.CharField(blank=True, max_length=300)),
                ("proposed_unit", models.CharField(blank=True, max_length=80)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("signed_unit", models.CharField(blank=True, max_length=80)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "proposed_by",
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
                            ("ends_at__gt", models.F("begins_at")),
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("begins_at"),
                                    "+",
                                    models.Value(
                                        datetime.timedelta(days=90),
                                        output_field=models.DurationField(),
                                    ),
                                ),
                            ),
                        ),
                        name="a_term_ends_within_90_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("number", 1),
                                ("proposed_at", None),
                                ("proposed_by", None),
                                ("proposed_unit", ""),
                                ("because", ""),
                                ("signed_at", None),
                                ("signed_by", None),
                                ("signed_unit", ""),
                            ),
                            models.Q(
                                ("number__gte", 2),
                                ("proposed_at__isnull", False),
                                ("proposed_by__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("proposed_unit", ""), _negated=True),
                                models.Q(("signed_unit", ""), _negated=True),
                                models.Q(("because", ""), _negated=True),
                                models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                                models.Q(("signed_unit", models.F("proposed_unit")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_renewed_term_bears_two_offices",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(
                                (
                                    "begins_at__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("signed_at"),
                                        "+",
                                        models.Value(
                                            datetime.timedelta(days=2),
                                            output_field=models.DurationField(),
                                        ),
                                    ),
                                ),
                                (
                                    "begins_at__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("signed_at"),
                                        "+",
                                        models.Value(
                                            datetime.timedelta(days=30),
                                            output_field=models.DurationField(),
                                        ),
                                    ),
                                ),
                                ("signed_at__gte", models.F("proposed_at")),
                            ),
                            _connector="OR",
                        ),
                        name="a_renewed_term_is_read_before_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Renewal",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("days", models.PositiveSmallIntegerField()),
                ("because", models.CharField(max_length=300)),
                ("proposed_unit", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                (
                    "proposed_by",
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
                            ("days__gte", 7),
                            ("days__lte", 90),
                            ("number__gte", 2),
                            models.Q(("because", ""), _negated=True),
                            models.Q(("proposed_unit", ""), _negated=True),
                        ),
                        name="a_renewal_says_why_and_for_how_long",
                    )
                ],
            },
        ),
        AppendOnly("rules_programmeterm"),
        AppendOnly("rules_renewal"),
    ]
