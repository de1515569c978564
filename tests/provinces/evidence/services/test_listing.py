"""Lists are filed, signed and turned down as a whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import queries, services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Batch, Evidence, Hold, State
from provinces.ledger.models import Entry
from tests import cast
from tests.factories import areas, citizens, evidence

NOW = cast.NOW
LATER = NOW + timedelta(hours=1)


def people(count: int = 3) -> list[Citizen]:
    return [citizens.citizen() for _ in range(count)]


class TestFileList:
    def test_keeps_it_as_one_batch_that_waits(self, ada: User, ben: User) -> None:
        batch = evidence.listed(people(), by=ada)

        assert (batch.count, batch.filed_unit) == (3, "city health office")
        assert Evidence.objects.filter(batch=batch, state=State.AWAITING).count() == 3
        counted = queries.tally(queries.awaiting_approval(ben, NOW))
        assert queries.batches_of(counted, most=9) == [(batch, 3)]

    def test_is_recorded_once(self, ada: User) -> None:
        evidence.listed(people(), by=ada)

        assert Entry.objects.filter(event="evidence.proposed").count() == 1

    def test_takes_the_same_list_once(self, ada: User) -> None:
        claims = [evidence.claim(person) for person in people()]

        first = services.file_list(claims, digest="a" * 64, by=ada, now=NOW)
        again = services.file_list(claims, digest="a" * 64, by=ada, now=LATER)

        assert (first.known, again.known) == (False, True)
        assert first.batch == again.batch
        assert Evidence.objects.count() == 3

    def test_keeps_nothing_where_one_line_is_wrong(self, ada: User) -> None:
        claims = [evidence.claim(), evidence.claim(legal_basis="")]

        with pytest.raises(services.InvalidClaim, match="claim 1: legal_basis: is missing"):
            services.file_list(claims, digest="a" * 64, by=ada, now=NOW)

        assert not Evidence.objects.exists()
        assert not Batch.objects.exists()

    def test_refuses_people_out_of_reach(self, ada: User) -> None:
        far = citizens.citizen(area=areas.area("110201"))

        with pytest.raises(services.NotAllowed):
            evidence.listed([*people(), far], by=ada)

    def test_is_of_one_class_and_names_nobody_twice(self, eve: Citizen, ada: User) -> None:
        mixed = [evidence.claim(), evidence.claim(of=EvidenceClass.HOME_ISOLATION)]
        twice = [evidence.claim(eve), evidence.claim(eve)]

        for claims in (mixed, twice, []):
            with pytest.raises(services.NotAList):
                services.file_list(claims, digest="a" * 64, by=ada, now=NOW)

    def test_is_not_endless(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_LIST_LINES = 2

        with pytest.raises(services.NotAList):
            evidence.listed(people(3), by=ada)

    def test_is_held_where_nothing_connects_its_people_with_a_case(self, ada: User) -> None:
        batch = evidence.listed(people(21), by=ada)

        hold = Hold.objects.get()
        assert (hold.count, hold.why) == (21, ["shared", "unlinked"])
        assert Evidence.objects.filter(batch=batch, hold=hold).count() == 21

    def test_is_not_held_for_being_long_where_it_rests_on_a_registers_case(
        self, ada: User, settings: Any
    ) -> None:
        settings.EVIDENCE_OFFICIAL_HOUR = 2

        evidence.listed(people(), by=ada, contact=evidence.contact(case=evidence.recorded()))

        assert not Hold.objects.exists()


class TestApproveList:
    def test_puts_all_of_it_into_force(self, ada: User, ben: User) -> None:
        batch = evidence.listed(people(), by=ada)

        services.approve_list(batch, by=ben, now=LATER)

        pieces = Evidence.objects.counting(LATER)
        assert {(each.approved_by, each.approved_unit) for each in pieces} == {
            (ben, "city review office")
        }
        assert (pieces.count(), StaleMark.objects.count()) == (3, 3)
        assert Entry.objects.filter(event="evidence.approved").count() == 1

    def test_leaves_what_was_rejected_singly(self, ada: User, ben: User) -> None:
        batch = evidence.listed(people(), by=ada)
        first = batch.pieces.order_by("pk")[0]
        services.reject(first, by=ben, because="another person", now=NOW)

        assert len(services.approve_list(batch, by=ben, now=LATER)) == 2

    def test_is_refused_while_it_is_held(self, ada: User, ben: User) -> None:
        batch = evidence.listed(people(21), by=ada)

        with pytest.raises(services.Held):
            services.approve_list(batch, by=ben, now=LATER)

        assert not Evidence.objects.counting(LATER).exists()

    def test_needs_another_office(self, ada: User) -> None:
        batch = evidence.listed(people(), by=ada)
        colleague = evidence.official("reviewer", unit="city health office")

        with pytest.raises(services.SameOffice):
            services.approve_list(batch, by=colleague, now=LATER)

    def test_happens_once(self, ada: User, ben: User) -> None:
        batch = evidence.listed(people(), by=ada)
        services.approve_list(batch, by=ben, now=LATER)

        with pytest.raises(services.AlreadyDecided):
            services.approve_list(batch, by=ben, now=LATER)


class TestRejectList:
    def test_turns_all_of_it_down_with_a_reason(self, ada: User, ben: User) -> None:
        batch = evidence.listed(people(), by=ada)

        assert services.reject_list(batch, by=ben, because="no such report", now=LATER) == 3

        assert {each.rejected_because for each in batch.pieces.all()} == {"no such report"}

    def test_needs_the_power_unless_it_is_ones_own(self, ada: User) -> None:
        batch = evidence.listed(people(), by=ada)
        colleague = evidence.official("epidemiologist", unit="city health office")

        with pytest.raises(services.NotAllowed):
            services.reject_list(batch, by=colleague, because="x", now=LATER)
        services.reject_list(batch, by=ada, because="a mistake of mine", now=LATER)

        assert not Evidence.objects.filter(state=State.AWAITING).exists()

    def test_gives_its_reason(self, ada: User, ben: User) -> None:
        with pytest.raises(services.NoReason):
            services.reject_list(evidence.listed(people(), by=ada), by=ben, because="", now=NOW)
