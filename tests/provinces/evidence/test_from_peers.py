"""Another province's word, kept as evidence, and given on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provinces.citizens.models import Citizen
from provinces.evidence import from_peers
from provinces.evidence.claims import InvalidClaim
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.from_peers import PeerWord
from provinces.evidence.models import Evidence, Origin
from provinces.evidence.services import declare
from provinces.tenancy import directory
from tests import cast
from tests.factories import evidence

NOW = cast.NOW
WORD = PeerWord(
    evidence_class="close_contact",
    happened_at=NOW - timedelta(days=1),
    expires_at=NOW + timedelta(days=7),
    source_reference="south/report 1",
    authority="南省疾控中心",
    legal_basis="《传染病防治法》第三十九条",
    case_reference="CASE-1",
    method="现场流调",
)


class TestProblems:
    def test_are_none_of_a_good_word(self, north: directory.Entry) -> None:
        assert from_peers.problems(WORD, now=NOW) == {}

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"evidence_class": "red"}, "evidence_class"),
            ({"expires_at": NOW + timedelta(days=22)}, "expires_at"),
            ({"case_reference": ""}, "contact.case_reference"),
            ({"authority": ""}, "authority"),
            ({"details": {"colour": "red"}}, "details.colour"),
        ],
    )
    def test_name_the_field(
        self, north: directory.Entry, changes: dict[str, object], field: str
    ) -> None:
        assert field in from_peers.problems(replace(WORD, **changes), now=NOW)


class TestRecordMany:
    def test_keeps_each_and_says_which_piece_it_is(self, eve: Citizen, finn: Citizen) -> None:
        keys = from_peers.record_many([(eve, WORD), (finn, WORD)], now=NOW)

        pieces = Evidence.objects.in_bulk(keys)
        assert [pieces[key].citizen for key in keys] == [eve, finn]
        assert {piece.source for piece in pieces.values()} == {Origin.PEER}

    def test_keeps_what_is_said_again_once(self, eve: Citizen) -> None:
        first = from_peers.record_many([(eve, WORD)], now=NOW)

        assert from_peers.record_many([(eve, WORD)], now=NOW) == first

    def test_keeps_nothing_that_is_over(self, eve: Citizen) -> None:
        later = NOW + timedelta(days=8)

        assert from_peers.record_many([(eve, WORD)], now=later) == [None]

    def test_refuses_a_class_there_is_not(self, eve: Citizen) -> None:
        with pytest.raises(InvalidClaim):
            from_peers.record_many([(eve, replace(WORD, evidence_class="red"))], now=NOW)


class TestTakeBack:
    def test_withdraws_it_once(self, eve: Citizen) -> None:
        (piece,) = from_peers.record_many([(eve, WORD)], now=NOW)

        assert from_peers.take_back(piece, because="wrong", now=NOW)
        assert not from_peers.take_back(piece, because="wrong", now=NOW)

    def test_touches_no_other_sources_piece(self, eve: Citizen) -> None:
        piece = evidence.recorded(eve)

        assert not from_peers.take_back(piece.pk, because="wrong", now=NOW)


class TestToldOf:
    def test_is_what_counts_but_for_the_persons_own_word(self, eve: Citizen) -> None:
        piece = evidence.recorded(eve)
        declare(eve, EvidenceClass.SYMPTOMS_DECLARED, now=NOW)

        ((key, word),) = from_peers.told_of(eve, at=NOW)

        assert (key, word.evidence_class) == (piece.pk, "confirmed_case")

    def test_names_the_case_a_contact_rests_on(self, eve: Citizen, finn: Citizen) -> None:
        case = evidence.recorded(finn)
        contact = evidence.contact(case=case)
        evidence.recorded(eve, EvidenceClass.CLOSE_CONTACT, contact=contact)

        ((_, word),) = from_peers.told_of(eve, at=NOW)

        assert word.case_reference == case.source_reference
