"""A visitor without a home province is enrolled by their host."""

from __future__ import annotations

import pytest

from federation.casework import services
from federation.casework.models import Visitor
from provinces.citizens import queries as citizens
from provinces.citizens.documents import DocumentKind
from provinces.citizens.models import Citizen
from provinces.citizens.registry import Claimed, RegistryDown
from provinces.citizens.services import Agreement, AlreadyEnrolled
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from sample.registry.books import Entry as Known
from tests.factories import areas, registries
from tests.factories.registries import GRAN, SOUTHERN, InProcess, claimed
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW

pytestmark = pytest.mark.usefixtures("federation")
EVE = Claimed(DocumentKind.PASSPORT, "P12345678", "Eve Visitor")
# Of a province that is in no federation.
FAR = Known("passport", "E99999999", "Far Away", "310101", 1980)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> InProcess:
    return registries.answering(monkeypatch)


def enrolled(person: Claimed = EVE, *, of: str = "110000") -> Visitor:
    clerk = stories.official("desk_clerk", of, unit="desk")
    visit = services.Visit(area=areas.area("110101"), came_from="Samarkand")
    agreement = Agreement(frozenset({"identity", "residence"}), "en")
    return services.enrol_visitor(person, visit, agreement, by=clerk, now=NOW)


class TestEnrolVisitor:
    def test_makes_them_a_citizen_of_their_host(self) -> None:
        visitor = enrolled()

        assert visitor.citizen.area.code == "110101"
        assert Entry.objects.filter(event=Event.VISITOR_ENROLLED).count() == 1

    def test_keeps_what_they_agree_to_with_a_receipt_and_nothing_else(self) -> None:
        visitor = enrolled()

        given = citizens.consents_of(visitor.citizen)
        assert {each.item for each in given} == {"identity", "residence"}
        assert visitor.citizen.birth_year is None

    def test_is_seen_by_the_person(self) -> None:
        visitor = enrolled()

        assert [served.act for served in citizens.served(visitor.citizen)] == ["enrolled"]

    def test_needs_the_power_there(self) -> None:
        with pytest.raises(services.NotAllowed):
            enrolled(of="110200")

    def test_is_done_once(self) -> None:
        enrolled()

        with pytest.raises(AlreadyEnrolled):
            enrolled()
        assert Visitor.objects.count() == 1

    @pytest.mark.parametrize("resident", [GRAN, SOUTHERN], ids=["here", "of a member"])
    def test_is_not_for_who_has_a_home(self, resident: Known) -> None:
        with pytest.raises(services.HasAHome):
            enrolled(claimed(resident))
        assert not Citizen.objects.exists()

    def test_is_for_who_lives_beyond_the_federation(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registries, "MOTHER", FAR)
        registries.answering(monkeypatch)

        assert enrolled(claimed(FAR)).came_from == "Samarkand"

    def test_waits_for_the_registry(self, known: InProcess) -> None:
        known.is_down = True

        with pytest.raises(RegistryDown):
            enrolled()
        assert not Citizen.objects.exists()
