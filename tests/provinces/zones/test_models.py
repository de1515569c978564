"""What the database itself refuses of zones, and how their rows are called."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.zones.models import (
    DivisionRisk,
    EffectiveZone,
    State,
    Territory,
    ZoneRange,
)
from tests import cast
from tests.factories import zones

NOW = cast.NOW


def changed(model: Any, **values: object) -> None:
    with transaction.atomic():
        model.objects.update(**values)


class TestConstraints:
    @pytest.mark.parametrize(
        ("model", "values", "name"),
        [
            (EffectiveZone, {"ends": 0}, "a_period_does_not_end_before_it_starts"),
            (ZoneRange, {"hi": 0}, "a_range_is_not_empty"),
        ],
    )
    def test_refuse_what_cannot_be(
        self, north: object, model: Any, values: dict, name: str
    ) -> None:
        zones.in_force()

        with pytest.raises(IntegrityError, match=name):
            changed(model, **values)

    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"ends_at": NOW - timedelta(days=3)}, "a_zone_ends"),
            ({"ends_at": NOW + timedelta(days=57, minutes=1)}, "a_zone_ends_in_sight"),
            ({"case_evidence": ""}, "a_zone_cites_its_case"),
            ({"number": 1}, "versions_are_numbered"),
            (
                {"refused_at": NOW, "refusal": "x", "state": State.REFUSED},
                "signed_or_refused|says_who_when",
            ),
        ],
    )
    def test_refuse_a_version_that_cannot_be(self, north: object, values: dict, name: str) -> None:
        version = zones.in_force()
        for field, value in {"pk": None, "number": 2, **values}.items():
            setattr(version, field, value)

        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            version.save(force_insert=True)

    def test_refuse_a_version_in_effect_twice(self, north: object) -> None:
        zones.in_force()
        zones.in_force()

        with pytest.raises(IntegrityError, match="a_version_is_in_effect_once"):
            changed(EffectiveZone, reference="one", source="west")

    def test_refuse_a_spell_that_ends_before_it_starts(self, north: object) -> None:
        spell = DivisionRisk(
            division_code="110101",
            place="河西村",
            level=3,
            first_on=date(2022, 11, 20),
            last_on=date(2022, 11, 19),
            source="list",
        )

        with pytest.raises(IntegrityError, match="a_spell_does_not_end_before_it_starts"):
            spell.save()


class TestNames:
    def test_say_which_row_it_is(self, north: object) -> None:
        version = zones.in_force()
        zone = EffectiveZone.objects.get()
        found = ZoneRange.objects.earliest("lo")
        reference = version.zone.reference

        assert reference.startswith("110101-20261115-")
        assert str(version.zone) == reference
        assert str(version) == f"{reference} v1"
        assert str(zone) == f"north/{reference} v1"
        assert str(found) == f"{found.lo:x}-{found.hi:x}"
        assert str(Territory.objects.get()) == "north"
        assert str(DivisionRisk(division_code="110101", place="河西村")) == "110101 河西村"
