"""The second signature, and what counts by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, State
from provinces.ledger import queries as ledger
from tests import cast
from tests.factories import areas, changes, citizens, evidence, offices

NOW = cast.NOW
LATER = NOW + timedelta(hours=1)


class TestApprove:
    def test_puts_it_into_force(self, eve: Citizen, ada: User, ben: User) -> None:
        services.approve(evidence.proposed(eve, by=ada), by=ben, now=LATER)

        piece = Evidence.objects.get()
        assert (piece.state, piece.in_force_at) == (State.IN_FORCE, LATER)
        assert (piece.approved_by, piece.approved_unit) == (ben, "city review office")
        assert piece.approved_at == LATER

    def test_counts_from_then_until_it_expires(self, eve: Citizen, ada: User, ben: User) -> None:
        piece = services.approve(evidence.proposed(eve, by=ada), by=ben, now=LATER)
        moments = [NOW, LATER, piece.expires_at - timedelta(minutes=1), piece.expires_at]

        counting = [Evidence.objects.counting(at).exists() for at in moments]

        assert counting == [False, True, True, False]

    def test_marks_the_person_and_has_the_road_walked(
        self, eve: Citizen, ada: User, ben: User, django_capture_on_commit_callbacks
    ) -> None:
        piece = evidence.proposed(eve, by=ada)

        with django_capture_on_commit_callbacks() as on_commit:
            services.approve(piece, by=ben, now=NOW)

        mark = StaleMark.objects.get()
        assert (mark.citizen, mark.day, mark.because) == (eve, None, "evidence.approved")
        assert [each.args[0] for each in on_commit] == ["provinces.status.tasks.drain"]

    def test_is_recorded(self, eve: Citizen, ada: User, ben: User) -> None:
        piece = services.approve(evidence.proposed(eve, by=ada), by=ben, now=NOW)

        payload = ledger.about(piece)[0]
        assert payload.entry.event == "evidence.approved"
        assert payload.body["office"] == "city health office"
        assert payload.body["second_office"] == "city review office"

    def test_refuses_a_colleague_whose_office_was_suspended(
        self, eve: Citizen, ada: User, ben: User
    ) -> None:
        piece = evidence.proposed(eve, by=ada)
        seat = offices.office(
            ben, areas.area("110100"), "epidemiologist", unit="city health office", now=NOW
        )
        changes.suspension(seat, changes.granter(), is_emergency=True)

        with pytest.raises(services.SameOffice):
            services.approve(piece, by=ben, now=NOW)

    def test_refuses_the_official_who_filed(self, eve: Citizen, ada: User) -> None:
        offices.office(ada, areas.area("110100"), "reviewer", unit="another", now=NOW)

        with pytest.raises(services.SameOfficial):
            services.approve(evidence.proposed(eve, by=ada), by=ada, now=NOW)

    def test_refuses_an_official_of_the_same_office(self, eve: Citizen, ada: User) -> None:
        colleague = evidence.official("reviewer", unit="city health office")

        with pytest.raises(services.SameOffice):
            services.approve(evidence.proposed(eve, by=ada), by=colleague, now=NOW)

    def test_refuses_one_who_holds_another_role_in_the_same_office(
        self, eve: Citizen, ada: User, ben: User
    ) -> None:
        offices.office(ben, areas.area("110200"), "auditor", unit="city health office", now=NOW)

        with pytest.raises(services.SameOffice):
            services.approve(evidence.proposed(eve, by=ada), by=ben, now=NOW)

    def test_refuses_one_whose_office_the_proposer_has_joined(
        self, eve: Citizen, ada: User, ben: User
    ) -> None:
        piece = evidence.proposed(eve, by=ada)
        offices.office(ada, areas.area("110100"), "auditor", unit="city review office", now=NOW)

        with pytest.raises(services.SameOffice):
            services.approve(piece, by=ben, now=NOW)

    def test_needs_the_power_where_the_person_lives(
        self, eve: Citizen, ada: User, cleo: User
    ) -> None:
        elsewhere = evidence.official("reviewer", "110200", unit="second review office")
        piece = evidence.proposed(eve, by=ada)

        for stranger in (cleo, elsewhere):
            with pytest.raises(services.NotAllowed):
                services.approve(piece, by=stranger, now=NOW)

    def test_happens_once(self, eve: Citizen, ada: User, ben: User) -> None:
        piece = services.approve(evidence.proposed(eve, by=ada), by=ben, now=NOW)

        with pytest.raises(services.AlreadyDecided, match="is in force"):
            services.approve(piece, by=ben, now=NOW)

    def test_comes_too_late_once_it_has_expired(self, eve: Citizen, ada: User, ben: User) -> None:
        piece = evidence.proposed(eve, by=ada, expires_at=LATER)

        with pytest.raises(services.Expired):
            services.approve(piece, by=ben, now=LATER)

    def test_refuses_a_contact_whose_case_has_fallen_meanwhile(
        self, eve: Citizen, ada: User, ben: User
    ) -> None:
        case = evidence.recorded()
        contact = evidence.proposed(
            eve, EvidenceClass.CLOSE_CONTACT, by=ada, contact=evidence.contact(case=case)
        )
        services.withdraw(case, by=None, because="复检阴性", now=NOW)

        with pytest.raises(services.CaseFallen):
            services.approve(contact, by=ben, now=LATER)

        assert Evidence.objects.get(pk=contact.pk).state == State.AWAITING


class TestReject:
    def test_is_not_for_oneself(self, ben: User) -> None:
        piece = evidence.proposed(citizens.citizen(user=ben))

        with pytest.raises(services.NotAllowed, match="about themselves"):
            services.reject(piece, by=ben, because="证据不足", now=NOW)
        with pytest.raises(services.NotAllowed, match="about themselves"):
            services.approve(piece, by=ben, now=NOW)

    def test_turns_it_down_for_good(self, eve: Citizen, ada: User, ben: User) -> None:
        piece = services.reject(evidence.proposed(eve, by=ada), by=ben, because="证据不足", now=NOW)

        assert (piece.state, piece.in_force_at) == (State.REJECTED, None)
        assert (piece.rejected_by, piece.rejected_because) == (ben, "证据不足")
        with pytest.raises(services.AlreadyDecided, match="is rejected"):
            services.approve(piece, by=ben, now=LATER)

    def test_leaves_nobody_stale(self, eve: Citizen, ada: User, ben: User) -> None:
        services.reject(evidence.proposed(eve, by=ada), by=ben, because="证据不足", now=NOW)

        assert not StaleMark.objects.exists()

    def test_is_recorded(self, eve: Citizen, ada: User, ben: User) -> None:
        piece = services.reject(evidence.proposed(eve, by=ada), by=ben, because="证据不足", now=NOW)

        assert ledger.about(piece)[0].entry.event == "evidence.rejected"

    def test_is_open_to_whoever_filed_it(self, eve: Citizen, ada: User) -> None:
        piece = services.reject(evidence.proposed(eve, by=ada), by=ada, because="录错人", now=NOW)

        assert piece.rejected_by == ada

    def test_is_open_to_nobody_else_without_the_power(
        self, eve: Citizen, ada: User, cleo: User
    ) -> None:
        with pytest.raises(services.NotAllowed):
            services.reject(evidence.proposed(eve, by=ada), by=cleo, because="不", now=NOW)

    @pytest.mark.parametrize("because", ["", "  ", "x" * 301, "a\x00"])
    def test_gives_its_reason(self, eve: Citizen, ada: User, because: str) -> None:
        with pytest.raises(services.NoReason):
            services.reject(evidence.proposed(eve, by=ada), by=ada, because=because, now=NOW)
