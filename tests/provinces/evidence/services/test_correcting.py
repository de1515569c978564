"""An office ends or withdraws what it filed or signed: by one hand, for a reason of a list."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from provinces.evidence import corrections, queries, services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from provinces.ledger.models import Payload
from provinces.status import pipeline
from provinces.status import queries as status
from tests.cast import NOW
from tests.factories import citizens, evidence, road
from tests.factories.evidence import official

pytestmark = pytest.mark.usefixtures("north")


def filer(unit: str = "filing office", code: str = "110000") -> Any:
    return official("epidemiologist", code, unit=unit)


def signer(unit: str = "approving office") -> Any:
    return official("reviewer", "110000", unit=unit)


class TestCorrect:
    @pytest.mark.parametrize("by", [filer, signer])
    def test_takes_one_hand_of_either_office(self, by: Any) -> None:
        piece = evidence.in_force()

        services.correct(piece, "not_them", by=by(), now=NOW)

        assert not queries.counting(piece.citizen, NOW).exists()

    def test_is_of_nobody_elses_office(self) -> None:
        piece = evidence.in_force()

        with pytest.raises(services.NotIssued):
            services.correct(piece, "not_them", by=filer("third office"), now=NOW)

    def test_is_of_nothing_that_a_register_says(self) -> None:
        piece = evidence.recorded()

        with pytest.raises(services.NotIssued):
            services.correct(piece, "not_them", by=filer(), now=NOW)

    def test_is_within_the_officials_area(self) -> None:
        piece = evidence.in_force()

        with pytest.raises(services.NotAllowed):
            services.correct(piece, "twice", by=filer(code="110200"), now=NOW)

    def test_is_not_about_oneself(self) -> None:
        by = filer()
        piece = evidence.in_force(citizens.citizen(user=by))

        with pytest.raises(services.NotAllowed):
            services.correct(piece, "twice", by=by, now=NOW)

    @pytest.mark.parametrize("because", ["", "other", "as_planned", "因为"])
    def test_is_for_a_reason_of_the_list(self, because: str) -> None:
        piece = evidence.in_force()

        with pytest.raises(services.NoReason):
            services.correct(piece, because, by=filer(), now=NOW)

    def test_is_recorded_with_reason_and_office(self) -> None:
        piece = evidence.in_force()

        services.correct(piece, "no_basis", by=filer(), now=NOW)

        told = Payload.objects.get(entry__event="evidence.withdrawn").body
        assert (told["because"], told["office"]) == ("no_basis", "filing office")

    def test_frees_the_person_and_whoever_rested_on_it_at_once(self) -> None:
        road.shipped_ruleset("guangdong")
        case = evidence.in_force()
        contact = evidence.in_force(
            of=EvidenceClass.CLOSE_CONTACT, contact=evidence.contact(case=case)
        )
        pipeline.drain(now=NOW)
        held = [status.status_of(each.citizen, NOW).grounds for each in (case, contact)]

        services.correct(case, "taken_back", by=filer(), now=NOW)
        pipeline.drain(now=NOW)

        assert all(held)
        for each in (case, contact):
            assert status.status_of(each.citizen, NOW).status == status.default_status(NOW)


class TestConclude:
    def an_order(self) -> Evidence:
        return evidence.in_force(of=EvidenceClass.HOME_ISOLATION)

    def test_takes_one_hand_of_either_office(self) -> None:
        for by in (filer(), signer()):
            order = services.conclude(self.an_order(), "conditions_met", at=NOW, by=by, now=NOW)

            assert (order.ended_at, order.ended_because) == (NOW, "conditions_met")

    def test_is_of_nobody_elses_office(self) -> None:
        with pytest.raises(services.NotIssued):
            services.conclude(
                self.an_order(), "as_planned", at=NOW, by=filer("third office"), now=NOW
            )

    def test_is_for_a_reason_of_its_own_list(self) -> None:
        with pytest.raises(services.NoReason):
            services.conclude(self.an_order(), "not_them", at=NOW, by=filer(), now=NOW)


class TestIssued:
    def test_is_what_ones_office_filed_or_signed_and_counts(self) -> None:
        piece = evidence.in_force()
        evidence.proposed()
        evidence.recorded()
        withdrawn = evidence.in_force()
        services.correct(withdrawn, "twice", by=filer(), now=NOW)

        assert list(queries.issued(filer(), NOW)) == [piece]
        assert list(queries.issued(signer(), NOW)) == [piece]
        assert not queries.issued(filer("third office"), NOW)
        assert not queries.issued(filer(code="110200"), NOW)

    def test_has_orders_past_their_end_first(self) -> None:
        order = EvidenceClass.HOME_ISOLATION
        late = evidence.in_force(of=order, ends_at=NOW)
        evidence.in_force()

        assert queries.issued(filer(), NOW).first() == late


class TestWords:
    def test_are_those_of_a_key_and_else_the_sources_own(self) -> None:
        with translation.override("en"):
            said = [corrections.in_words(key) for key in ("not_them", "as_planned", "期满解除")]

        assert said == ["It is about somebody else", "The planned end has come", "期满解除"]
