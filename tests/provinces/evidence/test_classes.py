"""The closed list of classes, and what each has."""

from __future__ import annotations

import pytest

from provinces.evidence.classes import (
    CASES,
    CONTACTS,
    FORMS,
    ORDERS,
    SELF_DECLARED,
    WITH_ENDING,
    EvidenceClass,
    rests_on,
)
from provinces.evidence.models import MOST_DAYS


class TestClasses:
    @pytest.mark.parametrize("of", EvidenceClass)
    def test_have_a_form_that_ends(self, of: EvidenceClass) -> None:
        assert 0 < FORMS[of].most_days <= MOST_DAYS

    @pytest.mark.parametrize("word", ["emergency", "other", "manual", "status", "colour", "code"])
    def test_have_none_for_whatever_else(self, word: str) -> None:
        assert not [of for of in EvidenceClass if word in of]

    def test_that_the_person_declares_are_two(self) -> None:
        assert {
            EvidenceClass.SYMPTOMS_DECLARED,
            EvidenceClass.WELLNESS_DECLARED,
        } == SELF_DECLARED

    def test_that_are_orders_can_be_ended(self) -> None:
        assert ORDERS < WITH_ENDING


class TestRestsOn:
    @pytest.mark.parametrize("contact", sorted(CONTACTS))
    def test_is_a_case(self, contact: EvidenceClass) -> None:
        assert rests_on(contact) >= CASES

    def test_may_be_a_close_contact_for_a_secondary_one_alone(self) -> None:
        resting = {of for of in CONTACTS if EvidenceClass.CLOSE_CONTACT in rests_on(of)}

        assert resting == {EvidenceClass.SECONDARY_CONTACT}
