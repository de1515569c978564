"""Terms on commuters are held exactly as they were handed down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import h3.api.basic_int as h3
import pytest

from core.cells.ranges import Ranges
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.zones import services
from provinces.zones.models import Commuting, CommutingRange
from provinces.zones.services import CommuterTerms
from tests import cast
from tests.factories import road

NOW = cast.NOW
# All of a cell of resolution 8.
WHOLE = h3.cell_to_parent(road.HERE, 8)

pytestmark = pytest.mark.usefixtures("north")


def terms(treaty: str = "a" * 64, **values: Any) -> CommuterTerms:
    given: dict[str, Any] = {
        "treaty": treaty,
        "spared": frozenset({"south"}),
        "only_uncertain": False,
        "starts": 100,
        "ends": 200,
        "cells": Ranges.from_cells([WHOLE], 8).at(11),
    }
    return CommuterTerms(**{**given, **values})


def holds(cell: int) -> bool:
    return CommutingRange.objects.filter(lo__lte=cell, hi__gte=cell).exists()


class TestReceiveCommuting:
    def test_holds_the_cells_of_every_class_that_lie_in_the_strip(self) -> None:
        services.receive_commuting([terms()], now=NOW)

        inside = [h3.cell_to_parent(road.HERE, each) for each in (8, 9, 10)]
        assert all(map(holds, [road.HERE, *inside]))
        assert not holds(h3.cell_to_parent(road.HERE, 7))
        assert not holds(h3.grid_ring(WHOLE, 1)[0])

    def test_holds_no_coarse_cell_that_lies_there_in_part(self) -> None:
        services.receive_commuting([terms(cells=Ranges.from_cells([road.HERE], 11))], now=NOW)

        assert holds(road.HERE)
        assert not holds(h3.cell_to_parent(road.HERE, 10))

    def test_replaces_the_whole_set(self) -> None:
        services.receive_commuting([terms(), terms("b" * 64)], now=NOW)

        changed = services.receive_commuting([terms("b" * 64, ends=150)], now=NOW)

        assert changed == 2
        assert list(Commuting.objects.values_list("treaty", "ends")) == [("b" * 64, 150)]

    def test_does_not_touch_what_is_the_same(self) -> None:
        services.receive_commuting([terms(), terms("b" * 64)], now=NOW)
        before = set(Commuting.objects.values_list("pk", flat=True))

        services.receive_commuting([terms("b" * 64), terms()], now=NOW)
        services.receive_commuting([replace(terms()), terms("b" * 64)], now=NOW)

        assert set(Commuting.objects.values_list("pk", flat=True)) == before
        assert Entry.objects.filter(event=Event.COMMUTING_RECEIVED).count() == 1
