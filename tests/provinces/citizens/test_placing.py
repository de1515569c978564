"""Places near the border where somebody often is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.citizens import services
from provinces.citizens.models import Citizen, RegularPlace
from tests.cast import NOW

HERE = services.cell_of(39.5, 116.7)
DAY = timedelta(days=1)


class TestSayPlace:
    def test_keeps_when_it_was_said_first(self, eve: Citizen) -> None:
        services.say_place(eve, HERE, "work", language="en", now=NOW)

        services.say_place(eve, HERE, "home", language="en", now=NOW + DAY)

        place = RegularPlace.objects.get(citizen=eve)
        assert (place.kind, place.said_at) == ("home", NOW)

    def test_counts_anew_once_it_was_removed(self, eve: Citizen) -> None:
        place = services.say_place(eve, HERE, "work", language="en", now=NOW)
        services.remove_place(eve, place.pk, now=NOW + DAY)

        services.say_place(eve, HERE, "work", language="en", now=NOW + 2 * DAY)

        assert RegularPlace.objects.get(citizen=eve).said_at == NOW + 2 * DAY

    def test_refuses_a_fourth(self, eve: Citizen) -> None:
        for east in range(3):
            cell = services.cell_of(39.5, 116.7 + east / 10)
            services.say_place(eve, cell, "other", language="en", now=NOW)

        with pytest.raises(services.TooManyPlaces):
            services.say_place(eve, services.cell_of(39.5, 117.5), "other", language="en", now=NOW)
