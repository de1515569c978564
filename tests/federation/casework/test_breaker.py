"""When a province has said too much at once."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.casework import breaker
from federation.casework.breaker import Context, Limits, Said, SoFar, Trip
from federation.casework.classes import Link

LIMITS = Limits()
SAID = st.builds(Said, st.sampled_from(Link), st.sampled_from(["a", "b", "c"]), st.booleans())


def said(count: int, *, there: int = 0, source: str = "", link: Link = Link.REGISTER) -> list[Said]:
    """Return so many words, of whom so many were there; of one source, or of one each."""
    return [Said(link, source or f"report {each}", each < there) for each in range(count)]


class TestTrips:
    def test_on_zhengzhou_by_all_of_them(self) -> None:
        pushed = said(1317, there=446, source="code", link=Link.VENUE_CODE)

        assert set(breaker.trips(pushed, LIMITS)) == {
            Trip.MOSTLY_ELSEWHERE,
            Trip.ONE_VENUE_CODE,
            Trip.ONE_SOURCE,
            Trip.BURST,
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

    @pytest.mark.parametrize(("usual", "count", "is_held"), [
        (0, 100, False), (0, 101, True), (21, 101, False), (30, 150, False), (30, 151, True),
    ])  # fmt: skip
    def test_on_a_burst_beyond_usual_days(self, usual: int, count: int, is_held: bool) -> None:
        found = breaker.trips(said(count, there=count), LIMITS, Context(usual=usual))

        assert found == ((Trip.BURST,) if is_held else ())

    @pytest.mark.parametrize(("elsewhere", "is_held"), [(30, False), (31, True)])
    def test_when_one_source_is_named_by_several_issuers(
        self, elsewhere: int, is_held: bool
    ) -> None:
        context = Context(elsewhere={breaker.source("List 7"): elsewhere})

        found = breaker.trips(said(20, there=20, source="LIST  7"), LIMITS, context)

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

        assert breaker.alone(scan, so_far=SoFar(), limits=LIMITS) is Trip.VENUE_CODE_ALONE

    @pytest.mark.parametrize(("before", "held"), [(19, None), (20, Trip.OVER_BUDGET)])
    def test_holds_what_is_over_the_budget(self, before: int, held: Trip | None) -> None:
        (one,) = said(1)

        assert breaker.alone(one, so_far=SoFar(today=before), limits=LIMITS) is held

    @pytest.mark.parametrize(
        ("so_far", "held"),
        [
            (SoFar(standing=59), None),
            (SoFar(standing=60), Trip.OVER_STANDING),
            (SoFar(of_all=59), None),
            (SoFar(of_all=60), Trip.OVER_ALL),
        ],
    )
    def test_holds_what_patience_or_company_would_add_up_to(
        self, so_far: SoFar, held: Trip | None
    ) -> None:
        (one,) = said(1)

        assert breaker.alone(one, so_far=so_far, limits=LIMITS) is held

    def test_holds_what_is_said_again(self) -> None:
        again = Said(Link.REGISTER, "report", was_present=True, is_again=True)

        assert breaker.alone(again, so_far=SoFar(), limits=LIMITS) is Trip.SAID_AGAIN

    def test_counts_nobody_who_was_there(self) -> None:
        (one,) = said(1, there=1)

        assert breaker.alone(one, so_far=SoFar(99, 99, 99), limits=LIMITS) is None
