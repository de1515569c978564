"""What oversight keeps; a switch is prolonged or ended by nothing but what two offices signed.

To go back, undo it: the triggers go with their tables.
"""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from core.db.set_once import SetOnce

# The second look at what the service computes.
SIGNED = """
CREATE FUNCTION oversight_switch_keep() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    settable text[] := '{until, ended_at}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.until > NEW.since + interval '24 hours' OR NEW.ended_at IS NOT NULL THEN
            RAISE EXCEPTION 'one official switches off for a day at most'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
        THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'rows of % are not deleted', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - settable IS DISTINCT FROM to_jsonb(OLD) - settable
       OR NEW.until <> OLD.until AND NOT EXISTS (
           SELECT FROM oversight_switchchange c
           WHERE c.switch_id = NEW.id AND c.kind = 'prolong' AND c.signed_at IS NOT NULL
             AND c.until = NEW.until)
       OR NEW.ended_at IS DISTINCT FROM OLD.ended_at AND (OLD.ended_at IS NOT NULL OR NOT EXISTS (
           SELECT FROM oversight_switchchange c
           WHERE c.switch_id = NEW.id AND c.kind = 'end' AND c.signed_at = NEW.ended_at))
    THEN
        RAISE EXCEPTION 'a switch is changed by what two offices have signed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER oversight_switch_rows_keep BEFORE INSERT OR UPDATE OR DELETE ON oversight_switch
    FOR EACH ROW EXECUTE FUNCTION oversight_switch_keep();
"""
UNDO_SIGNED = """
DROP TRIGGER oversight_switch_rows_keep ON oversight_switch;
DROP FUNCTION oversight_switch_keep();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0004_who_has_gone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LawfulRequest",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16, unique=True)),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("court", "Court"),
                            ("procuratorate", "Procuratorate"),
                            ("public_security", "Public Security"),
                            ("supervision", "Supervision"),
                        ],
                        max_length=20,
                    ),
                ),
                ("authority_name", models.CharField(max_length=120)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("criminal_procedure_54", "Criminal Procedure"),
                            ("civil_procedure_70", "Civil Procedure"),
                            ("administrative_procedure_40", "Administrative Procedure"),
                            ("supervision_18", "Supervision Law"),
                        ],
                        max_length=30,
                    ),
                ),
                ("their_reference", models.CharField(max_length=80)),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("name", "Name"),
                                ("document", "Document"),
                                ("contact", "Contact"),
                                ("status", "Status"),
                                ("results", "Results"),
                                ("vaccinations", "Vaccinations"),
                                ("orders", "Orders"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("received_unit", models.CharField(max_length=80)),
                ("received_at", models.DateTimeField()),
                ("examine_by", models.DateTimeField()),
                ("examined_unit", models.CharField(blank=True, max_length=80)),
                ("examined_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Granted"),
                            ("narrowed", "Narrowed"),
                            ("refused", "Refused"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_order", "No Order"),
                            ("no_basis", "No Basis"),
                            ("too_broad", "Too Broad"),
                            ("not_needed", "Not Needed"),
                            ("not_this_person", "Not This Person"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "granted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("name", "Name"),
                                ("document", "Document"),
                                ("contact", "Contact"),
                                ("status", "Status"),
                                ("results", "Results"),
                                ("vaccinations", "Vaccinations"),
                                ("orders", "Orders"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("granted_from", models.DateTimeField(null=True)),
                ("granted_to", models.DateTimeField(null=True)),
                ("tell_at", models.DateTimeField(db_index=True)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "examined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_manager_name": "told",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "authority__in",
                                ["court", "procuratorate", "public_security", "supervision"],
                            ),
                            (
                                "basis__in",
                                [
                                    "criminal_procedure_54",
                                    "civil_procedure_70",
                                    "administrative_procedure_40",
                                    "supervision_18",
                                ],
                            ),
                            (
                                "fields__contained_by",
                                [
                                    "name",
                                    "document",
                                    "contact",
                                    "status",
                                    "results",
                                    "vaccinations",
                                    "orders",
                                ],
                            ),
                            ("fields__len__gt", 0),
                            models.Q(("authority_name", ""), _negated=True),
                            models.Q(("their_reference", ""), _negated=True),
                        ),
                        name="a_lawful_request_is_of_known_kinds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("starts_at")),
                            ("ends_at__lte", models.F("received_at")),
                        ),
                        name="a_lawful_request_is_of_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("examined_by", None), ("examined_unit", "")),
                            models.Q(
                                ("examined_at__isnull", False),
                                ("examined_by__isnull", False),
                                models.Q(("examined_unit", ""), _negated=True),
                                models.Q(("examined_by", models.F("received_by")), _negated=True),
                                models.Q(
                                    ("examined_unit", models.F("received_unit")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_lawful_request_is_examined_by_another_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("examined_at", None),
                                ("granted", []),
                                ("outcome", ""),
                                ("refusal", ""),
                            ),
                            models.Q(
                                ("examined_at__isnull", False),
                                ("granted", []),
                                ("outcome", "lapsed"),
                                ("refusal", ""),
                            ),
                            models.Q(
                                ("examined_by__isnull", False),
                                ("granted", []),
                                ("outcome", "refused"),
                                (
                                    "refusal__in",
                                    [
                                        "no_order",
                                        "no_basis",
                                        "too_broad",
                                        "not_needed",
                                        "not_this_person",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("examined_by__isnull", False),
                                ("granted__contained_by", models.F("fields")),
                                ("granted__len__gt", 0),
                                ("granted_from__gte", models.F("starts_at")),
                                ("granted_to__gt", models.F("granted_from")),
                                ("granted_to__lte", models.F("ends_at")),
                                ("outcome__in", ["granted", "narrowed"]),
                                ("refusal", ""),
                            ),
                            _connector="OR",
                        ),
                        name="a_lawful_request_says_what_became_of_it",
                    ),
                ],
            },
            managers=[
                ("told", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16, unique=True)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("looked_up", "Looked Up"),
                            ("stolen_account", "Stolen Account"),
                            ("stolen_key", "Stolen Key"),
                            ("passed_on", "Passed On"),
                            ("flaw", "Flaw"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "noticed",
                    models.CharField(
                        choices=[
                            ("alarm", "Alarm"),
                            ("audit", "Audit"),
                            ("complaint", "Complaint"),
                            ("report", "Report"),
                            ("peer", "Peer"),
                            ("press", "Press"),
                        ],
                        max_length=20,
                    ),
                ),
                ("noticed_at", models.DateTimeField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity", "Identity"),
                                ("contact", "Contact"),
                                ("status", "Status"),
                                ("health", "Health"),
                                ("whereabouts", "Whereabouts"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("suspect", models.CharField(max_length=80)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("opened_unit", models.CharField(max_length=80)),
                ("opened_at", models.DateTimeField()),
                ("tell_by", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                (
                    "measures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("office_ended", "Office Ended"),
                                ("key_revoked", "Key Revoked"),
                                ("account_locked", "Account Locked"),
                                ("flaw_mended", "Flaw Mended"),
                                ("switched_off", "Switched Off"),
                                ("reported", "Reported"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("proposed_unit", models.CharField(blank=True, max_length=80)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("closed_unit", models.CharField(blank=True, max_length=80)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kinds__contained_by",
                                ["identity", "contact", "status", "health", "whereabouts"],
                            ),
                            ("kinds__len__gt", 0),
                            (
                                "measures__contained_by",
                                [
                                    "office_ended",
                                    "key_revoked",
                                    "account_locked",
                                    "flaw_mended",
                                    "switched_off",
                                    "reported",
                                ],
                            ),
                            (
                                "noticed__in",
                                ["alarm", "audit", "complaint", "report", "peer", "press"],
                            ),
                            (
                                "what__in",
                                ["looked_up", "stolen_account", "stolen_key", "passed_on", "flaw"],
                            ),
                            models.Q(("suspect", ""), _negated=True),
                        ),
                        name="a_breach_is_of_known_kinds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("starts_at")),
                            ("tell_by__gt", models.F("noticed_at")),
                        ),
                        name="a_breach_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("measures", []),
                                ("proposed_at", None),
                                ("proposed_by", None),
                                ("proposed_unit", ""),
                            ),
                            models.Q(
                                ("measures__len__gt", 0),
                                ("proposed_at__isnull", False),
                                ("proposed_by__isnull", False),
                                models.Q(("proposed_unit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="closing_a_breach_says_what_was_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("closed_unit", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("proposed_by__isnull", False),
                                models.Q(("closed_unit", ""), _negated=True),
                                models.Q(("closed_by", models.F("proposed_by")), _negated=True),
                                models.Q(("closed_unit", models.F("proposed_unit")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_breach_is_closed_by_two_offices",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreachPerson",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reads", models.PositiveIntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(db_index=True, null=True)),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="oversight.breach",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("breach", "citizen"), name="a_breach_names_a_person_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LawfulAnswer",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="oversight.lawfulrequest",
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("fetched", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "default_manager_name": "told",
            },
            managers=[
                ("told", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Switch",
            fields=[
                (
                    "id",
                    models.AutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=30)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("attack", "Attack"),
                            ("leak", "Leak"),
                            ("flaw", "Flaw"),
                            ("wrong_answers", "Wrong Answers"),
                            ("overload", "Overload"),
                            ("stolen_key", "Stolen Key"),
                            ("drill", "Drill"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("switched_unit", models.CharField(max_length=80)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "switched_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["until"], name="switches_by_end"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "attack",
                                    "leak",
                                    "flaw",
                                    "wrong_answers",
                                    "overload",
                                    "stolen_key",
                                    "drill",
                                ],
                            ),
                            ("until__gt", models.F("since")),
                            models.Q(("part", ""), _negated=True),
                        ),
                        name="a_switch_says_why_and_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            models.Q(
                                ("ended_at__gte", models.F("since")),
                                ("ended_at__lte", models.F("until")),
                            ),
                            _connector="OR",
                        ),
                        name="a_switch_is_ended_within_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SwitchChange",
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
                        choices=[("prolong", "Prolong"), ("end", "End")], max_length=7
                    ),
                ),
                ("until", models.DateTimeField(null=True)),
                ("proposed_unit", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
                ("signed_unit", models.CharField(blank=True, max_length=80)),
                ("signed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
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
                (
                    "switch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="oversight.switch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("refused_at", None), ("signed_at", None)),
                        fields=("switch",),
                        name="a_switch_has_one_open_change",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "prolong"), ("until__isnull", False)),
                            models.Q(("kind", "end"), ("until", None)),
                            _connector="OR",
                        ),
                        name="a_change_of_a_switch_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None), ("signed_unit", "")),
                            models.Q(
                                ("refused_at", None),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("signed_unit", ""), _negated=True),
                                models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                                models.Q(("signed_unit", models.F("proposed_unit")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_change_of_a_switch_bears_a_second_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refused_at", None), ("refused_by", None)),
                            models.Q(("refused_at__isnull", False), ("refused_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_refused_change_of_a_switch_says_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_at", None),
                            ("until", None),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("signed_at"),
                                    "+",
                                    models.Value(datetime.timedelta(days=1)),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_switch_is_prolonged_for_a_day_at_most",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SIGNED, UNDO_SIGNED),
        SetOnce(
            "oversight_switchchange",
            {"signed_at": ["signed_by_id", "signed_unit"], "refused_at": ["refused_by_id"]},
        ),
        SetOnce(
            "oversight_lawfulrequest",
            {
                "examined_at": [
                    "examined_by_id",
                    "examined_unit",
                    "outcome",
                    "refusal",
                    "granted",
                    "granted_from",
                    "granted_to",
                    "tell_at",
                ],
                "told_at": [],
            },
        ),
    ]
