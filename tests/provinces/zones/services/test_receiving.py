"""Receiving a neighbour's zones in effect, as a set."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from core.cells.compiling import compile_zone
from core.cells.snapping import snap_circle
from core.periods import epoch_minute
from provinces.ledger.models import Entry
from provinces.zones import queries, services
from provinces.zones.models import EffectiveZone, ZoneRange
from tests import cast
from tests.factories import zones

NOW = cast.NOW
LATER = NOW + timedelta(hours=1)
START, END = epoch_minute(NOW - timedelta(days=1)), epoch_minute(NOW + timedelta(days=1))


def received(reference: str = "120101-x", **values: Any) -> services.ReceivedZone:
    compiled = compile_zone(snap_circle(39.9, 116.6, 300))
    ranges = tuple(
        services.ClassRanges(r, tuple(c.certain.to_pairs()), tuple(c.possible.to_pairs()))
        for r, c in compiled.items()
    )
    zone = services.ReceivedZone(
        reference=reference,
        version=1,
        level=2,
        name_zh="河西小区",
        name_en="Hexi Court",
        starts=START,
        ends=END,
        ranges=ranges,
    )
    return replace(zone, **values)


def fine(certain: Any, possible: Any = ()) -> list[services.ClassRanges]:
    """Return ranges of resolution 11, whatever they are worth."""
    return [services.ClassRanges(11, certain, possible)]


def rows() -> list[tuple]:
    """Every row held, down to where it lies: what was not touched has not moved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, xmin::text, z.* FROM zones_effectivezone z ORDER BY id")
        held = cursor.fetchall()
        cursor.execute("SELECT ctid::text, xmin::text, r.* FROM zones_zonerange r ORDER BY id")
        return held + cursor.fetchall()


def content() -> set[tuple]:
    zones_held = EffectiveZone.objects.values_list(
        "source", "reference", "version", "level", "name_zh", "starts", "ends"
    )
    ranges = ZoneRange.objects.values_list(
        "zone__reference", "zone__version", "lo", "hi", "certain", "starts", "ends"
    )
    return {*zones_held, *ranges}


@pytest.fixture(autouse=True)
def in_north(north: object) -> None:
    """Everything here happens in the north; the zones are the south's."""


class TestReceive:
    def test_holds_what_is_in_the_set(self) -> None:
        done = services.receive_effective("south", [received()], now=NOW)

        zone = EffectiveZone.objects.get()
        assert done == services.Received(added=1, changed=0, ended=0, unchanged=0)
        assert (zone.source, zone.reference, zone.version) == ("south", "120101-x", 1)
        assert (zone.name_zh, zone.level, zone.revised_at) == ("河西小区", 2, NOW)
        assert set(ZoneRange.objects.values_list("starts", "ends")) == {(START, END)}

    def test_keeps_every_range(self) -> None:
        sent = received()

        services.receive_effective("south", [sent], now=NOW)

        held = set(ZoneRange.objects.values_list("lo", "hi", "certain"))
        assert held == {
            *((lo, hi, True) for each in sent.ranges for lo, hi in each.certain),
            *((lo, hi, False) for each in sent.ranges for lo, hi in each.possible),
        }

    def test_the_same_set_again_touches_no_row(self) -> None:
        services.receive_effective("south", [received(), received("b")], now=NOW)
        before, entries = rows(), Entry.objects.count()

        done = services.receive_effective("south", [received("b"), received()], now=LATER)

        assert rows() == before
        assert Entry.objects.count() == entries
        assert done.unchanged == 2

    def test_the_order_of_sets_records_and_ranges_makes_no_difference(self) -> None:
        shuffled = [received("a"), received("b"), received("c"), received("a")]
        random.shuffle(shuffled)
        for sent in ([received("b")], [received("a", level=1), received("c")], shuffled):
            services.receive_effective("south", sent, now=NOW)
        by_detours = content()

        reversed_ranges = [
            services.ClassRanges(r.resolution, r.certain[::-1], r.possible[::-1])
            for r in received().ranges[::-1]
        ]
        EffectiveZone.objects.all().delete()
        straight = [received(each, ranges=reversed_ranges) for each in ("c", "a", "b")]
        services.receive_effective("south", straight, now=LATER)

        assert content() == by_detours

    @pytest.mark.parametrize(
        "change",
        [
            {"level": 3},
            {"name_zh": "河东小区"},
            {"ends": END - 5},
            {"ranges": received().ranges[:2]},
        ],
    )
    def test_a_changed_zone_is_replaced_and_revised(self, change: dict) -> None:
        services.receive_effective("south", [received(), received("b")], now=NOW)

        done = services.receive_effective("south", [received(**change), received("b")], now=LATER)

        assert (done.changed, done.unchanged) == (1, 1)
        assert EffectiveZone.objects.get(reference="120101-x").revised_at == LATER
        assert EffectiveZone.objects.get(reference="b").revised_at == NOW
        assert set(ZoneRange.objects.filter(zone__reference="120101-x").values_list("ends")) == {
            (change.get("ends", END),)
        }

    def test_a_vanished_zone_ends_and_is_revised(self) -> None:
        services.receive_effective("south", [received(), received("b")], now=NOW)

        done = services.receive_effective("south", [received("b")], now=LATER)

        gone = EffectiveZone.objects.get(reference="120101-x")
        assert done.ended == 1
        assert (gone.starts, gone.ends, gone.revised_at) == (START, START, LATER)
        assert not gone.ranges.exists()

    def test_one_that_has_vanished_is_not_ended_again(self) -> None:
        services.receive_effective("south", [received()], now=NOW)
        services.receive_effective("south", [], now=NOW)

        done = services.receive_effective("south", [], now=LATER)

        assert done == services.Received(0, 0, 0, 0)
        assert EffectiveZone.objects.get().revised_at == NOW

    def test_one_that_had_vanished_may_come_back(self) -> None:
        services.receive_effective("south", [received()], now=NOW)
        before = content()
        services.receive_effective("south", [], now=NOW)

        services.receive_effective("south", [received()], now=LATER)

        assert content() == before

    def test_one_of_no_duration_is_none(self) -> None:
        services.receive_effective("south", [received(ends=START)], now=NOW)

        assert not EffectiveZone.objects.exists()

    def test_other_sources_are_left_alone(self) -> None:
        own = zones.in_force()
        services.receive_effective("west", [received()], now=NOW)

        services.receive_effective("south", [], now=LATER)

        assert queries.active(NOW).count() == 2
        assert queries.active(NOW).filter(reference=own.zone.reference).exists()

    def test_is_recorded(self) -> None:
        services.receive_effective("south", [received()], now=NOW)

        assert Entry.objects.latest("id").event == "zones.received"

    def test_refuses_the_provinces_own(self) -> None:
        with pytest.raises(services.OwnZones):
            services.receive_effective("north", [received()], now=NOW)


CELL = 0x8B31AA42EB6DFFF  # of resolution 11


class TestBadRecords:
    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"level": 7}, "none of the levels"),
            ({"level": True}, "none of the levels"),
            ({"version": 0}, "number of a version"),
            ({"version": "1"}, "number of a version"),
            ({"name_zh": ""}, "name_zh is not a text"),
            ({"name_en": "a\x00"}, "name_en is not a text"),
            ({"starts": END + 1}, "ends before it starts"),
            ({"ends": 2**31}, "minutes"),
            ({"ends": 1.5}, "minutes"),
            ({"ranges": [services.ClassRanges(7, (), ())]}, "none of the classes"),
            ({"ranges": fine(((CELL + 4096, CELL),))}, "ends before"),
            ({"ranges": [services.ClassRanges(10, ((CELL, CELL),), ())]}, "no cell of resolution"),
            ({"ranges": fine(((CELL - 1, CELL),))}, "no cell"),
            ({"ranges": fine(((CELL,),))}, "not pairs"),
            ({"ranges": fine(((1.5, CELL),))}, "not pairs"),
            ({"ranges": fine(((2**64, CELL),))}, "not pairs"),
            ({"ranges": fine("ab")}, "not pairs"),
            ({"ranges": fine(((CELL, CELL),), ((CELL, CELL),))}, "both"),
            ({"ranges": fine(()) * 2}, "twice"),
        ],
    )
    def test_are_named_with_what_is_wrong(self, values: dict, reason: str) -> None:
        with pytest.raises(services.BadZones) as refusal:
            services.receive_effective("south", [received(**values)], now=NOW)

        (problem,) = refusal.value.problems
        assert problem.reference == "120101-x"
        assert reason in problem.reason

    def test_refuse_the_whole_set_and_are_all_listed(self) -> None:
        services.receive_effective("south", [received()], now=NOW)
        before = rows()
        sent = [received("good"), received("bad", level=0), received("worse", ends=START - 1)]

        with pytest.raises(services.BadZones) as refusal:
            services.receive_effective("south", sent, now=LATER)

        assert [each.reference for each in refusal.value.problems] == ["bad", "worse"]
        assert rows() == before

    def test_include_two_that_differ_under_one_name(self) -> None:
        with pytest.raises(services.BadZones, match="twice"):
            services.receive_effective("south", [received(), received(level=1)], now=NOW)


class TestReceiveChanges:
    def test_leaves_what_it_is_not_told_of(self) -> None:
        services.receive_effective("south", [received(), received("y"), received("z")], now=NOW)
        left = EffectiveZone.objects.get(reference="120101-x")
        ranges = set(left.ranges.values_list("pk", flat=True))

        found = services.receive_changes(
            "south", [received("y", level=3)], gone=[("z", 1)], now=LATER
        )

        assert found == services.Received(added=0, changed=1, ended=1, unchanged=0)
        assert set(left.ranges.values_list("pk", flat=True)) == ranges
        assert EffectiveZone.objects.get(pk=left.pk).revised_at == NOW
        held = EffectiveZone.objects.order_by("reference")
        assert [(z.reference, z.level, z.ends > z.starts) for z in held] == [
            ("120101-x", 2, True),
            ("y", 3, True),
            ("z", 2, False),
        ]

    def test_comes_to_what_the_whole_set_comes_to(self) -> None:
        chance = random.Random(5)  # noqa: S311  not for secrets
        known: dict[tuple[str, int], services.ReceivedZone] = {}
        for _ in range(25):
            wanted = {
                (name, 1): received(name, level=chance.randint(1, 3))
                for name in chance.sample("abcdefgh", 4)
            }
            changed = [zone for key, zone in wanted.items() if known.get(key) != zone]

            services.receive_changes("south", changed, gone=known.keys() - wanted.keys(), now=NOW)
            known = wanted
            step_by_step = content()
            services.receive_effective("south", wanted.values(), now=NOW)

            assert content() == step_by_step

    def test_that_is_gone_already_changes_nothing(self) -> None:
        found = services.receive_changes("south", [], gone=[("z", 1)], now=NOW)

        assert found == services.Received(0, 0, 0, 0)
        assert not EffectiveZone.objects.exists()

    def test_of_one_reference_leaves_its_other_versions(self) -> None:
        services.receive_effective("south", [received(), received(version=2)], now=NOW)

        services.receive_changes("south", [], gone=[("120101-x", 1)], now=LATER)

        held = EffectiveZone.objects.order_by("version")
        assert [zone.ends > zone.starts for zone in held] == [False, True]
