"""Which official reads what of a person: the table, and what it keeps apart."""

from __future__ import annotations

import pytest

from provinces.citizens.fields import (
    PERSONAL,
    SENSITIVE,
    TABLE,
    WORDING,
    Field,
    Sight,
    Way,
    purposes_of,
    sight,
)
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES

SEES = {
    Power.VIEW_PERSON,
    Power.BREAK_GLASS,
    Power.PROPOSE_EVIDENCE,
    Power.APPROVE_EVIDENCE,
    Power.RUN_SITE,
    Power.CHECK_ORDER,
}


class TestTable:
    def test_divides_fields_into_who_and_what(self) -> None:
        assert {*PERSONAL} | {*SENSITIVE} == {*Field}
        assert not PERSONAL & SENSITIVE

    def test_has_a_word_for_every_field(self) -> None:
        assert set(WORDING) == set(Field)

    def test_names_roles_that_see_people_alone(self) -> None:
        assert all(SEES & ROLES[role].powers for role, _ in TABLE)

    @pytest.mark.parametrize("role", [key for key in ROLES if not SEES & ROLES[key].powers])
    def test_shows_nothing_to_others(self, role: str) -> None:
        assert not any(sight(role, purpose, way) for purpose in Purpose for way in Way)

    @pytest.mark.parametrize(("role", "purpose"), TABLE)
    def test_shows_no_more_outside_an_area_than_inside(self, role: str, purpose: Purpose) -> None:
        rights = TABLE[role, purpose]

        if rights.inside:
            assert rights.outside.clear <= rights.inside.clear

    @pytest.mark.parametrize(("role", "purpose"), TABLE)
    def test_masks_what_says_who_somebody_is_alone(self, role: str, purpose: Purpose) -> None:
        rights = TABLE[role, purpose]

        assert rights.inside.masked <= PERSONAL
        assert rights.outside.masked <= PERSONAL

    @pytest.mark.parametrize("role", ["appeals_officer", "high_appeals_officer"])
    def test_names_nobody_to_who_answers_appeals(self, role: str) -> None:
        assert not sight(role, Purpose.APPEAL, Way.AREA).names_them

    def test_shows_no_role_a_record_inside_its_area_by_an_emergency_alone(self) -> None:
        assert not sight("epidemiologist", Purpose.TRACING, Way.AREA)
        assert sight("epidemiologist", Purpose.TRACING, Way.EMERGENCY)


class TestSight:
    def test_shows_masks_and_leaves_out(self) -> None:
        view = Sight(frozenset({Field.NAME}), frozenset({Field.DOCUMENT}))

        assert view.of(Field.NAME, "王小明") == "王小明"
        assert view.of(Field.DOCUMENT, "110101194203070023") == "＊＊＊＊23"
        assert view.of(Field.CONTACT, "13800000007") == ""

    def test_masks_a_name_by_its_first_character(self) -> None:
        assert Sight(masked=frozenset({Field.NAME})).of(Field.NAME, "王小明") == "王＊＊"


class TestPurposesOf:
    def test_are_those_of_the_page(self) -> None:
        assert purposes_of(["desk_clerk"]) == []
        assert purposes_of(["appeals_officer"]) == [Purpose.APPEAL]

    def test_are_others_in_an_emergency(self) -> None:
        assert purposes_of(["epidemiologist"], way=Way.EMERGENCY) == [Purpose.TRACING]
        assert purposes_of(["epidemiologist"]) == []
