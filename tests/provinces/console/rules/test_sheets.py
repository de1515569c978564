"""What a form sends becomes a part of a document, and buttons change it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from provinces.console.rules import cases, grounds, printing, sheets
from provinces.console.rules.fields import Field, Form, Group
from provinces.console.rules.sheets import Kind
from provinces.rules import queries as rules

FIELDS = {"key": Kind.TEXT, "phases.*.days": Kind.NUMBER, "rests_on": Kind.MANY}


def sent(text: str) -> QueryDict:
    return QueryDict(text)


class TestRead:
    def test_nests_what_is_named_by_its_path(self) -> None:
        said = sheets.read(sent("key=+a+&phases.0.days=7&phases.4.days=3"), FIELDS)

        assert said == {"key": "a", "phases": [{"days": 7}, {"days": 3}]}

    def test_keeps_as_text_what_is_no_number(self) -> None:
        assert sheets.read(sent("phases.0.days=x"), FIELDS) == {"phases": [{"days": "x"}]}

    def test_reads_nothing_that_the_form_does_not_have(self) -> None:
        assert sheets.read(sent("state=signed&phases.0.status=red"), FIELDS) == {}

    def test_reads_several_words_of_one_field(self) -> None:
        assert sheets.read(sent("rests_on=a&rests_on=b"), FIELDS) == {"rests_on": ["a", "b"]}

    def test_says_nothing_of_what_may_be_left_blank(self) -> None:
        assert sheets.read(sent("key="), FIELDS, ["key"]) == {}


class TestPressed:
    SHEET: dict[str, Any] = {"phases": [{"days": 1}, {"days": 2}]}

    @pytest.mark.parametrize(
        ("button", "days"),
        [
            ("up:phases.1", [2, 1]),
            ("down:phases.0", [2, 1]),
            ("remove:phases.0", [2]),
            ("add:phases", [1, 2, 7]),
        ],
    )
    def test_moves_adds_and_removes(self, button: str, days: list[int]) -> None:
        changed = sheets.pressed(self.SHEET, button, grounds.BLANKS)

        assert [phase["days"] for phase in changed["phases"]] == days
        assert len(self.SHEET["phases"]) == 2

    def test_adds_a_way_of_the_kind_that_is_meant(self) -> None:
        changed = sheets.pressed(self.SHEET, "add:phases.0.clears:event", grounds.BLANKS)

        assert changed["phases"][0]["clears"] == [{"event": ""}]

    @pytest.mark.parametrize(
        "button", ["", "add:nothing", "up:phases.0", "down:phases.1", "remove:phases.9", "set:key"]
    )
    def test_refuses_a_button_that_there_is_not(self, button: str) -> None:
        with pytest.raises(sheets.NoSuchButton):
            sheets.pressed(self.SHEET, button, grounds.BLANKS)


class TestRoundTrip:
    @pytest.mark.parametrize("name", rules.shipped_names())
    def test_leaves_every_ground_and_case_that_ships_as_it_is(self, name: str) -> None:
        document = rules.shipped(name)

        for part, kind in (("grounds", grounds), ("cases", cases)):
            for one in document[part]:
                assert kind.to_part(kind.to_sheet(one, document), one, document) == one


class TestFindFault:
    def test_puts_a_fault_at_its_field_or_closest_above_it(self) -> None:
        exact, group = Field("phases.0.days", ""), Group("", path="phases.0")
        group.fields = [exact]
        form = Form([group])

        form.find_fault([("phases.0.days", "many"), ("phases.0.clears.1", "odd"), ("key", "gone")])

        assert (exact.mistakes, group.mistakes) == (["many"], ["odd"])
        assert form.summary == [(exact.id, "many"), (group.id, "odd"), ("", "gone")]


class TestPrinted:
    def test_says_on_which_line_each_part_begins(self) -> None:
        document = rules.shipped("first")

        text, places = printing.printed(document)

        lines = text.split("\n")
        assert '"key": "stayed_in_high_risk_zone"' in lines[places["grounds.0.key"] - 1]
        assert printing.line_of("grounds.0.anchor.fact.x", places) >= places["grounds.0"]
        assert printing.line_of("$", places) == 1
