import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_invitations"),
        ("jurisdictions", "0005_a_power_over_venues"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Controller",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("address_zh", models.CharField(max_length=200)),
                ("address_en", models.CharField(max_length=200)),
                ("contact", models.CharField(max_length=120)),
                ("since", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("grant", "Grant"),
                            ("end", "End"),
                            ("suspend", "Suspend"),
                            ("resume", "Resume"),
                            ("hand_over", "Hand Over"),
                            ("invite", "Invite"),
                            ("controller", "Controller"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting", "Awaiting"),
                            ("signed", "Signed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="awaiting",
                        max_length=10,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("epidemiologist", "epidemiologist"),
                            ("reviewer", "reviewer"),
                            ("high_reviewer", "high_reviewer"),
                            ("rule_drafter", "rule_drafter"),
                            ("case_officer", "case_officer"),
                            ("federation_officer", "federation_officer"),
                            ("desk_clerk", "desk_clerk"),
                            ("site_clerk", "site_clerk"),
                            ("order_checker", "order_checker"),
                            ("venue_registrar", "venue_registrar"),
                            ("appeals_officer", "appeals_officer"),
                            ("high_appeals_officer", "high_appeals_officer"),
                            ("auditor", "auditor"),
                            ("administrator", "administrator"),
                            ("operations_contractor", "operations_contractor"),
                        ],
                        max_length=30,
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=80)),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField(null=True)),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("post_filled", "post_filled"),
                            ("prolonged", "prolonged"),
                            ("stands_in", "stands_in"),
                            ("left", "left"),
                            ("moved", "moved"),
                            ("not_needed", "not_needed"),
                            ("misuse_suspected", "misuse_suspected"),
                            ("account_lost", "account_lost"),
                            ("under_review", "under_review"),
                            ("cleared", "cleared"),
                            ("named_by_decree", "named_by_decree"),
                            ("contact_changed", "contact_changed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_emergency", models.BooleanField(default=False)),
                ("proposed_unit", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("decided_unit", models.CharField(blank=True, max_length=80)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "refused_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_known", "not_known"),
                            ("too_wide", "too_wide"),
                            ("too_long", "too_long"),
                            ("no_need", "no_need"),
                            ("in_error", "in_error"),
                        ],
                        max_length=20,
                    ),
                ),
                ("joined_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="changes",
                        to="jurisdictions.office",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jurisdictions.area",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.invitation",
                    ),
                ),
                (
                    "controller",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="jurisdictions.controller",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "awaiting")),
                            models.Q(
                                models.Q(("state", "awaiting"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_change_is_decided_or_awaits_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["signed", "refused"]), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                models.Q(("decided_unit", ""), _negated=True),
                                models.Q(
                                    ("decided_unit", models.F("proposed_unit")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_change_is_decided_by_another_of_another_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("subject", None),
                                models.Q(("subject", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("successor", None),
                                models.Q(("successor", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="nobody_proposes_a_change_about_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            models.Q(
                                models.Q(
                                    ("subject", None),
                                    models.Q(("subject", models.F("decided_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("successor", None),
                                    models.Q(("successor", models.F("decided_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_signs_a_change_about_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("kind__in", ["end", "suspend", "resume", "hand_over"]),
                                    ("subject__isnull", False),
                                ),
                                models.Q(("kind", "grant"), ("subject__isnull", False)),
                                models.Q(("invitation__isnull", False), ("kind", "invite")),
                                models.Q(("controller__isnull", False), ("kind", "controller")),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ["grant", "hand_over", "invite"]), _negated=True
                                ),
                                models.Q(
                                    models.Q(("role", ""), _negated=True),
                                    models.Q(("unit", ""), _negated=True),
                                    ("period__isnull", False),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="a_change_says_what_it_is_about",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_emergency", False), ("kind", "suspend"), _connector="OR"
                        ),
                        name="only_a_suspension_is_an_emergency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("proposed_at"))),
                        name="a_proposal_expires",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "awaiting")),
                        fields=("office",),
                        name="an_office_has_one_proposal_at_a_time",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "awaiting")),
                        fields=["expires_at"],
                        name="changes_that_await",
                    ),
                    models.Index(fields=["subject"], name="changes_of_an_official"),
                ],
            },
        ),
        migrations.AddField(
            model_name="office",
            name="change",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made",
                to="jurisdictions.change",
            ),
        ),
        migrations.AddField(
            model_name="office",
            name="suspended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="office",
            name="role",
            field=models.CharField(
                choices=[
                    ("epidemiologist", "epidemiologist"),
                    ("reviewer", "reviewer"),
                    ("high_reviewer", "high_reviewer"),
                    ("rule_drafter", "rule_drafter"),
                    ("case_officer", "case_officer"),
                    ("federation_officer", "federation_officer"),
                    ("desk_clerk", "desk_clerk"),
                    ("site_clerk", "site_clerk"),
                    ("order_checker", "order_checker"),
                    ("venue_registrar", "venue_registrar"),
                    ("appeals_officer", "appeals_officer"),
                    ("high_appeals_officer", "high_appeals_officer"),
                    ("auditor", "auditor"),
                    ("administrator", "administrator"),
                    ("operations_contractor", "operations_contractor"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_by", None), ("change__isnull", False), _connector="OR"
                ),
                name="an_official_grants_nothing_alone",
            ),
        ),
    ]
