"""Commuters do not meet the zones that a treaty spares them, where one of their places lies."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest

from core.cells.ranges import Ranges
from core.periods import epoch_minute
from provinces.citizens.models import Citizen, RegularPlace, StaleMark
from provinces.exposure import queries as exposures
from provinces.exposure.models import Question, Spared
from provinces.presence.models import CheckIn
from provinces.status import checking, pipeline, queries, runs
from provinces.status import services as status
from provinces.status.models import Run
from provinces.zones import services as zones
from provinces.zones.services import CommuterTerms
from tests import cast
from tests.factories import citizens, road

NOW = cast.NOW
YESTERDAY = NOW - timedelta(days=1)
LONG_AGO = NOW - timedelta(days=40)
AROUND = h3.cell_to_parent(road.HERE, 8)
BESIDE = h3.cell_to_center_child(h3.grid_ring(AROUND, 1)[0], 11)


@pytest.fixture(autouse=True)
def law(north: object) -> None:
    road.first_ruleset()


def agreed(**values: Any) -> None:
    """Have a treaty spare commuters the zones of the factory's province, all around here."""
    given: dict[str, Any] = {
        "treaty": "a" * 64,
        "spared": frozenset({road.ELSEWHERE}),
        "only_uncertain": False,
        "starts": epoch_minute(NOW - timedelta(days=30)),
        "ends": epoch_minute(NOW + timedelta(days=30)),
        "cells": Ranges.from_cells([AROUND], 8).at(11),
    }
    zones.receive_commuting([CommuterTerms(**{**given, **values})], now=NOW)


def place(citizen: Citizen, cell: int = road.HERE, *, since: datetime = LONG_AGO) -> RegularPlace:
    kept, _ = RegularPlace.objects.get_or_create(
        citizen=citizen, cell=cell, defaults={"kind": "work", "said_at": since}
    )
    return kept


def met() -> list[int]:
    """Walk the road, and return who met a zone; what is kept equals a rebuild."""
    pipeline.drain(now=NOW)
    assert checking.check(as_of=NOW).verdict == "equal"
    assert not StaleMark.objects.exists()
    return sorted(each.citizen for each in exposures.listed())


class TestSparing:
    def test_is_of_commuters_alone(self, eve: Citizen, finn: Citizen) -> None:
        agreed()
        place(eve)
        road.zone()
        for citizen in (eve, finn):
            road.stay(citizen, at=YESTERDAY)

        assert met() == [finn.pk]
        assert queries.status_of(eve, NOW).status == "green"
        assert queries.status_of(finn, NOW).status == "red"

    def test_begins_with_the_treaty_and_with_the_place(self, eve: Citizen) -> None:
        road.zone()
        road.stay(eve, at=YESTERDAY)
        found = [met()]

        kept = place(eve)
        found.append(met())
        agreed()
        found.append(met())
        kept.delete()
        found.append(met())

        assert found == [[eve.pk], [eve.pk], [], [eve.pk]]

    def test_stays_for_what_was_spared_when_the_treaty_ends(self, eve: Citizen) -> None:
        agreed()
        place(eve)
        road.zone()
        road.stay(eve, at=YESTERDAY)
        assert met() == []

        agreed(ends=epoch_minute(NOW))
        road.stay(eve, at=NOW - timedelta(minutes=90), minutes=60)

        assert met() == []

    @pytest.mark.parametrize("since", [YESTERDAY + timedelta(minutes=1), NOW])
    def test_reaches_back_to_no_stay_before_the_place_was_told(
        self, eve: Citizen, since: datetime
    ) -> None:
        agreed()
        place(eve, since=since)
        road.zone()
        road.stay(eve, at=YESTERDAY)

        assert met() == [eve.pk]

    def test_is_of_the_zones_named_alone(self, eve: Citizen) -> None:
        agreed(spared=frozenset({"another"}))
        place(eve)
        road.zone()
        road.stay(eve, at=YESTERDAY)

        assert met() == [eve.pk]

    def test_is_of_places_in_the_strip_alone(self, eve: Citizen) -> None:
        agreed()
        place(eve, BESIDE)
        road.zone(cells=[BESIDE])
        road.stay(eve, at=YESTERDAY, cell=BESIDE)

        assert met() == [eve.pk]

    @pytest.mark.parametrize("resolution", [8, 9, 10, 11])
    def test_takes_an_uncertain_stay_around_the_place_for_one_there(
        self, eve: Citizen, resolution: int
    ) -> None:
        agreed()
        place(eve)
        cell = h3.cell_to_parent(road.HERE, resolution)
        road.zone(cells=[cell])
        road.stay(eve, at=YESTERDAY, cell=cell)

        assert met() == []

    def test_takes_a_finer_stay_in_a_coarse_place_for_one_there(self, eve: Citizen) -> None:
        agreed()
        place(eve, h3.cell_to_parent(road.HERE, 10))
        road.zone()
        road.stay(eve, at=YESTERDAY)

        assert met() == []

    @pytest.mark.parametrize(("certain", "expected"), [(True, 1), (False, 0)])
    def test_without_a_decider_is_of_what_is_uncertain(
        self, eve: Citizen, certain: bool, expected: int
    ) -> None:
        agreed(only_uncertain=True)
        place(eve)
        road.zone(certain=certain)
        road.stay(eve, at=YESTERDAY)

        assert len(met()) == expected
        assert not Question.objects.exists()


class TestCheckIn:
    def test_at_a_spared_place_prompts_no_question(self, eve: Citizen, finn: Citizen) -> None:
        road.zone()
        for citizen in (eve, finn):
            CheckIn.objects.create(
                citizen=citizen, venue="mall", cell=road.HERE, at_minute=epoch_minute(YESTERDAY)
            )
        met()
        assert Question.objects.count() == 2

        agreed()
        place(eve)
        met()

        assert [each.citizen for each in Question.objects.all()] == [finn]


class TestRun:
    def test_over_everybody_comes_to_the_same(self, eve: Citizen, finn: Citizen) -> None:
        road.zone()
        for citizen in (eve, finn):
            road.stay(citizen, at=YESTERDAY, marked=False)
        agreed()
        place(eve)

        status.recompute(runs.Plan(as_of=NOW, kind=Run.Kind.FULL), now=NOW)

        assert [each.citizen for each in exposures.listed()] == [finn.pk]
        assert checking.check(as_of=NOW).verdict == "equal"

    @pytest.mark.parametrize("seed", range(4))
    def test_equals_what_increments_made_of_any_history(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311  not for secrets
        people = [citizens.citizen() for _ in range(6)]
        cells = [h3.cell_to_parent(road.HERE, each) for each in (8, 9, 10)] + [road.HERE, BESIDE]
        for step in range(12):
            citizen, cell = chance.choice(people), chance.choice(cells)
            deed = chance.randrange(5)
            if deed == 0:
                road.stay(citizen, at=YESTERDAY + timedelta(minutes=61 * step), cell=cell)
            elif deed == 1:
                place(citizen, cell, since=YESTERDAY - timedelta(hours=chance.randrange(-9, 9)))
            elif deed == 2:
                road.zone(cells=[cell], certain=chance.random() < 0.5)
            elif deed == 3:
                agreed(
                    only_uncertain=chance.random() < 0.5,
                    ends=epoch_minute(NOW - timedelta(hours=chance.randrange(30))),
                )
            else:
                RegularPlace.objects.filter(citizen=citizen).delete()
            met()


class TestFollow:
    def test_leaves_alone_what_is_in_step(self, eve: Citizen) -> None:
        agreed()
        place(eve)
        met()
        before = set(Spared.objects.values_list("pk", flat=True))

        met()

        assert before == set(Spared.objects.values_list("pk", flat=True))
        assert before
