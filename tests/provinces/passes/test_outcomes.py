"""What a status comes to at each place; what nobody may be kept from is not in question."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from provinces.passes.codec import PLACES, Admits, Follows
from provinces.passes.outcomes import outcome, outcomes
from provinces.passes.wording import matrix
from provinces.rules import queries as rules
from provinces.rules.document import NEVER_REFUSED, WIDER


def document(**said: str) -> dict[str, Any]:
    """Return the first rule set, with what follows from red."""
    return {**rules.shipped("first"), "consequences": {"red": said}}


class TestOutcome:
    def test_is_free_without_rules(self) -> None:
        found = outcome(None, "red")

        assert found.follows is Follows.FREE
        assert {*found.places.values()} == {Admits.ALLOWED}

    def test_is_free_under_a_status_that_the_rules_do_not_know(self) -> None:
        assert outcome(document(), "purple") == outcome(None, "")

    def test_is_what_the_rules_say(self) -> None:
        found = outcome(document(school="refused", hotel="ask"), "red")

        assert found.follows is Follows.HELD
        assert found.places["school"] is Admits.REFUSED
        assert found.places["hotel"] is Admits.ASK
        assert found.places["workplace"] is Admits.ALLOWED

    def test_is_for_a_narrower_place_what_is_said_of_the_wider(self) -> None:
        found = outcome(document(transport="refused", metro="ask"), "red")

        assert found.places["bus"] is Admits.REFUSED
        assert found.places["metro"] is Admits.ASK

    def test_opens_no_compound_next_door_to_whom_public_places_are_closed(self) -> None:
        found = outcome(document(public_place="refused", own_compound="ask"), "red")

        assert found.places["other_compound"] is Admits.REFUSED
        assert found.places["own_compound"] is Admits.ASK

    @pytest.mark.parametrize("place", NEVER_REFUSED)
    def test_refuses_nobody_care_or_the_way_home(self, place: str) -> None:
        found = outcome(document(**{place: "refused"}), "red")

        assert found.places[place] is Admits.ASK

    @pytest.mark.parametrize("place", ["emergency_care", "testing", "going_home", "appealing"])
    def test_has_no_word_for_what_is_always_open(self, place: str) -> None:
        # The gate refuses such rules; a pass could not say it either.
        assert outcome(document(**{place: "refused"}), "red") == outcome(document(), "red")

    def test_differs_in_bytes_where_it_differs(self) -> None:
        said = {found.says for found in outcomes(rules.shipped("beijing")).values()}

        # Green and prompt come to the same at every place.
        assert len(said) == 4

    def test_knows_places_alone(self) -> None:
        assert {*WIDER, *WIDER.values()} <= {*PLACES}


class TestMatrix:
    def test_says_each_place_once(self) -> None:
        found = matrix(outcome(document(school="refused", hotel="ask"), "red"))

        with translation.override("en"):
            assert [str(each) for each in found.refused] == ["Schools"]
            assert [str(each) for each in found.asked] == ["Hotels"]
        assert len(found.allowed) == len(PLACES) - 2
        assert len(found.always) == 4
