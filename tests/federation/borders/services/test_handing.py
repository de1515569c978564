"""Handing a map down costs what has changed: one zone of many, and no other, is looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from federation.borders import services
from federation.borders.models import CompiledZone, HandedPart
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone, ZoneRange
from tests import cast
from tests.factories import zones
from tests.federation.borders import border

NOW = cast.NOW
LATER = NOW + timedelta(hours=1)
PLACES = [(116.55 + 0.02 * number, 39.90) for number in range(5)]

pytestmark = pytest.mark.usefixtures("neighbours")


@pytest.fixture
def several() -> None:
    """Have the south have five zones, which the north has heard of."""
    with scope.province(cast.SOUTH):
        for place in PLACES:
            border.zone(place)
    border.exchange()


def lifted() -> None:
    """Have the south end the first of its zones early, and the north hear of it."""
    with scope.province(cast.SOUTH):
        zone = EffectiveZone.objects.order_by("pk")[0]
        version = zones.Version.objects.get(zone__reference=zone.reference)
        zones.services.lift(version.zone, at=LATER, by=version.declared_by, now=LATER)
    border.carry(cast.SOUTH, cast.NORTH, now=LATER)


class TestHandDown:
    def test_compiles_and_writes_the_zone_alone_that_changed(self, several: None) -> None:
        before = set(ZoneRange.objects.values_list("pk", flat=True))
        CompiledZone.objects.all().delete()

        lifted()
        services.resolve_now(now=LATER)

        changed = EffectiveZone.objects.get(revised_at=LATER)
        assert CompiledZone.objects.count() == 1
        new = ZoneRange.objects.exclude(pk__in=before)
        assert set(new.values_list("zone", flat=True)) == {changed.pk}
        assert HandedPart.objects.count() == EffectiveZone.objects.count() == len(PLACES)

    def test_looks_at_all_of_them_where_nothing_is_kept_of_before(self, several: None) -> None:
        HandedPart.objects.all().delete()
        EffectiveZone.objects.filter(reference=EffectiveZone.objects.all()[1].reference).update(
            level=1
        )

        lifted()
        services.resolve_now(now=LATER)

        assert set(EffectiveZone.objects.values_list("level", flat=True)) == {3}
        assert HandedPart.objects.count() == len(PLACES)

    def test_hands_all_down_anew_at_other_thresholds(
        self, several: None, settings: Settings
    ) -> None:
        settings.EXPOSURE_CERTAIN_SHARE = 0.5

        services.resolve_now(now=LATER)

        assert EffectiveZone.objects.filter(revised_at=LATER).count() == len(PLACES)
