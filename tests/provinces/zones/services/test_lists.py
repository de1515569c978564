"""Lists count once another office has signed, and what they say is shortened by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from provinces.accounts.models import User
from provinces.citizens.models import Citizen, StaleMark
from provinces.exposure import divisions
from provinces.ledger.models import Payload
from provinces.tenancy.addresses import as_owner
from provinces.zones import queries, services
from provinces.zones.models import Division, DivisionList, DivisionRisk, Listing, State
from tests import cast
from tests.factories import areas, road, zones
from tests.provinces.zones.services.test_listing import CODE, MIDDLE, TODAY, ago, known, listings

NOW, DAY = cast.NOW, timedelta(days=1)


def spell(
    first: int = 3, last: int = 0, *, code: str = CODE, place: str = "福鼎家园"
) -> services.Spell:
    return services.Spell(2, code, place, "high", str(ago(first)), str(ago(last)))


def awaiting(*spells: services.Spell, by: User | None = None) -> DivisionList:
    found = services.import_divisions(
        spells or [spell()], source="list", by=by or cast.ada(), now=NOW
    )
    assert found.awaiting is not None
    return found.awaiting


@pytest.fixture(autouse=True)
def in_north(north: object) -> None:
    """The north knows the county 110101, and its ground."""
    areas.area(CODE)
    known()


class TestSignList:
    def test_has_its_days_count(self) -> None:
        listed = awaiting()

        stored = services.sign_list(listed, by=cast.ben(), now=NOW)

        assert (stored.added, stored.prolonged) == (1, 0)
        assert DivisionRisk.objects.get().last_on == TODAY
        assert listings() == [(3, ago(3), ago(0), False)]
        listed.refresh_from_db()
        assert (listed.state, listed.signed_unit) == (State.IN_FORCE, "city review office")
        assert not queries.lists_awaiting().exists()

    def test_tells_what_lasts_longer(self) -> None:
        zones.listed(spell(5, 3))
        stored = services.sign_list(awaiting(spell(5, 1)), by=cast.ben(), now=NOW)

        assert (stored.added, stored.prolonged) == (0, 1)

    def test_refuses_who_imported_it(self, ada: User) -> None:
        with pytest.raises(services.SameOfficial, match="imported list"):
            services.sign_list(awaiting(by=ada), by=ada, now=NOW)

        assert not DivisionRisk.objects.exists()

    def test_refuses_another_of_the_same_office(self) -> None:
        neighbour = zones.official("reviewer", unit="city health office")

        with pytest.raises(services.SameOffice):
            services.sign_list(awaiting(), by=neighbour, now=NOW)

    def test_refuses_who_may_countersign_no_zones(self, cleo: User) -> None:
        with pytest.raises(services.NotAllowed, match="countersign_zone"):
            services.sign_list(awaiting(), by=cleo, now=NOW)

    def test_refuses_who_may_not_in_one_of_its_divisions(self) -> None:
        areas.area("110201")
        by = zones.official("epidemiologist", "110000", unit="importing office")
        listed = awaiting(spell(), spell(code="110201"), by=by)

        with pytest.raises(services.NotAllowed, match="countersign_zone in 110201"):
            services.sign_list(listed, by=cast.ben(), now=NOW)

    def test_is_done_once(self, ben: User) -> None:
        listed = awaiting()
        services.sign_list(listed, by=ben, now=NOW)

        with pytest.raises(services.AlreadyDecided):
            services.sign_list(listed, by=ben, now=NOW)

    def test_is_recorded(self, ben: User) -> None:
        services.sign_list(awaiting(), by=ben, now=NOW)

        assert Payload.objects.latest("entry_id").body == {
            "act": "signed",
            "added": 1,
            "prolonged": 0,
            "office": "city review office",
        }


class TestRefuseList:
    def test_leaves_it_without_effect(self, ben: User) -> None:
        listed = awaiting()

        services.refuse_list(listed, by=ben, reason="another city's", now=NOW)

        with pytest.raises(services.AlreadyDecided):
            services.sign_list(listed, by=ben, now=NOW)
        assert not DivisionRisk.objects.exists()

    def test_is_open_to_who_imported_it(self, ada: User) -> None:
        services.refuse_list(awaiting(by=ada), by=ada, reason="a slip", now=NOW)

        assert not queries.lists_awaiting().exists()

    def test_refuses_who_may_countersign_nothing(self, cleo: User) -> None:
        with pytest.raises(services.NotAllowed):
            services.refuse_list(awaiting(), by=cleo, reason="a slip", now=NOW)

    def test_gives_its_reason(self, ben: User) -> None:
        with pytest.raises(ValueError, match="gives its reason"):
            services.refuse_list(awaiting(), by=ben, reason=" ", now=NOW)


class TestShortenSpell:
    @pytest.fixture(autouse=True)
    def is_listed(self) -> None:
        zones.listed(spell(5, 0))
        services.set_marked(list(Listing.objects.values_list("pk", flat=True)))

    def shorten(self, last_on: date | None, *, by: User, because: str = "cleared") -> None:
        risk = DivisionRisk.objects.get()
        services.shorten_spell(risk, last_on=last_on, by=by, because=because, now=NOW)

    def test_ends_it_on_an_earlier_day(self, ada: User) -> None:
        self.shorten(ago(3), by=ada)

        current = Listing.objects.filter(division__is_superseded=False)
        assert DivisionRisk.objects.get().last_on == ago(3)
        assert [(each.level, each.ends - each.starts) for each in current] == [(3, 3 * 24 * 60)]

    def test_takes_it_off_the_list_where_no_day_is_left(self, ben: User) -> None:
        self.shorten(None, by=ben)

        assert not DivisionRisk.objects.exists()
        assert not Division.objects.filter(is_superseded=False).exists()

    def test_leaves_what_another_place_of_the_division_is_listed_for(self, ada: User) -> None:
        zones.listed(spell(2, 1, place="槐树街"))
        risk = DivisionRisk.objects.get(place="福鼎家园")

        services.shorten_spell(risk, last_on=None, by=ada, because="cleared", now=NOW)

        current = Listing.objects.filter(division__is_superseded=False)
        assert [each.ends - each.starts for each in current] == [2 * 24 * 60]

    def test_has_whoever_stayed_there_looked_at_again(
        self, ada: User, eve: Citizen, finn: Citizen
    ) -> None:
        cell = road.h3.cell_to_center_child(MIDDLE, 11)
        road.stay(eve, at=NOW - DAY, cell=cell, marked=False)
        road.stay(finn, at=NOW - 9 * DAY, cell=cell, marked=False)
        StaleMark.objects.all().delete()

        self.shorten(None, by=ada)
        divisions.follow(now=NOW, everything=False)

        assert set(StaleMark.objects.values_list("citizen_id", flat=True)) == {eve.pk}
        assert not Division.objects.exists()

    def test_refuses_who_has_no_power_in_the_division(self, cleo: User) -> None:
        with pytest.raises(services.NotAllowed):
            self.shorten(None, by=cleo)

    @pytest.mark.parametrize("last_on", [ago(0), ago(-1), ago(6)])
    def test_refuses_a_day_that_is_not_an_earlier_one_of_its_own(
        self, ada: User, last_on: date
    ) -> None:
        with pytest.raises(services.NotShorter, match="is listed from"):
            self.shorten(last_on, by=ada)

    def test_tells_why(self, ada: User) -> None:
        with pytest.raises(ValueError, match="tells why"):
            self.shorten(None, by=ada, because=" ")

    def test_is_recorded(self, ada: User) -> None:
        self.shorten(ago(3), by=ada)

        body = Payload.objects.latest("entry_id").body
        assert (body["act"], body["division"], body["until"]) == ("shortened", CODE, str(ago(3)))
        assert (body["because"], body["office"]) == ("cleared", "city health office")


class TestDivisionList:
    @pytest.mark.parametrize(
        "changes",
        [
            {"spells": []},
            {"source": "another"},
            {"imported_unit": "another"},
            {"state": State.IN_FORCE},
        ],
    )
    def test_stays_as_it_was_imported(self, changes: dict[str, object]) -> None:
        awaiting()

        with pytest.raises(IntegrityError), transaction.atomic():
            DivisionList.objects.update(**changes)

    def test_is_signed_by_another_official_of_another_office(self, ada: User, ben: User) -> None:
        awaiting(by=ada)
        signed = {"state": State.IN_FORCE, "signed_at": NOW}

        for by, unit in ((ada, "another"), (ben, "city health office"), (ben, "")):
            with pytest.raises(IntegrityError, match="second_office"), transaction.atomic():
                DivisionList.objects.update(**signed, signed_by=by, signed_unit=unit)

    def test_is_deleted_by_the_owner_alone(self) -> None:
        awaiting()

        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            DivisionList.objects.all().delete()
        with as_owner():
            assert DivisionList.objects.all().delete()[0] == 1
