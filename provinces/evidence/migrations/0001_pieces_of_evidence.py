import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from core.db.set_once import SetOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0001_citizens_and_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "evidence_class",
                    models.CharField(
                        choices=[
                            ("confirmed_case", "confirmed_case"),
                            ("asymptomatic_case", "asymptomatic_case"),
                            ("suspected_case", "suspected_case"),
                            ("close_contact", "close_contact"),
                            ("secondary_contact", "secondary_contact"),
                            ("general_contact", "general_contact"),
                            ("goods_contact", "goods_contact"),
                            ("flight_companion", "flight_companion"),
                            ("coach_companion", "coach_companion"),
                            ("train_companion", "train_companion"),
                            ("overseas_arrival", "overseas_arrival"),
                            ("province_arrival", "province_arrival"),
                            ("central_isolation", "central_isolation"),
                            ("home_isolation", "home_isolation"),
                            ("monitoring", "monitoring"),
                            ("exposed_work", "exposed_work"),
                            ("symptoms_declared", "symptoms_declared"),
                            ("wellness_declared", "wellness_declared"),
                            ("pharmacy_purchase", "pharmacy_purchase"),
                            ("clinic_visit", "clinic_visit"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("onset_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("details", models.JSONField(default=dict)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("manual", "Manual"),
                            ("registry", "Registry"),
                            ("laboratory", "Laboratory"),
                            ("self", "Self"),
                            ("peer", "Peer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source_reference", models.CharField(max_length=120)),
                ("authority", models.CharField(blank=True, max_length=120)),
                ("legal_basis", models.CharField(max_length=200)),
                ("case_reference", models.CharField(blank=True, max_length=120)),
                ("method", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting", "Awaiting"),
                            ("in_force", "In Force"),
                            ("rejected", "Rejected"),
                        ],
                        default="awaiting",
                        max_length=10,
                    ),
                ),
                ("in_force_at", models.DateTimeField(null=True)),
                ("proposed_unit", models.CharField(blank=True, max_length=80)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("approved_unit", models.CharField(blank=True, max_length=80)),
                ("approved_at", models.DateTimeField(null=True)),
                ("rejected_at", models.DateTimeField(null=True)),
                ("rejected_because", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_noted_at", models.DateTimeField(null=True)),
                ("ended_because", models.CharField(blank=True, max_length=300)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="evidence.evidence",
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "investigator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "rejected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "awaiting")),
                        fields=["proposed_at"],
                        name="evidence_awaiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "evidence_class__in",
                                [
                                    "asymptomatic_case",
                                    "central_isolation",
                                    "clinic_visit",
                                    "close_contact",
                                    "coach_companion",
                                    "confirmed_case",
                                    "exposed_work",
                                    "flight_companion",
                                    "general_contact",
                                    "goods_contact",
                                    "home_isolation",
                                    "monitoring",
                                    "overseas_arrival",
                                    "pharmacy_purchase",
                                    "province_arrival",
                                    "secondary_contact",
                                    "suspected_case",
                                    "symptoms_declared",
                                    "train_companion",
                                    "wellness_declared",
                                ],
                            )
                        ),
                        name="evidence_is_of_a_known_class",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["manual", "registry", "laboratory", "self", "peer"]),
                            models.Q(("source_reference", ""), _negated=True),
                            models.Q(("legal_basis", ""), _negated=True),
                            models.Q(
                                ("source", "self"),
                                models.Q(("authority", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="evidence_names_source_basis_and_authority",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__gt", models.F("happened_at")),
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("happened_at"),
                                    "+",
                                    models.Value(datetime.timedelta(days=90)),
                                ),
                            ),
                        ),
                        name="evidence_expires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "peer"), _negated=True),
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("in_force_at"),
                                    "+",
                                    models.Value(datetime.timedelta(days=21)),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_peers_word_expires_sooner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("source", "self"),
                                ("evidence_class__in", ["symptoms_declared", "wellness_declared"]),
                            ),
                            models.Q(
                                models.Q(("source", "self"), _negated=True),
                                models.Q(
                                    (
                                        "evidence_class__in",
                                        ["symptoms_declared", "wellness_declared"],
                                    ),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_person_alone_declares_for_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    (
                                        "evidence_class__in",
                                        [
                                            "close_contact",
                                            "coach_companion",
                                            "flight_companion",
                                            "general_contact",
                                            "goods_contact",
                                            "secondary_contact",
                                            "train_companion",
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("case", None),
                                ("case_reference", ""),
                                ("investigator", None),
                                ("method", ""),
                            ),
                            models.Q(
                                (
                                    "evidence_class__in",
                                    [
                                        "close_contact",
                                        "coach_companion",
                                        "flight_companion",
                                        "general_contact",
                                        "goods_contact",
                                        "secondary_contact",
                                        "train_companion",
                                    ],
                                ),
                                models.Q(
                                    ("case__isnull", False),
                                    models.Q(("case_reference", ""), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(("method", ""), _negated=True),
                                models.Q(
                                    models.Q(("source", "manual"), _negated=True),
                                    ("investigator__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_contact_names_case_method_and_investigator",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "evidence_class__in",
                                    ["central_isolation", "home_isolation", "monitoring"],
                                ),
                                ("ends_at__gt", models.F("happened_at")),
                                ("ends_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "evidence_class__in",
                                        ["central_isolation", "home_isolation", "monitoring"],
                                    ),
                                    _negated=True,
                                ),
                                ("ends_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="an_order_and_nothing_else_has_a_planned_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("onset_at", None),
                            ("evidence_class__in", ["confirmed_case", "suspected_case"]),
                            _connector="OR",
                        ),
                        name="some_classes_have_an_onset",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("in_force_at__isnull", False), ("state", "in_force")),
                            models.Q(
                                ("in_force_at", None), ("state__in", ["awaiting", "rejected"])
                            ),
                            _connector="OR",
                        ),
                        name="evidence_in_force_says_since_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("source", "manual"),
                                ("proposed_at__isnull", False),
                                ("proposed_by__isnull", False),
                                models.Q(("proposed_unit", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("source", "manual"), _negated=True),
                                ("proposed_at", None),
                                ("proposed_by", None),
                                ("proposed_unit", ""),
                                ("state", "in_force"),
                            ),
                            _connector="OR",
                        ),
                        name="manual_evidence_and_no_other_is_proposed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at", None), ("approved_by", None), ("approved_unit", "")
                            ),
                            models.Q(
                                ("source", "manual"),
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("state", "in_force"),
                                models.Q(("approved_unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="approved_by_comes_with_approved_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "manual"), _negated=True),
                            models.Q(("state", "in_force"), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False),
                                models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                                models.Q(
                                    ("approved_unit", models.F("proposed_unit")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="manual_evidence_in_force_bears_a_second_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "rejected"), _negated=True),
                                ("rejected_at", None),
                                ("rejected_because", ""),
                                ("rejected_by", None),
                            ),
                            models.Q(
                                ("rejected_at__isnull", False),
                                ("rejected_by__isnull", False),
                                ("state", "rejected"),
                                models.Q(("rejected_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_rejection_says_who_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end_noted_at", None),
                                ("ended_at", None),
                                ("ended_because", ""),
                                ("ended_by", None),
                            ),
                            models.Q(
                                (
                                    "evidence_class__in",
                                    [
                                        "asymptomatic_case",
                                        "central_isolation",
                                        "close_contact",
                                        "confirmed_case",
                                        "home_isolation",
                                        "monitoring",
                                        "overseas_arrival",
                                        "province_arrival",
                                        "secondary_contact",
                                        "suspected_case",
                                    ],
                                ),
                                ("end_noted_at__isnull", False),
                                ("ended_at__gte", models.F("happened_at")),
                                ("ended_at__isnull", False),
                                ("state", "in_force"),
                                models.Q(("ended_because", ""), _negated=True),
                                models.Q(
                                    models.Q(("source", "manual"), _negated=True),
                                    ("ended_by__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="an_ending_says_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at", None),
                                ("withdrawn_because", ""),
                                ("withdrawn_by", None),
                            ),
                            models.Q(
                                ("state", "in_force"),
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                                models.Q(
                                    models.Q(("source", "manual"), _negated=True),
                                    ("withdrawn_by__isnull", False),
                                    ("case__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_withdrawal_says_when_and_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("source__in", ["registry", "laboratory", "peer"]),
                            ("withdrawn_at", None),
                        ),
                        fields=("source", "source_reference", "citizen", "evidence_class"),
                        name="a_source_says_a_thing_once",
                    ),
                ],
            },
        ),
        SetOnce(
            "evidence_evidence",
            {
                "approved_at": ["approved_by_id", "approved_unit", "state", "in_force_at"],
                "rejected_at": ["rejected_by_id", "rejected_because", "state"],
                "ended_at": ["ended_by_id", "end_noted_at", "ended_because"],
                "withdrawn_at": ["withdrawn_by_id", "withdrawn_because"],
            },
        ),
    ]
