"""What officials file of many is held: nobody is touched before two more bodies have looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.accounts.models import User
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import queries, services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Hold, State, Suspension, Why
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as ledger
from tests import cast
from tests.factories import areas, changes, citizens, evidence, offices

NOW = cast.NOW
LATER = NOW + timedelta(hours=1)
CLOSE = EvidenceClass.CLOSE_CONTACT


@pytest.fixture
def releaser(north: object) -> User:
    return evidence.official("high_reviewer", "110000", unit="command")


def filed(by: User, count: int = 1, **values: Any) -> list[Evidence]:
    """File contacts of cases elsewhere, each on a paper and of a case of its own."""
    return [services.propose(_claim(**values), by=by, now=NOW) for _ in range(count)]


def _claim(**values: Any) -> services.Claim:
    person = citizens.citizen()
    own = {
        "source_reference": f"paper of {person.reference}",
        "contact": evidence.contact(case_reference=f"case of {person.reference}"),
    }
    return evidence.claim(person, CLOSE, **{**own, **values})


class TestLookOver:
    def test_holds_nothing_within_the_limits(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 3

        filed(ada, 3)

        assert not Hold.objects.exists()

    def test_holds_all_that_belongs_with_it(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 3

        filed(ada, 4)

        hold = Hold.objects.get()
        assert (hold.unit, hold.count, hold.why) == ("city health office", 4, ["unlinked"])
        assert Evidence.objects.filter(hold=hold, held_at=NOW, state=State.AWAITING).count() == 4

    def test_adds_to_the_hold_that_is_open(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 2

        filed(ada, 5)

        assert Hold.objects.get().count == 5

    def test_lies_in_the_smallest_area_that_has_everybody(
        self, north: object, settings: Any
    ) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 1
        by = evidence.official("epidemiologist", "110000", unit="province")
        services.propose(evidence.claim(), by=by, now=NOW)
        services.propose(
            evidence.claim(citizens.citizen(area=areas.area("110102"))), by=by, now=NOW
        )

        assert Hold.objects.get().area.code == "110100"

    def test_counts_a_case_of_a_register_as_a_link(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = settings.EVIDENCE_SHARED_DAY = 1
        case = evidence.recorded()

        filed(ada, 4, contact=evidence.contact(case=case), source_reference="one paper")

        assert not Hold.objects.exists()

    def test_does_not_count_a_case_that_officials_have_filed(
        self, ada: User, settings: Any
    ) -> None:
        case = evidence.in_force()
        settings.EVIDENCE_UNLINKED_DAY = 1

        filed(ada, 2, contact=evidence.contact(case=case))

        assert Hold.objects.get().why == ["unlinked"]

    def test_holds_too_many_contacts_of_one_case(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_ONE_CASE_DAY = 3
        case = evidence.recorded()

        filed(ada, 4, contact=evidence.contact(case=case))

        hold = Hold.objects.get()
        assert (hold.why, hold.shared) == (["one_case"], [["case", str(case.pk)]])

    @pytest.mark.parametrize("name", ["EVIDENCE_OFFICIAL_HOUR", "EVIDENCE_OFFICIAL_DAY"])
    def test_holds_what_one_official_cannot_have_looked_into(
        self, ada: User, settings: Any, name: str
    ) -> None:
        setattr(settings, name, 2)
        case = evidence.recorded()

        filed(ada, 3, contact=evidence.contact(case=case))

        assert Hold.objects.get().why == [name.removeprefix("EVIDENCE_").lower()]

    def test_holds_what_colleagues_file_together(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_UNIT_DAY = 3
        colleague = evidence.official("epidemiologist", unit="city health office")

        filed(ada, 2)
        filed(colleague, 2)

        assert Hold.objects.get().count == 4

    def test_holds_what_several_offices_take_from_one_list(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_SHARED_DAY = 3
        other = evidence.official("epidemiologist", unit="second office")

        filed(ada, 2, source_reference="Depositors 2022")
        filed(other, 2, source_reference="depositors  2022")

        assert {hold.unit for hold in Hold.objects.all()} == {"city health office", "second office"}
        assert all(
            ["source_reference", "depositors2022"] in hold.shared for hold in Hold.objects.all()
        )

    def test_forgets_what_was_filed_a_day_ago(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 2
        filed(ada, 2)

        services.propose(evidence.claim(), by=ada, now=NOW + timedelta(hours=24))

        assert not Hold.objects.exists()

    def test_pulls_back_what_counted(self, ada: User, ben: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 2
        counting = services.approve(filed(ada)[0], by=ben, now=NOW)
        StaleMark.objects.all().delete()

        filed(ada, 2)

        assert Hold.objects.get().pulled_back == 1
        suspension = Suspension.objects.get()
        assert (suspension.piece, suspension.why) == (counting.pk, Why.HELD)
        assert StaleMark.objects.get().citizen == counting.citizen

    def test_is_recorded_without_a_name(self, eve: Citizen) -> None:
        piece = evidence.held(eve)

        payload = ledger.about(piece.hold)[0]
        assert payload.entry.event == "evidence.held"
        assert (payload.body["unit"], payload.body["pieces"]) == ("filing office", [piece.pk])
        assert eve.reference not in str(payload.body)


class TestApproving:
    def test_is_refused_while_it_is_held(self, eve: Citizen, ben: User) -> None:
        piece = evidence.held(eve)

        with pytest.raises(services.Held):
            services.approve(piece, by=ben, now=LATER)

        assert not queries.awaiting_approval(ben, LATER).exists()

    def test_is_refused_by_the_database_too(self, eve: Citizen, ben: User) -> None:
        piece = evidence.held(eve)

        with pytest.raises(IntegrityError, match="released by one body"), transaction.atomic():
            Evidence.objects.filter(pk=piece.pk).update(
                state=State.IN_FORCE,
                in_force_at=NOW,
                approved_at=NOW,
                approved_by=ben,
                approved_unit="city review office",
            )

    def test_is_for_a_third_body_once_it_was_released(
        self, eve: Citizen, ben: User, releaser: User
    ) -> None:
        piece = evidence.held(eve)
        services.release(piece.hold, by=releaser, because="checked", now=LATER)

        assert list(queries.awaiting_approval(ben, LATER)) == [piece]
        services.approve(piece, by=ben, now=LATER)

        assert Evidence.objects.counting(LATER).get() == piece

    def test_is_not_for_whoever_released_it(self, eve: Citizen, releaser: User) -> None:
        piece = evidence.held(eve)
        services.release(piece.hold, by=releaser, because="checked", now=LATER)

        with pytest.raises(services.SameOfficial):
            services.approve(piece, by=releaser, now=LATER)

    def test_is_not_for_the_office_that_released_it(self, eve: Citizen, releaser: User) -> None:
        colleague = evidence.official("reviewer", "110000", unit="command")
        piece = evidence.held(eve)
        services.release(piece.hold, by=releaser, because="checked", now=LATER)

        with pytest.raises(services.SameOffice):
            services.approve(piece, by=colleague, now=LATER)


class TestRelease:
    def test_lets_count_again_what_did(
        self, ada: User, ben: User, releaser: User, settings: Any
    ) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 1
        services.approve(filed(ada)[0], by=ben, now=NOW)
        filed(ada)

        services.release(Hold.objects.get(), by=releaser, because="checked", now=LATER)

        assert not Suspension.objects.standing().exists()
        assert Hold.objects.get().state == Hold.State.RELEASED

    def test_is_not_counted_again(self, ada: User, releaser: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 1
        filed(ada, 2)
        services.release(Hold.objects.get(), by=releaser, because="checked", now=NOW)

        filed(ada)

        assert not Hold.objects.filter(state=Hold.State.OPEN).exists()

    def test_needs_the_power_over_all_of_it(self, eve: Citizen, finn: Citizen, ben: User) -> None:
        hold = evidence.held(eve).hold
        far = evidence.official("high_reviewer", "110200", unit="far")

        for by in (ben, far):
            with pytest.raises(services.NotAllowed):
                services.release(hold, by=by, because="x", now=NOW)

    def test_is_not_for_the_office_that_filed(self, eve: Citizen) -> None:
        colleague = evidence.official("high_reviewer", "110000", unit="filing office")

        with pytest.raises(services.SameOffice):
            services.release(evidence.held(eve).hold, by=colleague, because="x", now=NOW)

    def test_is_not_for_an_office_that_who_filed_has_joined(
        self, eve: Citizen, ada: User, releaser: User
    ) -> None:
        hold = evidence.held(eve, by=ada).hold
        offices.office(ada, areas.area("110200"), "auditor", unit="command", now=NOW)

        with pytest.raises(services.SameOffice):
            services.release(hold, by=releaser, because="x", now=NOW)

    def test_leaves_the_signature_to_an_office_that_who_released_has_not_joined(
        self, eve: Citizen, ada: User, ben: User, releaser: User
    ) -> None:
        piece = evidence.held(eve, by=ada)
        services.release(piece.hold, by=releaser, because="checked", now=NOW)
        offices.office(
            releaser, areas.area("110200"), "auditor", unit="city review office", now=NOW
        )

        with pytest.raises(services.SameOffice):
            services.approve(piece, by=ben, now=NOW)

    def test_is_not_for_whoever_signed_what_counted(
        self, ada: User, releaser: User, settings: Any
    ) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 1
        services.approve(filed(ada)[0], by=releaser, now=NOW)
        filed(ada)

        with pytest.raises(services.SameOfficial):
            services.release(Hold.objects.get(), by=releaser, because="x", now=NOW)
        with (
            pytest.raises(IntegrityError, match="nobody who filed or signed"),
            transaction.atomic(),
        ):
            Hold.objects.update(
                state=Hold.State.RELEASED,
                decided_by=releaser,
                decided_unit="command",
                decided_at=NOW,
                decided_because="x",
            )

    def test_is_not_for_whoever_it_is_about(self, north: object) -> None:
        by = evidence.official("high_reviewer", "110000", unit="command")

        with pytest.raises(services.NotAllowed):
            services.release(
                evidence.held(citizens.citizen(user=by)).hold, by=by, because="x", now=NOW
            )

    def test_is_of_what_was_read_and_no_more(
        self, ada: User, releaser: User, settings: Any
    ) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 2
        filed(ada, 3)
        read = Hold.objects.get()
        filed(ada, 5)

        with pytest.raises(services.GrownSince):
            services.release(read, by=releaser, because="checked", now=NOW, read=read.count)
        services.release(read, by=releaser, because="checked", now=NOW, read=8)

    def test_is_not_for_a_colleague_whose_office_was_suspended(
        self, eve: Citizen, releaser: User
    ) -> None:
        piece = evidence.held(eve)
        seat = offices.office(
            releaser, areas.area("110200"), "reviewer", unit="filing office", now=NOW
        )
        changes.suspension(seat, changes.granter(), is_emergency=True)

        with pytest.raises(services.SameOffice):
            services.release(piece.hold, by=releaser, because="checked", now=NOW)

    def test_gives_its_reason(self, eve: Citizen, releaser: User) -> None:
        with pytest.raises(services.NoReason):
            services.release(evidence.held(eve).hold, by=releaser, because=" ", now=NOW)

    def test_happens_once(self, eve: Citizen, releaser: User) -> None:
        hold = evidence.held(eve).hold
        services.release(hold, by=releaser, because="checked", now=NOW)

        with pytest.raises(services.NotOpen):
            services.refuse_hold(hold, by=releaser, because="after all", now=NOW)
        with pytest.raises(IntegrityError, match="decided once"), transaction.atomic():
            Hold.objects.update(state=Hold.State.OPEN)

    def test_is_recorded_with_its_reason(self, eve: Citizen, releaser: User) -> None:
        hold = evidence.held(eve).hold

        services.release(hold, by=releaser, because="checked", now=NOW)

        payload = next(each for each in ledger.about(hold) if each.by)
        assert payload.entry.event == "evidence.hold_released"
        assert (payload.body["office"], payload.body["because"]) == ("command", "checked")


class TestRefuseHold:
    def test_turns_down_all_of_it(
        self, ada: User, ben: User, releaser: User, settings: Any
    ) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 1
        counted = services.approve(filed(ada)[0], by=ben, now=NOW)
        filed(ada)

        services.refuse_hold(Hold.objects.get(), by=releaser, because="no case", now=LATER)

        assert not Evidence.objects.filter(state=State.AWAITING).exists()
        assert not Evidence.objects.counting(LATER).exists()
        counted.refresh_from_db()
        assert (counted.withdrawn_by, counted.withdrawn_because) == (releaser, "no case")

    def test_goes_on_being_counted(self, ada: User, releaser: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 1
        filed(ada, 2)
        services.refuse_hold(Hold.objects.get(), by=releaser, because="no case", now=NOW)

        filed(ada)

        assert Hold.objects.filter(state=Hold.State.OPEN).exists()

    def test_is_not_for_the_office_that_filed(self, eve: Citizen) -> None:
        colleague = evidence.official("high_reviewer", "110000", unit="filing office")

        with pytest.raises(services.SameOffice):
            services.refuse_hold(evidence.held(eve).hold, by=colleague, because="x", now=NOW)


class TestHolds:
    def test_are_seen_by_those_who_release_and_by_auditors_of_the_area(
        self, eve: Citizen, releaser: User
    ) -> None:
        hold = evidence.held(eve).hold
        auditor = evidence.official("auditor", "110000", unit="audit")
        far = evidence.official("high_reviewer", "110200", unit="far")

        assert list(queries.holds(releaser, Power.RELEASE_HOLD, NOW)) == [hold]
        assert list(queries.holds(auditor, Power.AUDIT, NOW)) == [hold]
        assert not queries.holds(far, Power.RELEASE_HOLD, NOW).exists()

    def test_stay(self, eve: Citizen) -> None:
        Hold.objects.create(unit="x", area=eve.area, opened_at=NOW)

        with pytest.raises(IntegrityError, match="holds stay"), transaction.atomic():
            Hold.objects.all().delete()
