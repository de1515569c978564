"""Who is a companion of a case: in one coarse cell at the same time, for long enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.db import temporary
from core.db.days import day_of
from core.db.planning import by_index
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.exposure import cases, companions
from provinces.exposure.looking import EVERYBODY
from provinces.tenancy import scope
from tests import cast
from tests.factories import citizens, road
from tests.provinces.exposure.crowds import (
    ASKED,
    DAY,
    NOW,
    Asked,
    Crowd,
    by_loops,
    case,
    ended,
    told,
)

PLACE = h3.cell_to_parent(road.HERE, 8)
YESTERDAY = NOW - DAY

Told = Callable[..., dict[int, Any]]


@pytest.fixture(params=["few", "many"])
def found(request: pytest.FixtureRequest) -> Told:
    """Find companions by the way of few citizens or of many."""
    if request.param == "many":
        return lambda *of, **how: told(*of, **how, anew=True)

    def followed(
        of: list[Citizen] | None = None,
        asked: Asked | None = ASKED,
        *,
        as_of: datetime = NOW,
    ) -> dict[int, Any]:
        resolution = asked.resolution if asked else None
        cases.follow(resolution, as_of=as_of, now=NOW)
        return told(of, asked, as_of=as_of)

    return followed


@pytest.mark.parametrize("seed", range(2))
class TestFill:
    @pytest.mark.parametrize("resolution", [6, 8, 9, 10, 11, 12])
    def test_says_what_loops_say(
        self, north: object, found: Told, seed: int, resolution: int
    ) -> None:
        Crowd(seed)
        asked = Asked(resolution=resolution, minutes=2, stay_minutes=15)

        expected = by_loops(asked)

        assert bool(expected) == (resolution < 12)
        assert found(None, asked) == expected

    @pytest.mark.parametrize("days", [2, 13, 14])
    def test_looks_back_so_many_days(
        self, north: object, found: Told, seed: int, days: int
    ) -> None:
        Crowd(seed)
        asked = Asked(lookback_days=days, stay_minutes=20)

        assert found(None, asked) == by_loops(asked) != {}

    @pytest.mark.parametrize("hours", [5, 13, 120])
    def test_says_it_as_of_any_moment(
        self, north: object, found: Told, seed: int, hours: int
    ) -> None:
        Crowd(seed)
        as_of = NOW - timedelta(hours=hours)

        assert found(None, Asked(), as_of=as_of) == by_loops(Asked(), as_of=as_of)

    def test_says_the_same_of_one_as_of_all(self, north: object, seed: int) -> None:
        crowd = Crowd(seed)
        cases.follow(8, as_of=NOW, now=NOW)
        all_of_them = told(anew=True)

        one_by_one = {
            citizen: row for person in crowd.people for citizen, row in told([person]).items()
        }

        assert one_by_one == all_of_them


def meet(
    one: Citizen, other: Citizen, *, minutes: int = 90, at: datetime = YESTERDAY, **cells: int
) -> None:
    """Let two people be somewhere at the same time; `one` and `other` may name their cells."""
    road.stay(one, at=at, minutes=minutes, cell=cells.get("here", road.HERE))
    road.stay(other, at=at, minutes=minutes, cell=cells.get("there", road.HERE))


class TestTogether:
    def test_is_told_with_when_for_how_long_and_by_which_case(
        self, eve: Citizen, finn: Citizen, found: Told
    ) -> None:
        meet(eve, finn)
        piece = case(eve)

        last = YESTERDAY + timedelta(minutes=90)
        assert found() == {finn.pk: (last, 90, 90, piece.pk)}

    def test_is_in_a_coarse_cell_whatever_the_accuracy(
        self, eve: Citizen, finn: Citizen, found: Told
    ) -> None:
        meet(eve, finn, there=PLACE)
        case(eve)

        assert finn.pk in found()

    @pytest.mark.parametrize("far", [False, True])
    def test_ends_at_the_edge_of_the_cell(
        self, eve: Citizen, finn: Citizen, found: Told, far: bool
    ) -> None:
        edge = next(
            (own, other)
            for own in h3.cell_to_children(PLACE, 11)
            for other in h3.grid_ring(own, 1)
            if (h3.cell_to_parent(other, 8) != PLACE) == far
        )
        meet(eve, finn, here=edge[0], there=edge[1])
        case(eve)

        assert (finn.pk in found()) == (not far)

    def test_is_longer_than_so_many_minutes(self, eve: Citizen, finn: Citizen, found: Told) -> None:
        meet(eve, finn, minutes=90)
        case(eve)

        assert found(None, Asked(minutes=89)) != {}
        assert found(None, Asked(minutes=90)) == {}

    def test_takes_somebody_who_stayed_there_longer(
        self, eve: Citizen, finn: Citizen, found: Told
    ) -> None:
        meet(eve, finn, minutes=30)
        road.stay(finn, at=YESTERDAY - DAY, minutes=31)
        case(eve)

        assert found(None, Asked(stay_minutes=60))[finn.pk][1:3] == (30, 61)
        assert found(None, Asked(stay_minutes=61)) == {}

    def test_counts_a_minute_once(self, eve: Citizen, finn: Citizen, found: Told) -> None:
        meet(eve, finn, minutes=30)
        meet(eve, finn, minutes=40, here=PLACE, there=PLACE)
        case(eve)

        assert found(None, Asked(stay_minutes=20))[finn.pk][1:3] == (40, 40)

    def test_tells_of_the_case_met_last(self, eve: Citizen, finn: Citizen, found: Told) -> None:
        third = citizens.citizen()
        meet(eve, finn)
        meet(third, finn, at=YESTERDAY + timedelta(hours=3))
        case(eve)
        later = case(third)

        assert found()[finn.pk][3] == later.pk

    def test_of_two_at_once_tells_the_first(self, eve: Citizen, finn: Citizen, found: Told) -> None:
        third = citizens.citizen()
        meet(eve, finn)
        road.stay(third, at=YESTERDAY, minutes=90)
        first = case(third)
        case(eve)

        assert found()[finn.pk][3] == first.pk

    def test_is_never_with_oneself(self, eve: Citizen, found: Told) -> None:
        road.stay(eve, at=YESTERDAY, minutes=90)
        case(eve)
        case(eve, of=EvidenceClass.ASYMPTOMATIC_CASE)

        assert found() == {}

    def test_may_be_of_two_cases_with_each_other(
        self, eve: Citizen, finn: Citizen, found: Told
    ) -> None:
        meet(eve, finn)
        one, other = case(eve), case(finn, of=EvidenceClass.ASYMPTOMATIC_CASE)

        assert {who: row[3] for who, row in found().items()} == {finn.pk: one.pk, eve.pk: other.pk}


class TestCase:
    @pytest.mark.parametrize(
        ("values", "is_one"),
        [
            ({}, True),
            ({"of": EvidenceClass.ASYMPTOMATIC_CASE}, True),
            ({"of": EvidenceClass.SUSPECTED_CASE}, False),
            ({"in_force_at": NOW}, True),
            ({"in_force_at": NOW + timedelta(seconds=1)}, False),
            ({"expires_at": NOW}, False),
            ({"expires_at": NOW + timedelta(seconds=1)}, True),
            ({"withdrawn_at": NOW, "withdrawn_because": "mixed up"}, False),
            ({"withdrawn_at": NOW + DAY, "withdrawn_because": "mixed up"}, True),
        ],
    )
    def test_is_what_evidence_says_as_of_a_moment(
        self, eve: Citizen, finn: Citizen, found: Told, values: dict[str, Any], is_one: bool
    ) -> None:
        meet(eve, finn)
        case(eve, happened_at=NOW - timedelta(hours=1), **values)

        assert (finn.pk in found()) == is_one

    @pytest.mark.parametrize(
        ("values", "minutes"),
        [
            ({"happened_at": YESTERDAY + 2 * DAY - timedelta(days=1)}, 90),
            ({"happened_at": YESTERDAY + DAY, "onset_at": NOW + 2 * DAY}, 0),
            ({"onset_at": YESTERDAY + 2 * DAY + timedelta(minutes=50)}, 40),
            ({"onset_at": YESTERDAY + 2 * DAY + timedelta(minutes=80)}, 0),
            (ended(YESTERDAY + timedelta(minutes=30)), 30),
            (ended(YESTERDAY + timedelta(minutes=30), noted_at=NOW + DAY), 90),
        ],
    )
    def test_infects_from_two_days_before_the_onset_until_the_end(
        self, eve: Citizen, finn: Citizen, found: Told, values: dict[str, Any], minutes: int
    ) -> None:
        meet(eve, finn)
        case(eve, **{"happened_at": YESTERDAY, **values})

        assert [row[1] for row in found().values()] == ([minutes] if minutes else [])


class TestLookback:
    @pytest.mark.parametrize(("days", "counts"), [(14, True), (13, False)])
    def test_begins_with_the_first_minute_of_its_first_day(
        self, eve: Citizen, finn: Citizen, found: Told, days: int, counts: bool
    ) -> None:
        first = day_of(cast.TODAY - timedelta(days=14), scope.current().zone)
        at = datetime.fromtimestamp(first.hi * 60 - 90 * 60, tz=NOW.tzinfo)
        meet(eve, finn, at=at)
        case(eve, happened_at=at)

        assert (found(None, Asked(lookback_days=days)) != {}) == counts

    def test_ends_by_the_clock_alone_at_a_midnight(
        self, eve: Citizen, finn: Citizen, found: Told
    ) -> None:
        at = NOW - 3 * DAY
        meet(eve, finn, at=at)
        case(eve)
        asked = Asked(lookback_days=5)
        due = due_at(finn, found, asked)

        assert due == day_start(3 - 5 - 1)
        assert finn.pk in found(None, asked, as_of=due - timedelta(seconds=1))
        assert found(None, asked, as_of=due) == {}

    def test_ends_with_the_evidence(self, eve: Citizen, finn: Citizen, found: Told) -> None:
        meet(eve, finn)
        piece = case(eve, expires_at=NOW + timedelta(minutes=5))

        assert due_at(finn, found, Asked()) == piece.expires_at


def due_at(citizen: Citizen, found: Told, asked: Asked) -> datetime:
    """Return when what is told of a companion changes by the clock alone."""
    found(None, asked)
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at FROM companionship WHERE citizen_id = %s", [citizen.pk])
        due: datetime = cursor.fetchone()[0]
        return due


def day_start(days_ago: int) -> datetime:
    """Return the midnight at which the day so many days ago began."""
    day = day_of(cast.TODAY - timedelta(days=days_ago), scope.current().zone)
    return datetime.fromtimestamp(day.lo * 60, tz=NOW.tzinfo)


def reading(table: str, asked: CaptureQueriesContext) -> list[str]:
    """Return the statements that named a table."""
    return [one["sql"] for one in asked.captured_queries if table in one["sql"]]


class TestCost:
    def test_is_nothing_where_no_rule_asks(self, eve: Citizen, finn: Citizen) -> None:
        meet(eve, finn)
        case(eve)
        told(None, None)

        with CaptureQueriesContext(connection) as asked:
            assert told(None, None) == {}

        assert not reading("presence_stay", asked) + reading("evidence_evidence", asked)

    def test_is_one_look_at_evidence_where_there_is_no_case(self, eve: Citizen) -> None:
        road.stay(eve, at=YESTERDAY)

        with CaptureQueriesContext(connection) as asked:
            assert told() == {}

        assert not reading("presence_stay", asked)

    @pytest.mark.parametrize("anew", [False, True])
    def test_is_as_many_statements_for_many_as_for_few(self, north: object, anew: bool) -> None:
        def statements(seed: int, *, people: int, many: int) -> int:
            Crowd(seed, people=people, cases=many)
            cases.follow(8, as_of=NOW, now=NOW)
            told(anew=anew)
            with CaptureQueriesContext(connection) as asked:
                told(anew=anew)
            return len(asked)

        assert statements(1, people=6, many=1) == statements(2, people=40, many=9)

    def test_finds_cases_among_all_evidence_by_index(self, north: object) -> None:
        with connection.cursor() as cursor, by_index(cursor):
            cursor.execute(f"EXPLAIN {cases.COUNTING}", {"as_of": NOW})
            plan = "\n".join(row[0] for row in cursor.fetchall())

        assert "cases_by_expiry" in plan

    @pytest.mark.parametrize(
        ("form", "other"),
        [(companions.BY_STAYS, "cell_idx"), (companions.BY_PLACES, "citizen_id_idx")],
    )
    def test_reads_stays_by_the_index_that_suits(
        self, north: object, form: companions.Form, other: str
    ) -> None:
        Crowd(1)
        cases.follow(8, as_of=NOW, now=NOW)
        told()
        values = {**EVERYBODY, "since": 0, "as_of": 2**31 - 1, "resolution": 8}
        of_people = form.first if form is companions.BY_STAYS else form.then
        with connection.cursor() as cursor, by_index(cursor):
            temporary.empty(cursor, "near_case", "case_place")
            cursor.execute(form.first, values)
            cursor.execute(f"EXPLAIN {of_people}", values)
            plan = "\n".join(row[0] for row in cursor.fetchall())

        assert "Index" in plan
        assert "Seq Scan on presence_stay" not in plan
        assert other not in plan
