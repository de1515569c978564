"""A visitor without a home province is enrolled by their host."""

from __future__ import annotations

import pytest

from federation.casework import services
from federation.casework.models import Visitor
from provinces.citizens.identities import Person
from provinces.citizens.services import AlreadyEnrolled
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.tenancy import directory
from tests.factories import areas
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW

EVE = Person("Eve Visitor", "P12345678")


def enrolled(code: str = "110000") -> Visitor:
    clerk = stories.official("desk_clerk", code, unit="desk")
    return services.enrol_visitor(
        EVE, area=areas.area("110101"), came_from="Samarkand", by=clerk, now=NOW
    )


class TestEnrolVisitor:
    def test_makes_them_a_citizen_of_their_host(self, north: directory.Entry) -> None:
        visitor = enrolled()

        assert visitor.citizen.area.code == "110101"
        assert Entry.objects.filter(event=Event.VISITOR_ENROLLED).count() == 1

    def test_needs_the_power_there(self, north: directory.Entry) -> None:
        with pytest.raises(services.NotAllowed):
            enrolled("110200")

    def test_is_done_once(self, north: directory.Entry) -> None:
        enrolled()

        with pytest.raises(AlreadyEnrolled):
            enrolled()
        assert Visitor.objects.count() == 1
