"""A zone is revised: whatever of it changed, whoever was in it is judged by it as it is now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.exposure import queries as exposures
from provinces.exposure.models import Exposure
from provinces.status import checking, pipeline, queries, runs, services
from provinces.status.models import Decision, Run
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import road

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
LATER = NOW + timedelta(minutes=1)


def exposed(citizen: Citizen) -> EffectiveZone:
    """Let a citizen be held for an hour in a zone."""
    road.first_ruleset()
    zone = road.zone(level=Level.HIGH)
    road.stay(citizen, at=YESTERDAY)
    services.recompute(runs.Plan(as_of=NOW), now=NOW)
    return zone


def revise(zone: EffectiveZone, **changes: Any) -> None:
    for name, value in {**changes, "revised_at": LATER}.items():
        setattr(zone, name, value)
    zone.save()


@pytest.fixture(params=["at once", "overnight", "in a rebuild"])
def walk(request: pytest.FixtureRequest) -> Any:
    """Walk the road on any of its timetables."""
    kinds = {"overnight": Run.Kind.NIGHTLY, "in a rebuild": Run.Kind.FULL}
    if request.param == "at once":
        return lambda: pipeline.drain(now=LATER)
    plan = runs.Plan(as_of=LATER, kind=kinds[request.param])
    return lambda: services.recompute(plan, now=LATER)


class TestRevision:
    def test_of_the_level_alone_is_followed(self, eve: Citizen, walk: Any) -> None:
        zone = exposed(eve)
        revise(zone, level=Level.MEDIUM)

        walk()

        assert queries.status_of(eve, LATER).status == "yellow"
        assert checking.check(as_of=LATER).verdict == "equal"

    def test_of_the_name_alone_decides_nothing(self, eve: Citizen, walk: Any) -> None:
        zone = exposed(eve)
        revise(zone, name_en="Some other compound")

        walk()

        assert Decision.objects.count() == 1
        assert queries.status_of(eve, LATER).grounds[0].evidence["name_en"] == "Some other compound"

    def test_to_an_empty_period_lets_everybody_go(self, eve: Citizen, walk: Any) -> None:
        zone = exposed(eve)
        revise(zone, ends=zone.starts)
        zone.ranges.update(ends=zone.starts)

        walk()

        assert not Exposure.objects.exists()
        assert queries.status_of(eve, LATER).status == "green"

    def test_is_matched_once(self, eve: Citizen, walk: Any) -> None:
        revise(exposed(eve), level=Level.MEDIUM)

        walk()

        assert exposures.revised_zones() == []

    def test_made_while_another_was_being_matched_stays_to_be_done(self, eve: Citizen) -> None:
        zone = exposed(eve)
        revise(zone, level=Level.MEDIUM)
        read = exposures.revised_zones()
        zone.revised_at = LATER + timedelta(seconds=1)
        zone.save()

        exposures.set_matched(read)

        assert [key for key, _ in exposures.revised_zones()] == [zone.pk]
