"""What stays open is known by every name that it may be given."""

from __future__ import annotations

import pytest

from provinces.rules import openness
from provinces.rules.document import CARVE_OUTS, NEVER_REFUSED, PLACES


class TestMeant:
    @pytest.mark.parametrize("place", [*CARVE_OUTS, *NEVER_REFUSED])
    def test_is_itself(self, place: str) -> None:
        assert openness.meant(place) == openness.meant(f" {place.upper()}!") == place

    @pytest.mark.parametrize("place", sorted({*PLACES} - {*CARVE_OUTS, *NEVER_REFUSED}))
    def test_is_nothing_of_other_places(self, place: str) -> None:
        assert openness.meant(place) == ""

    @pytest.mark.parametrize("name", ["test_hours", "landing_test", "allowed", ""])
    def test_is_nothing_of_what_only_sounds_alike(self, name: str) -> None:
        assert openness.meant(name) == ""


class TestOpens:
    @pytest.mark.parametrize(
        ("name", "does"), [("allowed", True), ("Exempt", True), ("refused", False), ("", False)]
    )
    def test_is_said_by_a_few_names(self, name: str, does: bool) -> None:
        assert openness.opens(name) is does
