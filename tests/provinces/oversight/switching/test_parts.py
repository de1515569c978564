"""Every URL of a province belongs to a part, and some parts are never off."""

from __future__ import annotations

import pytest

from provinces.oversight.switching import wording
from provinces.oversight.switching.parts import (
    CAN_BE_OFF,
    NEVER,
    OTHER_ROADS,
    Part,
    part_of,
    parts_of,
)
from tests.architecture import urls

PAGES = [page.name for page in urls.pages() if not page.name.startswith("node:")]


class TestPartOf:
    def test_is_known_for_every_url(self) -> None:
        missing = sorted(name for name in PAGES if part_of(name) is None)

        assert not missing, (
            f"say in provinces/oversight/switching/parts.py to what {missing} belong"
        )

    def test_is_none_for_what_is_no_page(self) -> None:
        assert part_of("nowhere:at-all") is None

    @pytest.mark.parametrize(
        "name",
        [
            "portal:status",
            "portal:sign-in",
            "portal:appeal-file",
            "console:appeal-decide",
            "console:desk-appeal",
            "console:desk-call-code",
            "console:desk-mail",
            "portal:appointments",
            "console:sample",
            "portal:my-data",
            "portal:service",
            "scanner:home",
            "scanner:lists",
            "console:switches",
        ],
    )
    def test_is_one_that_is_never_off(self, name: str) -> None:
        assert part_of(name) in NEVER

    @pytest.mark.parametrize(
        ("name", "part"),
        [
            ("console:desk-person", Part.DESK_LOOK_UP),
            ("portal:enrol-code", Part.ENROLMENT),
            ("portal:code-next", Part.LIVE_CODES),
            ("console:desk-call-post", Part.KEPT_CODES),
            ("api:laboratory-fhir", Part.LABORATORIES),
            ("api:presence-fixes", Part.PRESENCE_IN),
            ("federation:notices", Part.PEERS_ON_PEOPLE),
            ("portal:status-list", Part.CHECKPOINT_LISTS),
        ],
    )
    def test_is_the_one_of_its_name(self, name: str, part: Part) -> None:
        assert part_of(name) == part


class TestPartsOf:
    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            ("api:channel-code", (Part.CHANNELS, Part.LIVE_CODES)),
            ("console:desk-paper", (Part.DESK_LOOK_UP, Part.KEPT_CODES)),
            ("console:person-file-take", (Part.PERSON_PAGES, Part.COPIES)),
            ("console:desk-person", (Part.DESK_LOOK_UP,)),
            ("portal:status", ()),
            ("nowhere:at-all", ()),
        ],
    )
    def test_are_all_with_which_a_page_is_off(self, name: str, parts: tuple[Part, ...]) -> None:
        assert parts_of(name) == parts

    def test_are_of_pages_there_are(self) -> None:
        assert {name for names in OTHER_ROADS.values() for name in names.split()} <= set(PAGES)

    def test_are_never_off_where_the_page_is_not(self) -> None:
        assert all(not parts_of(name) for name in PAGES if part_of(name) in NEVER)


class TestParts:
    def test_are_either_never_off_or_can_be(self) -> None:
        assert set(CAN_BE_OFF) | NEVER == set(Part)
        assert not set(CAN_BE_OFF) & NEVER

    @pytest.mark.parametrize("part", Part)
    def test_are_worded(self, part: Part) -> None:
        assert wording.PARTS[part]
