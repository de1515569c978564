"""Much evidence at once is no less than piece by piece."""

from __future__ import annotations

import pytest

from provinces.accounts.models import User
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from provinces.ledger.models import Entry
from tests import cast
from tests.factories import areas, citizens, evidence, offices

NOW = cast.NOW
CLOSE = EvidenceClass.CLOSE_CONTACT


def columns_of(piece: Evidence) -> dict[str, object]:
    return {**Evidence.objects.filter(pk=piece.pk).values().get(), "id": 0}


class TestEffectMany:
    def test_makes_the_same_rows_as_one_by_one(self, eve: Citizen, ada: User, ben: User) -> None:
        case = evidence.recorded()
        claims = [
            evidence.claim(eve, CLOSE, contact=evidence.contact(case=case)),
            evidence.claim(eve, EvidenceClass.HOME_ISOLATION),
        ]

        made = services.effect_many(claims, by=ada, approved_by=ben, now=NOW)

        single = [
            services.approve(services.propose(claim, by=ada, now=NOW), by=ben, now=NOW)
            for claim in claims
        ]
        assert [*map(columns_of, made)] == [*map(columns_of, single)]

    def test_marks_everybody_and_is_recorded_once_for_each_signature(
        self, ada: User, ben: User
    ) -> None:
        claims = [evidence.claim() for _ in range(3)]

        services.effect_many(claims, by=ada, approved_by=ben, now=NOW)

        assert StaleMark.objects.count() == 3
        for event in ("evidence.proposed", "evidence.approved"):
            assert Entry.objects.filter(event=event).count() == 1

    def test_says_which_claim_is_wrong_and_keeps_none(self, ada: User, ben: User) -> None:
        claims = [evidence.claim(), evidence.claim(legal_basis="")]

        with pytest.raises(services.InvalidClaim, match="claim 1: legal_basis: is missing"):
            services.effect_many(claims, by=ada, approved_by=ben, now=NOW)

        assert not Evidence.objects.exists()

    def test_refuses_people_out_of_reach(self, ada: User, ben: User) -> None:
        elsewhere = citizens.citizen(area=areas.area("110201"))

        with pytest.raises(services.NotAllowed):
            services.effect_many(
                [evidence.claim(), evidence.claim(elsewhere)], by=ada, approved_by=ben, now=NOW
            )

    def test_refuses_one_hand_for_both_signatures(self, ada: User) -> None:
        offices.office(ada, areas.area("110100"), "reviewer", unit="another", now=NOW)

        with pytest.raises(services.SameOfficial):
            services.effect_many([evidence.claim()], by=ada, approved_by=ada, now=NOW)

    def test_refuses_one_office_for_both_signatures(self, ada: User) -> None:
        colleague = evidence.official("reviewer", unit="city health office")

        with pytest.raises(services.SameOffice):
            services.effect_many([evidence.claim()], by=ada, approved_by=colleague, now=NOW)

    def test_refuses_a_case_that_has_fallen(self, eve: Citizen, ada: User, ben: User) -> None:
        case = evidence.recorded()
        services.withdraw(case, by=None, because="复检阴性", now=NOW)

        with pytest.raises(services.CaseFallen):
            services.effect_many(
                [evidence.claim(eve, CLOSE, contact=evidence.contact(case=case))],
                by=ada, approved_by=ben, now=NOW,
            )  # fmt: skip
