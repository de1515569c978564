"""What was observed of somebody and is suspended for them is as if it had not been."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import h3.api.basic_int as h3

from core.cells.ranges import Ranges
from provinces.citizens.models import Citizen
from provinces.evidence import services as evidence
from provinces.evidence.models import Thing, Why
from provinces.exposure.models import Question
from provinces.facts.models import FactSheet
from provinces.rules import services as rules
from provinces.status import checking, pipeline
from provinces.zones import services as zoning
from provinces.zones.models import EffectiveZone
from tests import cast
from tests.factories import areas, citizens, road, rulesets, zones
from tests.factories import evidence as pieces

NOW = cast.NOW
YESTERDAY = NOW - timedelta(days=1)
NAME = "appeals.appeal:1"


def suspend(citizen: Citizen, thing: Thing, **values: Any) -> None:
    """Suspend something for somebody, and walk the road."""
    one = evidence.Suspended(
        citizen=citizen.pk, thing=thing, until=NOW + timedelta(days=10), **values
    )
    evidence.suspend([one], why=Why.UNANSWERED, because_of=NAME, now=NOW)
    pipeline.drain(now=NOW)


def sheet(citizen: Citizen) -> Any:  # whose columns are the vocabulary, at run time
    return FactSheet.objects.filter(citizen=citizen).first()


def place(zone: EffectiveZone) -> str:
    return f"{zone.source}/{zone.reference}"


class TestZoneDays:
    def test_are_left_out_of_one_persons_sheet(self, eve: Citizen, finn: Citizen) -> None:
        road.first_ruleset()
        zone = road.zone()
        for citizen in (eve, finn):
            road.stay(citizen, at=YESTERDAY)
        pipeline.drain(now=NOW)

        suspend(eve, Thing.ZONE, place=place(zone))

        assert sheet(eve) is None
        told = sheet(finn)
        assert told is not None
        assert told.exposures_high_zone == zone.pk
        assert checking.check(as_of=NOW).verdict == "equal"

    def test_of_another_zone_are_told_in_their_place(self, eve: Citizen) -> None:
        road.first_ruleset()
        later, earlier = road.zone(), road.zone(cells=[_beside()])
        road.stay(eve, at=YESTERDAY - timedelta(days=1), cell=_beside())
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)

        suspend(eve, Thing.ZONE, place=place(later))

        told = sheet(eve)
        assert told is not None
        assert told.exposures_high_zone == earlier.pk

    def test_from_the_day_on_that_is_not_meant_count(self, eve: Citizen) -> None:
        road.first_ruleset()
        zone = road.zone()
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)

        midnight = YESTERDAY.replace(hour=16, minute=0) - timedelta(days=1)
        suspend(eve, Thing.ZONE, place=place(zone), observed_before=midnight)

        assert sheet(eve) is not None

    def test_are_asked_nothing_about(self, eve: Citizen) -> None:
        road.first_ruleset()
        zone = road.zone(certain=False)
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)
        assert Question.objects.count() == 1

        suspend(eve, Thing.ZONE, place=place(zone))

        assert not Question.objects.exists()


class TestDivisions:
    def test_are_left_out(self, eve: Citizen) -> None:
        rules.publish(rulesets.document(), now=NOW - timedelta(days=2))
        areas.area("110101")
        zoning.set_territory("110101", _ground())
        today = str(NOW.date())
        zones.listed(zoning.Spell(2, "110101", "福鼎家园", "high", str(YESTERDAY.date()), today))
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)
        told = sheet(eve)
        assert told is not None
        assert told.divisions_high_code == "110101"

        suspend(eve, Thing.DIVISION, place="110101")

        assert sheet(eve) is None
        assert checking.check(as_of=NOW).verdict == "equal"


class TestCompanions:
    def test_are_left_out(self, eve: Citizen) -> None:
        companion = {"resolution": 8, "minutes": 5, "stay_minutes": 30, "lookback_days": 6}
        parameters = {"dwell_minutes": 10, "companion": companion}
        rules.publish(rulesets.document(parameters=parameters), now=NOW - timedelta(days=2))
        other = citizens.citizen()
        for citizen in (eve, other):
            road.stay(citizen, at=YESTERDAY)
        case = pieces.recorded(other, happened_at=YESTERDAY)
        pipeline.drain(now=NOW)
        told = sheet(eve)
        assert told is not None
        assert told.companion_evidence == case.pk

        suspend(eve, Thing.COMPANION, piece=case.pk)

        assert sheet(eve) is None
        assert sheet(other) is not None
        assert checking.check(as_of=NOW).verdict == "equal"


def _beside() -> int:
    return h3.grid_ring(road.HERE, 20)[0]


def _ground() -> Ranges:
    return Ranges.from_cells(h3.grid_disk(h3.cell_to_parent(road.HERE, 8), 1), 8).at(11)
