import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0002_assignments_end_soon_enough"),
        ("jurisdictions", "0003_nobody_grants_an_office_to_themselves"),
        ("status", "0003_outcomes_stay_as_they_were_decided"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("ground", models.CharField(max_length=60)),
                ("status", models.CharField(max_length=20)),
                (
                    "gravity",
                    models.CharField(
                        choices=[("held", "Held"), ("restricted", "Restricted")], max_length=10
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("self", "Self"), ("proxy", "Proxy"), ("desk", "Desk")],
                        max_length=5,
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("rechecked_at", models.DateTimeField(null=True)),
                (
                    "recheck",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stands", "Stands"),
                            ("gone", "Gone"),
                            ("ended", "Ended"),
                            ("reversed", "Reversed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "findings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("escalated_at", models.DateTimeField(null=True)),
                ("relieved_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld"),
                            ("partly", "Partly"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        max_length=10,
                    ),
                ),
                ("again_at", models.DateTimeField(null=True)),
                ("again_answer_by", models.DateTimeField(null=True)),
                ("again_answered_at", models.DateTimeField(null=True)),
                (
                    "again_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld"),
                            ("partly", "Partly"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeals",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="status.decision",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("answered_at", None),
                            models.Q(("again_answered_at", None), ("again_at__isnull", False)),
                            _connector="OR",
                        ),
                        fields=["answer_by"],
                        name="appeals_to_answer",
                    ),
                    models.Index(fields=["filed_at"], name="appeals_by_filing"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("answered_at", None),
                            models.Q(("again_answered_at", None), ("again_at__isnull", False)),
                            _connector="OR",
                        ),
                        fields=("citizen", "ground"),
                        name="a_ground_is_contested_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["self", "proxy", "desk"]),
                            ("gravity__in", ["held", "restricted"]),
                        ),
                        name="an_appeal_is_of_known_kinds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recheck", ""), ("rechecked_at", None)),
                            models.Q(
                                ("recheck__in", ["stands", "gone", "ended", "reversed"]),
                                ("rechecked_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_recheck_says_when_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("outcome", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("outcome__in", ["upheld", "partly", "refused", "ended"]),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_says_when_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("again_answer_by", None), ("again_at", None)),
                            models.Q(
                                ("again_answer_by__isnull", False),
                                ("again_at__isnull", False),
                                ("answered_at__isnull", False),
                                ("outcome__in", ["partly", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_second_look_comes_after_a_first_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("again_answered_at", None), ("again_outcome", "")),
                            models.Q(
                                ("again_answered_at__isnull", False),
                                ("again_at__isnull", False),
                                ("again_outcome__in", ["upheld", "partly", "refused", "ended"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_second_answer_says_when_and_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "thing",
                    models.CharField(
                        choices=[
                            ("piece", "Piece"),
                            ("result", "Result"),
                            ("zone", "Zone"),
                            ("division", "Division"),
                            ("companion", "Companion"),
                        ],
                        max_length=10,
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("piece", models.BigIntegerField(null=True)),
                ("place", models.CharField(blank=True, max_length=80)),
                ("issuer", models.CharField(blank=True, max_length=31)),
                ("cause", models.CharField(db_index=True, max_length=200)),
                ("observed_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField()),
                ("is_weak", models.BooleanField()),
                ("is_corrected_elsewhere", models.BooleanField()),
                (
                    "officials",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None
                    ),
                ),
                ("overturned_at", models.DateTimeField(null=True)),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bases",
                        to="appeals.appeal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("piece__isnull", False),
                                ("place", ""),
                                ("thing__in", ["piece", "result", "companion"]),
                            ),
                            models.Q(
                                ("piece", None),
                                ("thing__in", ["zone", "division"]),
                                models.Q(("place", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_basis_is_of_a_piece_or_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("thing", "result"), _negated=True),
                            ("is_weak", False),
                            _connector="OR",
                        ),
                        name="a_laboratorys_result_is_never_weak",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Forwarded",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("piece", models.BigIntegerField(null=True)),
                ("result", models.BigIntegerField(null=True)),
                ("queued_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("contest", models.UUIDField(null=True)),
                ("issuer", models.CharField(blank=True, max_length=31)),
                ("answer_by", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("returned_because", models.CharField(blank=True, max_length=40)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld"),
                            ("partly", "Partly"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reasons", models.CharField(blank=True, max_length=2000)),
                (
                    "appeal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forwarded",
                        to="appeals.appeal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("piece", None), ("result__isnull", False)),
                            models.Q(("piece__isnull", False), ("result", None)),
                            _connector="OR",
                        ),
                        name="a_piece_or_a_result_is_forwarded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_at", None), ("returned_at", None), _connector="OR"
                        ),
                        name="a_forwarded_appeal_is_taken_or_returned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer_by", None),
                                ("contest", None),
                                ("issuer", ""),
                                ("taken_at", None),
                            ),
                            models.Q(
                                ("answer_by__isnull", False),
                                ("contest__isnull", False),
                                ("taken_at__isnull", False),
                                models.Q(("issuer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="whoever_takes_it_has_a_clock",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LaboratoryQuery",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("laboratory", models.CharField(max_length=120)),
                ("sample_reference", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settlement",
                    models.CharField(
                        blank=True,
                        choices=[("corrected", "Corrected"), ("over", "Over")],
                        max_length=10,
                    ),
                ),
                (
                    "basis",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="laboratory_query",
                        to="appeals.basis",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["asked_at"],
                        name="laboratories_to_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reversal",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause", models.CharField(db_index=True, max_length=200)),
                ("because", models.CharField(max_length=2000)),
                ("proposed_unit", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                ("signed_unit", models.CharField(blank=True, max_length=80)),
                ("signed_at", models.DateTimeField(null=True)),
                ("people", models.PositiveIntegerField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refusal", models.CharField(blank=True, max_length=300)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "refused_by",
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
                        condition=models.Q(("refused_at", None)),
                        fields=("cause",),
                        name="a_cause_is_proposed_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause", ""), _negated=True),
                            models.Q(("because", ""), _negated=True),
                        ),
                        name="a_reversal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("people", None),
                                ("signed_at", None),
                                ("signed_by", None),
                                ("signed_unit", ""),
                            ),
                            models.Q(
                                ("people__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("signed_unit", ""), _negated=True),
                                models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                                models.Q(("signed_unit", models.F("proposed_unit")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_reversal_bears_a_second_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refusal", ""), ("refused_at", None), ("refused_by", None)),
                            models.Q(
                                ("refused_at__isnull", False),
                                ("refused_by__isnull", False),
                                ("signed_at", None),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_refused_reversal_says_who_when_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16, unique=True)),
                (
                    "decisions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("office", models.CharField(blank=True, max_length=80)),
                ("issued_at", models.DateTimeField()),
                (
                    "appeal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="appeals.appeal",
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
                    "reversal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="appeals.reversal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("appeal__isnull", False), ("reversal__isnull", False), _connector="OR"
                        ),
                        name="a_letter_answers_an_appeal_or_a_reversal",
                    ),
                    models.UniqueConstraint(
                        fields=("citizen", "appeal", "reversal"),
                        name="one_letter_for_an_appeal_or_a_reversal",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("level", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=80)),
                ("assigned_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("released_at", models.DateTimeField(null=True)),
                ("released_because", models.CharField(blank=True, max_length=20)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld"),
                            ("partly", "Partly"),
                            ("refused", "Refused"),
                            ("ended", "Ended"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_them", "Not Them"),
                            ("not_there", "Not There"),
                            ("record_wrong", "Record Wrong"),
                            ("cleared", "Cleared"),
                            ("not_proven", "Not Proven"),
                            ("record_right", "Record Right"),
                            ("there", "There"),
                            ("result_stands", "Result Stands"),
                            ("nothing_new", "Nothing New"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reasons", models.CharField(blank=True, max_length=2000)),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="appeals.appeal",
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
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None), ("released_at", None)),
                        fields=("appeal",),
                        name="an_appeal_lies_with_one_official",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_by__gt", models.F("assigned_at")),
                            ("level__in", [1, 2]),
                            models.Q(("unit", ""), _negated=True),
                        ),
                        name="a_review_has_a_level_and_a_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at", None),
                                ("finding", ""),
                                ("outcome", ""),
                                ("reasons", ""),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                (
                                    "finding__in",
                                    [
                                        "not_them",
                                        "not_there",
                                        "record_wrong",
                                        "cleared",
                                        "not_proven",
                                        "record_right",
                                        "there",
                                        "result_stands",
                                        "nothing_new",
                                    ],
                                ),
                                ("outcome__in", ["upheld", "partly", "refused"]),
                                ("released_at", None),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_reviewer_answers_with_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at", None), ("released_because", "")),
                            models.Q(
                                ("released_at__isnull", False),
                                models.Q(("released_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_review_is_released_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("not_me", "Not Me"),
                            ("not_there", "Not There"),
                            ("wrong_result", "Wrong Result"),
                            ("already_cleared", "Already Cleared"),
                            ("wrong_person", "Wrong Person"),
                            ("other_fact", "Other Fact"),
                        ],
                        max_length=20,
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="appeals.appeal",
                    ),
                ),
                (
                    "by",
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
                            (
                                "category__in",
                                [
                                    "not_me",
                                    "not_there",
                                    "wrong_result",
                                    "already_cleared",
                                    "wrong_person",
                                    "other_fact",
                                ],
                            )
                        ),
                        name="a_statement_is_of_a_known_category",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("name", models.BinaryField()),
                ("sealed", models.BinaryField()),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="appeals.statement",
                    ),
                ),
            ],
        ),
    ]
