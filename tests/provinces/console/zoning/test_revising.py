"""A zone is declared anew."""

from __future__ import annotations

import json

from provinces.accounts.models import User
from provinces.zones.models import Level, Version
from tests.factories import zones
from tests.pages import address, reader, words
from tests.provinces.console.zoning.saying import answered, looked_at_and_declared

PAGE = "console:zone-revise"
SMALLER = json.dumps(zones.box(116.399, 39.899, 116.401, 39.901))


class TestRevise:
    def test_begins_with_what_holds_now(self, ada: User) -> None:
        version = zones.in_force(geometry=zones.box(116.398, 39.898, 116.402, 39.902))

        shown = reader(ada).get(address(PAGE, version.pk)).content.decode()

        assert "116.398, 39.898" in shown
        assert '<option value="3" selected>' in shown

    def test_shows_how_the_cells_differ(self, ada: User) -> None:
        version = zones.in_force()

        told = words(answered(ada, PAGE, version.pk, shape=SMALLER))

        assert "Against the present version 0 cells added" in told

    def test_hands_a_new_version_to_another_office(self, ada: User) -> None:
        version = zones.in_force()

        response = looked_at_and_declared(ada, PAGE, version.pk, shape=SMALLER, level="2")

        latest = Version.objects.latest("number")
        assert response["Location"] == address("console:zone", latest.pk)
        assert (latest.number, latest.level, latest.state) == (2, Level.MEDIUM, "awaiting")
        assert latest.fine_cells < version.fine_cells

    def test_waits_for_a_version_that_is_not_signed_yet(self, ada: User) -> None:
        version = zones.declared(ada)

        told = words(reader(ada).get(address(PAGE, version.pk), follow=True))

        assert "A version of this zone awaits its signature." in told
        answer = reader(ada).post(address(PAGE, version.pk))
        assert answer["Location"] == address("console:zone", version.pk)
