import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0001_citizens_and_marks"),
        ("jurisdictions", "0001_areas_and_offices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HoldElsewhere",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("peer", models.CharField(max_length=31)),
                ("count", models.PositiveIntegerField()),
                ("remote", models.PositiveIntegerField()),
                ("why", models.JSONField(default=list)),
                ("opened_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=10)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("peer", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("sent", models.PositiveIntegerField(default=0)),
                ("forgotten", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="PeerScore",
            fields=[
                ("peer", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("index", models.BigIntegerField()),
                ("scored_at", models.DateTimeField()),
                ("passed", models.PositiveSmallIntegerField()),
                ("of", models.PositiveSmallIntegerField()),
                ("failed", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("issuer", models.CharField(max_length=31)),
                ("count", models.PositiveIntegerField(default=0)),
                ("remote", models.PositiveIntegerField(default=0)),
                ("why", models.JSONField(default=list)),
                ("opened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("proposed", "Proposed"),
                            ("released", "Released"),
                            ("refused", "Refused"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("proposed_unit", models.CharField(blank=True, max_length=80)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("proposed_because", models.CharField(blank=True, max_length=300)),
                ("decided_unit", models.CharField(blank=True, max_length=80)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_because", models.CharField(blank=True, max_length=300)),
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
                    "proposed_by",
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
                        condition=models.Q(("state", "open")),
                        fields=("issuer",),
                        name="one_hold_of_an_issuer_is_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("proposed_at", None),
                                ("proposed_because", ""),
                                ("proposed_by", None),
                                ("proposed_unit", ""),
                            ),
                            models.Q(
                                ("proposed_at__isnull", False),
                                ("proposed_by__isnull", False),
                                models.Q(("proposed_unit", ""), _negated=True),
                                models.Q(("proposed_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_proposal_to_release_says_who_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None),
                                ("decided_because", ""),
                                ("decided_by", None),
                                ("decided_unit", ""),
                                ("state__in", ["open", "proposed"]),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["released", "refused"]),
                                models.Q(("decided_unit", ""), _negated=True),
                                models.Q(("decided_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_hold_is_decided_by_somebody_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "released"), _negated=True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                models.Q(("proposed_by", models.F("decided_by")), _negated=True),
                                models.Q(
                                    ("proposed_unit", models.F("decided_unit")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_hold_is_released_by_two_offices",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assertion",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("issuer", models.CharField(max_length=31)),
                ("came_from", models.CharField(max_length=31)),
                ("about", models.CharField(max_length=52)),
                ("epoch", models.CharField(max_length=7)),
                ("fact", models.CharField(max_length=20)),
                ("link", models.CharField(max_length=20)),
                ("source_reference", models.CharField(max_length=80)),
                ("lessens", models.BooleanField(default=False)),
                ("body", models.JSONField()),
                ("received_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("was_present", models.BooleanField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("held", "Held"),
                            ("in_force", "In Force"),
                            ("refused", "Refused"),
                            ("suspended", "Suspended"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("evidence", models.BigIntegerField(null=True)),
                ("result", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_because", models.CharField(blank=True, max_length=300)),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "hold",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assertions",
                        to="casework.hold",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["issuer", "received_at"], name="assertions_by_issuer"),
                    models.Index(fields=["citizen"], name="assertions_by_citizen"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "held"), _negated=True),
                            ("hold__isnull", False),
                            _connector="OR",
                        ),
                        name="a_held_assertion_has_its_hold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None),
                                ("ended_because", ""),
                                ("state__in", ["waiting", "held", "in_force"]),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("state__in", ["refused", "suspended", "withdrawn"]),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_assertion_ends_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("peer", models.CharField(max_length=31)),
                ("seq", models.PositiveIntegerField()),
                ("message_class", models.CharField(max_length=20)),
                ("about", models.CharField(max_length=52)),
                ("epoch", models.CharField(max_length=7)),
                ("statement", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("sent_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(db_index=True)),
                ("answer_by", models.DateTimeField(null=True)),
                ("in_reply_to", models.UUIDField(null=True)),
                ("is_refused", models.BooleanField(default=False)),
                ("acknowledgement", models.JSONField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("peer", "seq"), name="messages_of_a_peer_are_numbered"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Issued",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("home", models.CharField(max_length=31)),
                ("about", models.CharField(max_length=52)),
                ("epoch", models.CharField(max_length=7)),
                ("fact", models.CharField(max_length=20)),
                ("body", models.JSONField()),
                ("issued_unit", models.CharField(blank=True, max_length=80)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                (
                    "issued_by",
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
                            models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_issued_word_is_taken_back_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("peer", models.CharField(max_length=31)),
                ("seq", models.PositiveIntegerField()),
                ("message_class", models.CharField(max_length=20)),
                ("about", models.CharField(max_length=52)),
                ("epoch", models.CharField(max_length=7)),
                ("statement", models.JSONField()),
                ("sent_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField(null=True)),
                ("in_reply_to", models.UUIDField(null=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("acknowledged", "Acknowledged"),
                            ("refused", "Refused"),
                            ("expired", "Expired"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledgement", models.JSONField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_try_at"],
                        name="messages_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("peer", "seq"), name="messages_to_a_peer_are_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledgement__isnull", False),
                                ("state__in", ["acknowledged", "refused"]),
                            ),
                            models.Q(
                                ("acknowledged_at", None),
                                ("acknowledgement__isnull", True),
                                ("state__in", ["waiting", "expired"]),
                            ),
                            _connector="OR",
                        ),
                        name="an_acknowledged_message_has_its_receipt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pseudonym",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("peer", models.CharField(max_length=31)),
                ("epoch", models.CharField(max_length=7)),
                ("pseudonym", models.CharField(max_length=52)),
                ("pair", models.CharField(max_length=16)),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("peer", "epoch", "pseudonym"), name="a_pseudonym_is_one_persons"
                    ),
                    models.UniqueConstraint(
                        fields=("peer", "epoch", "pair", "citizen"),
                        name="a_person_has_one_pseudonym_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visitor",
            fields=[
                (
                    "citizen",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="citizens.citizen",
                    ),
                ),
                ("came_from", models.CharField(max_length=120)),
                ("enrolled_at", models.DateTimeField()),
                ("leaves_at", models.DateTimeField(null=True)),
                (
                    "enrolled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contest",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("filed", "Filed"), ("received", "Received")], max_length=10
                    ),
                ),
                ("assertion", models.UUIDField(db_index=True)),
                ("peer", models.CharField(max_length=31)),
                ("about", models.CharField(max_length=52)),
                ("epoch", models.CharField(max_length=7)),
                ("text", models.CharField(max_length=2000)),
                ("filed_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("upheld", "Upheld"),
                            ("withdrawn", "Withdrawn"),
                            ("suspended", "Suspended"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answered_unit", models.CharField(blank=True, max_length=80)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reasons", models.CharField(blank=True, max_length=2000)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("assertion", "side", "peer"),
                        name="an_assertion_is_contested_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("reasons", ""), ("state", "open")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["upheld", "withdrawn", "suspended"]),
                                models.Q(("reasons", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_closed_contest_says_when_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("gives", "Gives"), ("takes", "Takes")], max_length=6
                    ),
                ),
                ("peer", models.CharField(max_length=31)),
                ("about", models.CharField(max_length=52)),
                ("epoch", models.CharField(max_length=7)),
                ("offer", models.UUIDField()),
                ("record", models.UUIDField(null=True)),
                ("because", models.CharField(max_length=300)),
                ("offered_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("going", "Going"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("acted_unit", models.CharField(blank=True, max_length=80)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reasons", models.CharField(blank=True, max_length=2000)),
                (
                    "acted_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jurisdictions.area",
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["offered", "accepted", "going"]), ("side", "gives")
                        ),
                        fields=("citizen",),
                        name="a_person_is_given_to_one_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["offered", "accepted", "going"]), ("side", "takes")
                        ),
                        fields=("peer", "about"),
                        name="a_person_is_taken_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["offered", "accepted", "going"]), ("closed_at", None)
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["done", "refused", "withdrawn"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_handover_that_is_over_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("side", "takes"),
                                ("state__in", ["accepted", "done"]),
                                _negated=True,
                            ),
                            ("area__isnull", False),
                            _connector="OR",
                        ),
                        name="who_is_taken_has_an_area",
                    ),
                ],
            },
        ),
    ]
