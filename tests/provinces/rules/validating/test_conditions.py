"""Conditions name what the ground rests on, and hold of nobody for want of knowledge."""

from __future__ import annotations

import pytest

from core.certlogic.syntax import Json
from tests.provinces.rules.documents import CONTACT, known
from tests.provinces.rules.validating.telling import of_ground

RELEASED = {"var": "contacts.close.released_at"}


def line(path: str, message: str) -> str:
    """Return a line about the only ground's condition."""
    return f"grounds.0.when{path} (ground close_contact): {message}"


class TestNames:
    @pytest.mark.parametrize(
        ("expression", "path", "message"),
        [
            (
                {"var": "contacts.close.last_contactat"},
                "",
                "contacts.close.last_contactat: there is no such fact;"
                " contacts.close.last_contact_at is one",
            ),
            ({"!": [{"var": ""}]}, ".!.0", "all of the data: there is no such fact"),
            (
                {"!": [{"var": "external.now"}]},
                ".!.0",
                "external.now: conditions know no clock; how long a hold lasts is for its phases"
                " to say",
            ),
            (
                {"var": "contacts.close.evidence"},
                "",
                "contacts.close.evidence only tells what a decision rests on: no condition may"
                " compare it",
            ),
            (
                {"!": [{"!": [{"var": "cases.confirmed.diagnosed_at"}]}]},
                ".!.0.!.0",
                "cases.confirmed.diagnosed_at comes from confirmed_case, which this ground does"
                " not rest on",
            ),
        ],
    )
    def test_are_facts_that_the_ground_rests_on(
        self, expression: Json, path: str, message: str
    ) -> None:
        assert line(path, message) in of_ground(when=expression)

    @pytest.mark.parametrize("fact", ["peers.guangdong.status", "health.colour", "code"])
    def test_are_no_colours_from_elsewhere(self, fact: str) -> None:
        message = (
            f"{fact}: a status of another province is no fact: facts travel between provinces,"
            " colours do not"
        )

        assert line(".===.0", message) in of_ground(when={"===": [{"var": fact}, "red"]})


class TestTypes:
    def test_are_those_of_the_facts(self) -> None:
        lines = of_ground(when={">": [{"var": CONTACT}, 3]})

        assert line(".>.0", '">" takes whole numbers, and this is a moment') in lines

    def test_make_a_condition(self) -> None:
        lines = of_ground(when={"var": CONTACT})

        assert line("", "a condition is true or false, and this is a moment") in lines

    @pytest.mark.parametrize(
        "expression", [{"reduce": [[], True, True]}, {"extractFromUVCI": ["x", 0]}]
    )
    def test_are_those_that_can_decide_about_everybody(self, expression: Json) -> None:
        assert any("rules for everybody cannot use" in each for each in of_ground(when=expression))


class TestCatchAll:
    @pytest.mark.parametrize(
        "expression",
        [
            True,
            {"===": [1, 1]},
            {"!": [{"var": CONTACT}]},
            {"if": [{"var": CONTACT}, True, True]},
        ],
    )
    def test_holds_of_anybody_and_is_refused(self, expression: Json) -> None:
        message = "this holds of anybody, even where nothing is known: a ground needs a reason"

        assert line("", message) in of_ground(when=expression)


class TestAbsence:
    @pytest.mark.parametrize(
        ("unless", "path"),
        [
            ({"!": [RELEASED]}, ".and.1.!.0"),
            ({"if": [RELEASED, False, True]}, ".and.1.if.0"),
        ],
    )
    def test_makes_no_condition_hold(self, unless: Json, path: str) -> None:
        message = (
            "not knowing contacts.close.released_at could make this hold: what is missing holds"
            " nobody"
        )

        assert of_ground(when={"and": [known(CONTACT), unless]}) == [line(path, message)]

    def test_may_keep_one_from_holding(self) -> None:
        contact, released = ({"plusTime": [var, 1, "day"]} for var in ({"var": CONTACT}, RELEASED))
        later = {"if": [RELEASED, {"after": [released, contact]}, False]}

        lines = of_ground(when={"and": [known(CONTACT), later]})

        assert not [each for each in lines if ".when" in each]
