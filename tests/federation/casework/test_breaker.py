"""When a province has said too much at once."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.casework import breaker
from federation.casework.breaker import Limits, Said, Trip
from federation.casework.classes import Link

LIMITS = Limits()
SAID = st.builds(Said, st.sampled_from(Link), st.sampled_from(["a", "b", "c"]), st.booleans())


def said(count: int, *, there: int = 0, source: str = "", link: Link = Link.REGISTER) -> list[Said]:
    """Return so many words, of whom so many were there; of one source, or of one each."""
    return [Said(link, source or f"report {each}", each < there) for each in range(count)]


class TestTrips:
    def test_on_zhengzhou_by_all_three(self) -> None:
        pushed = said(1317, there=446, source="code", link=Link.VENUE_CODE)

        assert set(breaker.trips(pushed, LIMITS)) == {
            Trip.MOSTLY_ELSEWHERE,
            Trip.ONE_VENUE_CODE,
            Trip.ONE_SOURCE,
        }

    @pytest.mark.parametrize(("there", "is_held"), [(4, True), (5, False), (10, False)])
    def test_when_more_than_half_were_never_there(self, there: int, is_held: bool) -> None:
        found = breaker.trips(said(10, there=there), LIMITS)

        assert found == ((Trip.MOSTLY_ELSEWHERE,) if is_held else ())

    def test_not_for_a_few(self) -> None:
        assert breaker.trips(said(9), LIMITS) == ()

    @pytest.mark.parametrize(("count", "is_held"), [(50, False), (51, True)])
    def test_when_one_source_names_more_than_fifty(self, count: int, is_held: bool) -> None:
        found = breaker.trips(said(count, there=count, source="list"), LIMITS)

        assert found == ((Trip.ONE_SOURCE,) if is_held else ())

    def test_not_for_nobody(self) -> None:
        assert breaker.trips([], LIMITS) == ()

    @given(st.lists(SAID, max_size=80), st.randoms())
    def test_in_whatever_order_it_was_said(self, some: list[Said], shuffle: Random) -> None:
        other = list(some)
        shuffle.shuffle(other)

        assert breaker.trips(some, LIMITS) == breaker.trips(other, LIMITS)


class TestAlone:
    def test_holds_a_scan(self) -> None:
        (scan,) = said(1, there=1, link=Link.VENUE_CODE)

        assert breaker.alone(scan, remote_so_far=0, limits=LIMITS) is Trip.VENUE_CODE_ALONE

    @pytest.mark.parametrize(("before", "held"), [(19, None), (20, Trip.OVER_BUDGET)])
    def test_holds_what_is_over_the_budget(self, before: int, held: Trip | None) -> None:
        (one,) = said(1)

        assert breaker.alone(one, remote_so_far=before, limits=LIMITS) is held

    def test_counts_nobody_who_was_there(self) -> None:
        (one,) = said(1, there=1)

        assert breaker.alone(one, remote_so_far=99, limits=LIMITS) is None
