"""Powers, roles and events: each on one page, and none forgotten elsewhere."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from provinces.jurisdictions.models import Office
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES, Role
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.ledger.wording import EVENTS as WORDING
from provinces.tenancy import directory

# Who may read a person's record watches nobody's rules, and the other way round.
APART = [
    (Power.VIEW_PERSON, Power.AUDIT),
    (Power.VIEW_PERSON, Power.GRANT_OFFICE),
    (Power.VIEW_PERSON, Power.REVIEW_ACCESS),
    (Power.BREAK_GLASS, Power.REVIEW_ACCESS),
    (Power.VIEW_PERSON, Power.INCIDENT),
    (Power.VIEW_PERSON, Power.LAWFUL_REQUESTS),
    (Power.DECLARE_ZONE, Power.COUNTERSIGN_ZONE),
    (Power.DRAFT_RULES, Power.SIGN_RULES),
    (Power.PROPOSE_EVIDENCE, Power.APPROVE_EVIDENCE),
]


class TestPowers:
    @pytest.mark.parametrize("power", Power)
    def test_belong_to_a_role(self, power: Power) -> None:
        assert [role.key for role in ROLES.values() if power in role.powers]

    def test_are_the_permissions_on_areas(self, north: directory.Entry) -> None:
        found = Permission.objects.filter(
            content_type__app_label="jurisdictions", content_type__model="area"
        )

        assert set(found.values_list("codename", flat=True)) == set(map(str, Power))

    @pytest.mark.parametrize(("one", "other"), APART)
    def test_that_must_be_apart_share_no_role(self, one: Power, other: Power) -> None:
        assert not [role.key for role in ROLES.values() if {one, other} <= role.powers]


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
class TestRoles:
    def test_say_who_should_hold_them(self, role: Role) -> None:
        assert role.name_zh
        assert role.name_en
        assert role.holder.endswith(".")

    def test_fit_an_office(self, role: Role) -> None:
        assert len(role.key) <= (Office._meta.get_field("role").max_length or 0)


@pytest.mark.parametrize("event", Event)
class TestEvents:
    def test_have_a_wording(self, event: Event) -> None:
        assert WORDING[event]

    def test_fit_an_entry(self, event: Event) -> None:
        assert len(event) <= (Entry._meta.get_field("event").max_length or 0)
