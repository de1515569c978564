"""Claims say where somebody may go, and cannot say that somebody may not be cared for."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.borders.entering import Condition
from provinces.passes.codec import ALWAYS, PLACES, Admits, Asks
from provinces.passes.codec.claims import asks_of, packed, unpacked
from provinces.rules import document
from tests.provinces.passes.codec.made import live


class TestPlaces:
    def test_are_all_that_rules_may_speak_of(self) -> None:
        assert {*PLACES, *ALWAYS} >= set(document.PLACES)

    def test_leave_out_what_is_never_denied(self) -> None:
        assert set(ALWAYS) == set(document.CARVE_OUTS)
        assert not set(ALWAYS) & set(PLACES)

    def test_stay_in_their_order(self) -> None:
        # Passes in circulation are read by place: a change here misreads them.
        assert PLACES[0] == "public_place"
        assert PLACES[12] == "clinic"
        assert PLACES[26] == "travel_from_city"

    # A busy machine is no reason to fail.
    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.fixed_dictionaries({place: st.sampled_from(Admits) for place in PLACES}))
    def test_are_read_as_they_were_packed(self, places: dict[str, Admits]) -> None:
        assert unpacked(packed(places)) == places

    @pytest.mark.parametrize("data", [b"", bytes(6), bytes(8), b"\xff" * 7, bytes(6) + b"\x01", 1])
    def test_are_read_in_one_form(self, data: bytes) -> None:
        with pytest.raises(ValueError, match=r"places|Admits"):
            unpacked(data)


class TestAdmits:
    @pytest.mark.parametrize("place", ALWAYS)
    def test_never_keeps_anybody_from_care(self, place: str) -> None:
        claims = live(places={place: Admits.REFUSED})

        assert claims.admits(place) is Admits.ALLOWED

    def test_lets_in_where_nothing_is_said(self) -> None:
        assert live().admits("a place of tomorrow") is Admits.ALLOWED

    def test_says_what_it_was_told(self) -> None:
        assert live().admits("care_home") is Admits.REFUSED


class TestAsksOf:
    def test_knows_all_that_a_host_may_ask(self) -> None:
        assert asks_of(Condition) == frozenset(Asks)
