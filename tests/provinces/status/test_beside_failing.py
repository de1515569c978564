"""Beside a run that fails, nobody else waits: the minute decides about all whom it can."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError

from provinces.citizens.models import Citizen
from provinces.status import pipeline, queries, runs, tasks
from provinces.status.models import Current, Run
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.connecting import connection
from tests import cast
from tests.factories import citizens, road

from .trouble import YESTERDAY, fails, poisoned

NOW = cast.NOW
FAR = 4000


def far_on() -> None:
    """Have the next citizen's number lie in another block."""
    with as_owner(), scope.province(cast.NORTH), connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('citizens_citizen', 'id'),"
            " (SELECT max(id) FROM citizens_citizen) + %s)",
            [FAR],
        )


@pytest.fixture
def people(north: object) -> list[Citizen]:
    """Three who stayed in a zone, each of another block, and not decided about yet."""
    found = []
    for _ in range(3):
        found.append(citizens.citizen())
        far_on()
    road.first_ruleset()
    road.zone()
    for person in found:
        road.stay(person, at=YESTERDAY)
    return found


def held() -> set[int]:
    return set(Current.objects.exclude(until=None).values_list("citizen_id", flat=True))


class TestDrain:
    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_decides_about_all_but_whom_it_fails_about(
        self, place: int, people: list[Citizen]
    ) -> None:
        poison = people.pop(place)

        with poisoned(poison), pytest.raises(DatabaseError, match="a disk gave out"):
            pipeline.drain(now=NOW)

        assert held() == {each.pk for each in people}

    def test_decides_about_them_as_well_once_it_can(self, people: list[Citizen]) -> None:
        with poisoned(people[0]), pytest.raises(DatabaseError):
            pipeline.drain(now=NOW)

        pipeline.drain(now=NOW)

        assert held() == {each.pk for each in people}

    def test_gives_up_where_it_fails_about_everybody(
        self, people: list[Citizen], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pipeline, "MOST_FAULTS", 1)

        with poisoned(people[0]), pytest.raises(DatabaseError, match="a disk gave out"):
            pipeline.drain(now=NOW)


class TestMinute:
    @pytest.fixture
    def run(self, people: list[Citizen], monkeypatch: pytest.MonkeyPatch) -> Run:
        """A run of which a part has just failed, of the first of them."""
        monkeypatch.setattr(
            tasks, "timezone", SimpleNamespace(now=lambda: NOW + timedelta(minutes=1))
        )
        begun = runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)
        with poisoned(people[0]):
            fails(begun)
        return begun

    def test_does_not_wait_for_a_run_of_which_a_part_failed(
        self, run: Run, people: list[Citizen]
    ) -> None:
        with poisoned(people[0]), pytest.raises(DatabaseError):
            tasks.minute(cast.NORTH)

        connection.set_tenant(scope.directory.find(cast.NORTH))
        assert queries.running() == run
        assert held() == {each.pk for each in people[1:]}

    def test_waits_for_a_run_that_gets_on(
        self, people: list[Citizen], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            tasks, "timezone", SimpleNamespace(now=lambda: NOW + timedelta(minutes=1))
        )
        runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)

        tasks.minute(cast.NORTH)

        connection.set_tenant(scope.directory.find(cast.NORTH))
        assert held() == set()
