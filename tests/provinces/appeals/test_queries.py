"""Reading appeals: what one may contest, and figures for the public."""

from __future__ import annotations

from datetime import timedelta

from provinces.appeals import queries
from provinces.appeals.models import Appeal
from provinces.citizens.models import Citizen
from tests import cast
from tests.factories import appeals
from tests.factories.appeals import HIGH

NOW = cast.NOW
DAY = timedelta(days=1)


class TestContestable:
    def test_are_the_grounds_that_hold(self, eve: Citizen) -> None:
        appeals.exposed(eve)

        (one,) = queries.contestable(eve, NOW)

        assert (one.ground, one.appeal) == (HIGH, None)

    def test_tells_of_an_open_appeal(self, eve: Citizen) -> None:
        appeals.exposed(eve)
        appeal = appeals.filed(eve)

        assert queries.contestable(eve, NOW)[0].appeal == appeal

    def test_are_none_of_somebody_who_is_not_held(self, eve: Citizen) -> None:
        assert queries.contestable(eve, NOW) == []


class TestGroups:
    def test_count_the_appeals_of_a_cause(self, north: object) -> None:
        eve, finn = appeals.resident(), appeals.resident()
        appeals.exposed(eve, finn)
        first = appeals.filed(eve)
        appeals.filed(finn)
        officer = appeals.reviewer()
        appeals.attended(first)
        appeals.answered(first, officer)

        (group,) = queries.groups(officer, NOW)

        assert (group.appeals, group.open, group.overturned) == (2, 1, 1)
        assert group.is_reversible
        assert queries.concerned(group.cause, NOW) == 2

    def test_are_within_reach(self, eve: Citizen) -> None:
        appeals.exposed(eve)
        appeals.filed(eve)

        assert queries.groups(appeals.reviewer("110200"), NOW) == []


def filed(number: int, *, answered: int, upheld: int) -> None:
    """File so many appeals, of which some were answered within two hours."""
    people = [appeals.resident() for _ in range(number)]
    appeals.exposed(*people)
    for place, person in enumerate(people):
        appeal = appeals.filed(person)
        if place < answered:
            Appeal.objects.filter(pk=appeal.pk).update(
                answered_at=NOW + timedelta(hours=2),
                outcome="upheld" if place < upheld else "refused",
            )


class TestFigures:
    def of(self) -> queries.Figures:
        return queries.figures(since=NOW - DAY, until=NOW + DAY, at=NOW + timedelta(hours=30))

    def test_are_told_where_they_are_many(self, north: object) -> None:
        filed(20, answered=20, upheld=10)

        found = self.of()

        assert (found.filed, found.answered, found.upheld, found.late) == (20, 20, 10, 0)
        assert found.median_hours == 2.0

    def test_leave_out_what_would_be_small(self, north: object) -> None:
        filed(20, answered=15, upheld=15)

        found = self.of()

        assert (found.filed, found.answered, found.upheld, found.late) == (20, None, 15, None)

    def test_are_not_told_of_few(self, north: object) -> None:
        filed(9, answered=9, upheld=9)

        assert self.of() == queries.Figures(None, None, None, None, None)


class TestVoidDecisions:
    def test_are_those_of_letters(self, north: object) -> None:
        eve, officer = appeals.resident(), appeals.reviewer()
        appeals.exposed(eve)
        appeal = appeals.attended(appeals.filed(eve))
        assert queries.void_decisions(eve) == frozenset()

        appeals.answered(appeal, officer)

        assert queries.void_decisions(eve) == {appeal.decision_id}
