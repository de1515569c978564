"""Every moment that the API takes is of an age in which anything can be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from rest_framework.exceptions import ValidationError

import provinces.api
from provinces.api.moments import Moment
from tests.cast import NOW

OF_ANOTHER_AGE = (
    "0001-01-01",
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "1999-12-31T23:59:59Z",
    "3000-01-01T00:00:00Z",
    "9999-12-31T23:59:59",
    "9999-12-31T23:59:59-12:00",
)


class TestMoment:
    @pytest.mark.parametrize("written", OF_ANOTHER_AGE)
    def test_is_of_no_other_age(self, north: object, written: str) -> None:
        with pytest.raises(ValidationError) as refused:
            Moment().run_validation(written)

        assert refused.value.get_codes() == ["overflow"]

    def test_is_taken_with_a_zone_and_without(self, north: object) -> None:
        assert Moment().run_validation(NOW.isoformat()) == NOW
        assert Moment(default_timezone=UTC).run_validation("2026-11-15T00:00") == datetime(
            2026, 11, 15, tzinfo=UTC
        )

    def test_is_what_the_whole_api_takes(self) -> None:
        files = Path(provinces.api.__file__).parent.glob("*.py")

        others = {each.name for each in files if "serializers.DateTimeField" in each.read_text()}

        assert others == {"moments.py"}
