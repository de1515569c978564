"""What a rule set keeps for others to read, and what may never be said there."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.rules import settings
from provinces.rules.document import CARVE_OUTS, NEVER_REFUSED


def told(value: Any) -> list[str]:
    return [str(fault) for fault in settings.check(value, "entry")]


class TestCheck:
    @pytest.mark.parametrize(
        "value",
        [
            {"metro": {"test_hours": 72, "clock": "sample"}, "emergency_care": "allowed"},
            {"landing_test": {"voluntary": True, "restricts_movement": False}},
            {"transport": {"exempt": ["emergency_care", "going_home"]}},
            {"yellow": {"allowed": ["testing"]}, "clinic": {"test_hours": 48}},
            {"own_compound": "ask", "hospital": "ask"},
            {"note": "Emergency care asks for nothing: Ct < 35"},
        ],
    )
    def test_takes_what_keeps_nobody_out(self, value: Any) -> None:
        assert told(value) == []

    @pytest.mark.parametrize("place", CARVE_OUTS)
    def test_refuses_to_keep_anybody_from_what_is_open(self, place: str) -> None:
        reason = f"no rule keeps anybody from {place}: it is allowed, or not named"

        assert told({"red": {place: "refused"}}) == [f"entry.red.{place}: {reason}"]
        assert told({place: {"test_hours": 48}}) == [f"entry.{place}: {reason}"]
        assert told({place: False}) == [f"entry.{place}: {reason}"]

    @pytest.mark.parametrize("place", CARVE_OUTS)
    def test_refuses_to_list_it_under_anything_but_what_is_open(self, place: str) -> None:
        assert told({"red": {"refused": [place]}}) == [
            f"entry.red.refused.0: no rule keeps anybody from {place}: it is listed under"
            ' "allowed" or "exempt", or not named, and not under \'refused\''
        ]
        assert "not under 'refused'" in told({"refused": place})[0]

    @pytest.mark.parametrize("place", [*NEVER_REFUSED, "hospital", "home"])
    @pytest.mark.parametrize("answer", ["refused", False])
    def test_refuses_to_close_care_and_the_way_home(self, place: str, answer: Any) -> None:
        assert "it may ask, not refuse" in told({"red": {place: answer}})[0]

    @pytest.mark.parametrize(
        ("written", "place"),
        [
            ("Emergency_Care", "emergency_care"),
            ("emergency care", "emergency_care"),
            ("emergency_care_", "emergency_care"),
            ("EMERGENCY\u200bCARE", "emergency_care"),
            ("ｅｍｅｒｇｅｎｃｙ-care", "emergency_care"),
            ("ambulance", "emergency_care"),
            ("test_site", "testing"),
            ("return_home", "going_home"),
            ("appeals", "appealing"),
            ("急诊", "emergency_care"),
        ],
    )
    def test_knows_it_by_other_spellings(self, written: str, place: str) -> None:
        assert f"no rule keeps anybody from {place}" in told({"red": {written: "refused"}})[0]
        assert f"no rule keeps anybody from {place}" in told({"refused": [written]})[0]

    def test_has_names_that_read_as_they_are_written(self) -> None:
        name = "a name of small letters, digits and _, 60 characters at most"

        # The first letter is Cyrillic.
        assert told({"\u0435mergency_care": "refused"}) == [
            f"entry.\u0435mergency_care: a setting has {name}"
        ]

    def test_has_texts_that_read_as_they_are_written(self) -> None:
        assert told({"note": "a\u202eb"}) == [
            "entry.note: this has a character (U+202E) that is not printed: write it without"
        ]

    def test_is_of_plain_values(self) -> None:
        wanted = "a text, a whole number, true or false is needed here"

        assert told({"hours": [48, None]}) == [f"entry.hours.1: {wanted}, not null"]
