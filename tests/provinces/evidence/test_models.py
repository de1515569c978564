"""What the database itself refuses of evidence, whoever asks and however."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence import services
from provinces.evidence.classes import CONTACTS, FORMS, ORDERS, EvidenceClass
from provinces.evidence.models import Evidence, Origin
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import evidence

NOW, YESTERDAY = cast.NOW, evidence.YESTERDAY
STAYS = "stay as they are"


def insert(citizen: Citizen, by: User, second: User, **changed: Any) -> None:
    """Write a row that is in order, but for what is changed, past all services."""
    columns: dict[str, Any] = {
        "citizen_id": citizen.pk,
        "evidence_class": "confirmed_case",
        "happened_at": YESTERDAY,
        "expires_at": NOW + timedelta(days=7),
        "details": "{}",
        "source": "manual",
        "source_reference": "report 7",
        "authority": "CDC",
        "legal_basis": "law",
        "case_reference": "",
        "method": "",
        "state": "in_force",
        "in_force_at": NOW,
        "proposed_by_id": by.pk,
        "proposed_unit": "one office",
        "proposed_at": NOW,
        "approved_by_id": second.pk,
        "approved_unit": "another office",
        "approved_at": NOW,
        "rejected_because": "",
        "ended_because": "",
        "withdrawn_because": "",
        **changed,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO evidence_evidence ({', '.join(columns)})"
            f" VALUES ({', '.join(['%s'] * len(columns))})",
            list(columns.values()),
        )


def update(pk: int, assignments: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE evidence_evidence SET {assignments} WHERE id = %s", [*values, pk])


NOBODY = {"proposed_by_id": None, "proposed_unit": "", "proposed_at": None}
UNSIGNED = {"approved_by_id": None, "approved_unit": "", "approved_at": None}
WAITING = {**UNSIGNED, "state": "awaiting", "in_force_at": None}
REGISTRY = {**NOBODY, **UNSIGNED, "source": "registry"}
CONTACT = {"evidence_class": "close_contact", "method": "survey", "case_reference": "CASE-1"}
SOON = YESTERDAY + timedelta(days=1)

REFUSED = {
    "a class that is not listed": ({"evidence_class": "other"}, "known_class"),
    "a colour": ({"evidence_class": "red"}, "known_class"),
    "an unknown source": ({**REGISTRY, "source": "rumour"}, "names_source"),
    "no reference": ({"source_reference": ""}, "names_source"),
    "no legal basis": ({"legal_basis": ""}, "names_source"),
    "no authority": ({"authority": ""}, "names_source"),
    "no expiry": ({"expires_at": None}, "expires_at"),
    "an expiry beyond 90 days": (
        {"expires_at": YESTERDAY + timedelta(days=90, minutes=1)}, "evidence_expires"
    ),
    "an expiry before it happened": ({"expires_at": YESTERDAY}, "evidence_expires"),
    "a peer's word for longer than 21 days": (
        {**REGISTRY, "source": "peer", "expires_at": NOW + timedelta(days=22)}, "peers_word"
    ),
    "symptoms declared by an official": (
        {"evidence_class": "symptoms_declared"}, "person_alone"
    ),
    "a case declared by the person": ({**REGISTRY, "source": "self"}, "person_alone"),
    "a contact without a case": (
        {**CONTACT, "case_reference": "", "investigator_id": 1}, "a_contact_names"
    ),
    "a contact without a method": ({**CONTACT, "method": "", "investigator_id": 1}, "contact"),
    "an official's contact without an investigator": (CONTACT, "a_contact_names"),
    "a case that rests on a case": ({"case_reference": "CASE-1"}, "a_contact_names"),
    "an order without a planned end": (
        {"evidence_class": "home_isolation"}, "planned_end"
    ),
    "a planned end of what is no order": ({"ends_at": NOW}, "planned_end"),
    "an onset of an arrival": (
        {"evidence_class": "overseas_arrival", "onset_at": YESTERDAY}, "some_classes"
    ),
    "manual evidence in force unsigned": (UNSIGNED, "second_office"),
    "manual evidence without a proposer": (NOBODY, "is_proposed"),
    "a register's word that awaits": ({**NOBODY, **WAITING, "source": "registry"}, "is_proposed"),
    "a register's word with a proposer": ({**UNSIGNED, "source": "registry"}, "is_proposed"),
    "a signature without its time": ({"approved_at": None}, "approved_by_comes"),
    "a signature before it is in force": ({"state": "awaiting", "in_force_at": None}, "approved"),
    "in force since never": ({"in_force_at": None}, "since_when"),
    "an unknown state": ({**WAITING, "state": "red"}, "since_when"),
    "a rejection without a reason": ({**WAITING, "state": "rejected"}, "a_rejection_says"),
    "an ending without a reason": (
        {"ended_at": NOW, "end_noted_at": NOW, "ended_by_id": 1}, "an_ending_says"
    ),
    "an ending without its moment": (
        {"end_noted_at": NOW, "ended_by_id": 1, "ended_because": "well"}, "an_ending_says"
    ),
    "an ending before it happened": (
        {
            "ended_at": YESTERDAY - timedelta(minutes=1),
            "end_noted_at": NOW, "ended_by_id": 1, "ended_because": "well",
        },
        "an_ending_says",
    ),
    "an ending of what has none": (
        {
            **CONTACT, "evidence_class": "general_contact", "investigator_id": 1,
            "ended_at": NOW, "end_noted_at": NOW, "ended_by_id": 1, "ended_because": "well",
        },
        "an_ending_says",
    ),
    "a withdrawal by nobody": (
        {"withdrawn_at": NOW, "withdrawn_because": "wrong"}, "a_withdrawal_says"
    ),
    "a withdrawal of what awaits": (
        {**WAITING, "withdrawn_at": NOW, "withdrawn_by_id": 1, "withdrawn_because": "wrong"},
        "a_withdrawal_says",
    ),
}  # fmt: skip


class TestConstraints:
    def test_let_pass_what_is_in_order(self, eve: Citizen, ada: User, ben: User) -> None:
        insert(eve, ada, ben)
        insert(eve, ada, ben, **REGISTRY)
        insert(eve, ada, ben, **CONTACT, investigator_id=ada.pk)

        assert Evidence.objects.count() == 3

    @pytest.mark.parametrize("what", REFUSED)
    def test_refuse(self, eve: Citizen, ada: User, ben: User, what: str) -> None:
        changed, name = REFUSED[what]

        with pytest.raises(IntegrityError, match=name):
            insert(eve, ada, ben, **changed)

    def test_refuse_the_proposers_own_approval(self, eve: Citizen, ada: User) -> None:
        with pytest.raises(IntegrityError, match="second_office"):
            insert(eve, ada, ada)

    def test_refuse_the_approval_of_the_proposers_unit(
        self, eve: Citizen, ada: User, ben: User
    ) -> None:
        with pytest.raises(IntegrityError, match="second_office"):
            insert(eve, ada, ben, approved_unit="one office")

    def test_refuse_the_same_word_of_a_source_twice(
        self, eve: Citizen, ada: User, ben: User
    ) -> None:
        insert(eve, ada, ben, **REGISTRY)

        with pytest.raises(IntegrityError, match="says_a_thing_once"):
            insert(eve, ada, ben, **REGISTRY)

    @pytest.mark.parametrize("of", EvidenceClass)
    def test_agree_with_the_forms_of_classes(
        self, eve: Citizen, ada: User, ben: User, of: EvidenceClass
    ) -> None:
        needed: dict[str, Any] = {"evidence_class": str(of)}
        if of in CONTACTS:
            needed |= {"method": "survey", "case_reference": "C", "investigator_id": ada.pk}
        if of in ORDERS:
            needed["ends_at"] = NOW
        if FORMS[of].has_onset:
            needed["onset_at"] = YESTERDAY
        if FORMS[of].self_declared:
            needed |= {**REGISTRY, "source": "self", "authority": ""}
        elif FORMS[of].ended:
            needed |= {"ended_at": NOW, "end_noted_at": NOW, "ended_by_id": ada.pk}
            needed["ended_because"] = "well"

        insert(eve, ada, ben, **needed)

        assert Evidence.objects.get().evidence_class == of


CHANGES = [
    "evidence_class = 'asymptomatic_case'",
    "citizen_id = citizen_id + 1",
    "happened_at = happened_at + interval '1 minute'",
    "expires_at = expires_at + interval '1 day'",
    "details = '[]'",
    "legal_basis = 'another law'",
    "source = 'registry'",
    "in_force_at = in_force_at - interval '1 day'",
    "state = 'awaiting', in_force_at = NULL",
    "approved_unit = 'a third office'",
    "proposed_unit = 'a third office'",
    "ended_because = 'well'",
    "withdrawn_because = 'wrong'",
    "rejected_because = 'wrong'",
]


class TestTrigger:
    @pytest.mark.parametrize("assignments", CHANGES)
    def test_refuses_any_change_of_what_is_in_force(self, north: object, assignments: str) -> None:
        piece = evidence.in_force()

        with pytest.raises(IntegrityError, match=STAYS):
            update(piece.pk, assignments)

    def test_refuses_it_to_the_owner_too(self, north: object) -> None:
        piece = evidence.in_force()

        with as_owner(), pytest.raises(IntegrityError, match=STAYS):
            update(piece.pk, "expires_at = expires_at + interval '1 day'")

    def test_refuses_any_change_of_what_awaits(self, north: object) -> None:
        piece = evidence.proposed()

        with pytest.raises(IntegrityError, match=STAYS):
            update(piece.pk, "expires_at = expires_at + interval '1 day'")

    def test_refuses_a_change_of_the_content_with_the_approval(
        self, north: object, ben: User
    ) -> None:
        piece = evidence.proposed()

        with pytest.raises(IntegrityError, match=STAYS):
            update(
                piece.pk,
                "state = 'in_force', in_force_at = now(), approved_at = now(),"
                " approved_by_id = %s, approved_unit = 'x', legal_basis = 'y'",
                ben.pk,
            )

    def test_refuses_to_reject_what_is_in_force(self, north: object, ben: User) -> None:
        piece = evidence.in_force()

        with pytest.raises(IntegrityError):
            update(
                piece.pk,
                "state = 'rejected', rejected_at = now(), rejected_by_id = %s,"
                " rejected_because = 'x'",
                ben.pk,
            )

    def test_lets_an_ending_be_said_once(self, north: object, ada: User) -> None:
        piece = evidence.in_force()
        services.end(piece, at=NOW, by=ada, because="出院", now=NOW)

        for again in ("ended_at = ended_at + interval '1 day'", "ended_at = NULL"):
            with pytest.raises(IntegrityError):
                update(piece.pk, again)

    def test_lets_a_withdrawal_be_said_once(self, north: object, ada: User) -> None:
        piece = evidence.in_force()
        services.withdraw(piece, by=ada, because="误报", now=NOW)

        for again in (
            "withdrawn_at = withdrawn_at + interval '1 day'",
            "withdrawn_because = 'another reason'",
            "withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_because = ''",
        ):
            with pytest.raises(IntegrityError):
                update(piece.pk, again)

    @pytest.mark.parametrize(
        "statement", ["DELETE FROM evidence_evidence", "TRUNCATE evidence_evidence CASCADE"]
    )
    def test_refuses_the_province_to_delete(self, north: object, statement: str) -> None:
        evidence.recorded(source=Origin.REGISTRY)
        connection.check_constraints()

        with (
            pytest.raises(Exception, match=r"by retention only|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
