"""Officials file evidence about people in their area; it waits for another office."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import services
from provinces.evidence.classes import SELF_DECLARED, EvidenceClass
from provinces.evidence.models import Evidence, Origin, State
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as ledger
from tests import cast
from tests.factories import areas, evidence
from tests.factories import citizens as people

NOW = cast.NOW


class TestPropose:
    def test_keeps_what_was_said_and_by_whom(self, eve: Citizen, ada: User) -> None:
        said = evidence.claim(eve, onset_at=evidence.YESTERDAY - timedelta(days=2))

        services.propose(said, by=ada, now=NOW)

        piece = Evidence.objects.get()
        assert (piece.citizen, piece.evidence_class, piece.source) == (
            eve, EvidenceClass.CONFIRMED_CASE, Origin.MANUAL
        )  # fmt: skip
        assert (piece.happened_at, piece.onset_at) == (said.happened_at, said.onset_at)
        assert (piece.authority, piece.legal_basis) == (said.authority, said.legal_basis)
        assert (piece.proposed_by, piece.proposed_unit) == (ada, "city health office")
        assert piece.proposed_at == NOW

    def test_has_no_effect_yet(
        self, eve: Citizen, ada: User, django_capture_on_commit_callbacks
    ) -> None:
        with django_capture_on_commit_callbacks() as on_commit:
            piece = evidence.proposed(eve, by=ada)

        assert (piece.state, piece.in_force_at) == (State.AWAITING, None)
        assert not Evidence.objects.counting(NOW + timedelta(days=1)).exists()
        assert not StaleMark.objects.exists()
        assert on_commit == []

    def test_is_recorded(self, eve: Citizen, ada: User) -> None:
        piece = evidence.proposed(eve, by=ada)

        payload = ledger.about(piece)[0]
        assert payload.entry.event == "evidence.proposed"
        assert payload.body["citizen"] == eve.reference
        assert payload.body["office"] == "city health office"
        assert ledger.holds(payload)

    def test_refuses_what_the_claim_lacks(self, eve: Citizen, ada: User) -> None:
        with pytest.raises(services.InvalidClaim, match="legal_basis: is missing"):
            services.propose(evidence.claim(eve, legal_basis=" "), by=ada, now=NOW)

    @pytest.mark.parametrize("of", sorted(SELF_DECLARED))
    def test_refuses_what_is_for_the_person_to_say(
        self, eve: Citizen, ada: User, of: EvidenceClass
    ) -> None:
        with pytest.raises(services.OnlyThePerson):
            services.propose(evidence.claim(eve, of), by=ada, now=NOW)

    def test_needs_the_power(self, eve: Citizen, ben: User) -> None:
        with pytest.raises(services.NotAllowed):
            evidence.proposed(eve, by=ben)

    def test_needs_it_where_the_person_lives(self, eve: Citizen, cleo: User) -> None:
        with pytest.raises(services.NotAllowed):
            evidence.proposed(eve, by=cleo)

    def test_is_not_for_oneself(self, ada: User) -> None:
        own = people.citizen(user=ada)

        with pytest.raises(services.NotAllowed, match="about themselves; a colleague may"):
            evidence.proposed(own, by=ada)

    def test_needs_an_office_in_force(self, eve: Citizen, ada: User) -> None:
        with pytest.raises(services.NotAllowed):
            evidence.proposed(eve, by=ada, now=NOW + timedelta(days=20))

    def test_is_open_to_an_office_to_which_the_person_is_assigned(
        self, eve: Citizen, ada: User, cleo: User
    ) -> None:
        citizens.assign(
            eve,
            area=areas.area("110201"),
            powers=[Power.PROPOSE_EVIDENCE],
            because="treated",
            period=(NOW, NOW + timedelta(days=1)),
            by=ada,
        )

        piece = evidence.proposed(eve, by=cleo)

        assert piece.proposed_unit == "second city health office"

    def test_names_the_office_closest_to_the_person(self, eve: Citizen) -> None:
        official = evidence.official("epidemiologist", "110000", unit="province's office")
        evidence.offices.office(
            official, areas.area("110101"), "case_officer", unit="county's office", now=NOW
        )

        assert evidence.proposed(eve, by=official).proposed_unit == "county's office"


class TestContact:
    def test_rests_on_a_case_that_counts(self, eve: Citizen, ada: User) -> None:
        case = evidence.recorded()

        piece = evidence.proposed(
            eve, EvidenceClass.CLOSE_CONTACT, by=ada, contact=evidence.contact(case=case)
        )

        assert (piece.case, piece.case_reference) == (case, "")
        assert (piece.method, piece.investigator) == ("现场流调", ada)

    def test_may_name_who_found_it(self, eve: Citizen, ada: User, ben: User) -> None:
        piece = evidence.proposed(
            eve, EvidenceClass.CLOSE_CONTACT, by=ada, contact=evidence.contact(investigator=ben)
        )

        assert piece.investigator == ben

    def test_cannot_rest_on_a_case_that_awaits(self, eve: Citizen, ada: User) -> None:
        case = evidence.proposed()

        with pytest.raises(services.CaseFallen, match=f"evidence {case.pk} does not count"):
            evidence.proposed(
                eve, EvidenceClass.CLOSE_CONTACT, by=ada, contact=evidence.contact(case=case)
            )

    def test_cannot_rest_on_a_case_out_of_the_officials_reach(
        self, eve: Citizen, finn: Citizen, ada: User
    ) -> None:
        case = evidence.recorded(finn)

        with pytest.raises(services.NotAllowed):
            evidence.proposed(
                eve, EvidenceClass.CLOSE_CONTACT, by=ada, contact=evidence.contact(case=case)
            )
