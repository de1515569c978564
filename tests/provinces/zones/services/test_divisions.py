"""Official lists by division code: kept for the division, never matched with anybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from provinces.accounts.models import User
from provinces.ledger.models import Entry, Payload
from provinces.zones import files, services
from provinces.zones.models import (
    DivisionList,
    DivisionRisk,
    EffectiveZone,
    Level,
    Listing,
    State,
    Version,
    ZoneRange,
)
from tests import cast
from tests.factories import areas, zones
from tests.provinces.zones import real

NOW = cast.NOW


def spell(line: int = 2, **values: str) -> services.Spell:
    given = {
        "division_code": "110101",
        "place": "槐树街道福鼎家园",
        "level": "high",
        "first_seen": "2022-11-20T11:00:00+08:00",
        "last_seen": "2022-11-27T00:30:00+08:00",
    }
    return services.Spell(line=line, **{**given, **values})


def imported(*spells: services.Spell, by: User | None = None) -> services.Imported:
    by = by or zones.official("epidemiologist", "110000", unit="importing office")
    return services.import_divisions(spells, source="list", by=by, now=NOW)


def stored() -> set[tuple]:
    return set(DivisionRisk.objects.values_list("place", "level", "first_on", "last_on"))


def refused(done: services.Imported) -> list[tuple]:
    return [(each["reason"], each["count"], each["first_line"]) for each in done.refused.listed()]


@pytest.fixture(autouse=True)
def in_north(north: object) -> None:
    """The north knows the county 110101."""
    areas.area("110101")


class TestImportDivisions:
    def test_stores_a_spell_by_local_days(self) -> None:
        late = spell(first_seen="2022-11-20T23:00:00+00:00")

        zones.listed(late)

        risk = DivisionRisk.objects.get()
        assert (risk.division_code, risk.place) == ("110101", "槐树街道福鼎家园")
        assert (risk.level, risk.source) == (Level.HIGH, "list")
        assert (risk.first_on, risk.last_on) == (date(2022, 11, 21), date(2022, 11, 27))

    @pytest.mark.parametrize(
        ("word", "level"),
        [
            ("low", Level.LOW),
            ("低风险", Level.LOW),
            ("middle", Level.MEDIUM),
            ("Medium", Level.MEDIUM),
            ("中风险区", Level.MEDIUM),
            ("high", Level.HIGH),
            ("高", Level.HIGH),
        ],
    )
    def test_reads_the_levels_as_they_appear(self, word: str, level: int) -> None:
        zones.listed(spell(level=word))

        assert DivisionRisk.objects.get().level == level

    def test_cuts_places_before_they_are_stored(self) -> None:
        zones.listed(spell(place="福鼎家园3号楼2单元401室"))

        assert DivisionRisk.objects.get().place == "福鼎家园3号楼"

    def test_takes_spells_that_became_the_same_as_one(self) -> None:
        done = zones.listed(
            spell(place="福鼎家园3号楼1单元", last_seen="2022-11-22"),
            spell(place="福鼎家园3号楼2单元", last_seen="2022-11-25"),
        )

        assert stored() == {("福鼎家园3号楼", 3, date(2022, 11, 20), date(2022, 11, 25))}
        assert (done.read, done.news, done.duplicates) == (2, 1, 1)

    def test_the_same_list_again_changes_nothing(self) -> None:
        zones.listed(spell())
        before = stored()

        done = zones.listed(spell())

        assert stored() == before
        assert (done.news, done.duplicates, done.awaiting) == (0, 1, None)

    def test_a_later_list_prolongs_a_spell_and_an_earlier_one_does_not_shorten_it(self) -> None:
        zones.listed(spell(last_seen="2022-11-25"))

        assert zones.listed(spell(last_seen="2022-11-28")).news == 1
        assert zones.listed(spell(last_seen="2022-11-21")).news == 0
        assert DivisionRisk.objects.get().last_on == date(2022, 11, 28)

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"division_code": "130101"}, "the division is none of this province's"),
            ({"division_code": ""}, "the division is none of this province's"),
            ({"level": "purple"}, "the level is none of low, medium, high"),
            ({"place": " "}, "no place is named, or nothing larger than a household"),
            ({"place": "401室"}, "no place is named, or nothing larger than a household"),
            ({"place": "福鼎\x00家园"}, "no place is named, or nothing larger than a household"),
            ({"first_seen": "yesterday"}, "a date cannot be read"),
            ({"last_seen": ""}, "a date cannot be read"),
            ({"last_seen": "2022-11-19"}, "it was last seen before it was first seen"),
            ({"last_seen": "9999-12-31"}, "it ends more than 60 days from today"),
            ({"last_seen": "9999-12-31T23:59:59-12:00"}, "a date cannot be read"),
            ({"last_seen": "2027-01-15"}, "it ends more than 60 days from today"),
        ],
    )
    def test_refuses_a_record_and_takes_the_others(self, values: dict, reason: str) -> None:
        done = zones.listed(spell(2), spell(3, **values), spell(4, **values))

        assert refused(done) == [(reason, 2, 3)]
        assert (done.read, done.news) == (3, 1)
        assert DivisionRisk.objects.count() == 1

    def test_is_one_transaction(self) -> None:
        def broken() -> Iterable[services.Spell]:
            yield spell()
            raise files.UnreadableFile("half a file")

        with pytest.raises(files.UnreadableFile):
            services.import_divisions(broken(), source="list", by=cast.ada(), now=NOW)

        assert not DivisionList.objects.exists()

    def test_is_recorded(self) -> None:
        imported(spell())

        assert Entry.objects.latest("id").event == "divisions.imported"
        assert Payload.objects.latest("entry_id").body == {
            "source": "list",
            "read": 1,
            "news": 1,
            "office": "importing office",
        }

    def test_of_nothing_stores_nothing(self) -> None:
        assert imported().read == 0
        assert not DivisionList.objects.exists()

    def test_takes_a_day_sixty_days_from_today(self) -> None:
        assert imported(spell(last_seen="2027-01-14")).news == 1

    def test_has_no_effect_before_another_office_signs(self) -> None:
        zones.ground("110101")

        done = imported(spell())

        assert not DivisionRisk.objects.exists()
        assert not Listing.objects.exists()
        assert done.awaiting is not None
        assert done.awaiting.state == State.AWAITING

    def test_refuses_who_may_declare_no_zones(self) -> None:
        with pytest.raises(services.NotAllowed, match="may not declare_zone anywhere"):
            imported(spell(), by=cast.ben())

        assert not DivisionList.objects.exists()

    def test_refuses_records_of_divisions_where_the_official_may_declare_none(self) -> None:
        areas.area("110201")

        done = imported(spell(2), spell(3, division_code="110201"), by=cast.ada())

        assert refused(done) == [("the official may not declare zones in the division", 1, 3)]
        assert done.news == 1


class TestPreviewDivisions:
    def test_tells_what_a_list_would_bring_and_stores_nothing(self) -> None:
        done = services.preview_divisions([spell(2), spell(3, level="purple")], now=NOW)

        assert (done.read, done.news, len(done.refused)) == (2, 1, 1)
        assert not DivisionList.objects.exists()

    def test_never_makes_a_zone_in_effect(self) -> None:
        zones.listed(spell(), spell(level="low", place="全域"))

        for model in (Version, EffectiveZone, ZoneRange):
            assert not model.objects.exists()


@real.needed
class TestOfficialLists:
    def codes(self, spells: list[services.Spell]) -> list[services.Spell]:
        own = [each for each in spells if each.division_code.startswith("11")]
        for code in {each.division_code for each in own}:
            areas.area(code)
        return own

    def test_the_sample_is_taken_but_for_other_provinces(self) -> None:
        spells = list(files.spells(real.SAMPLE))
        own = self.codes(spells)

        done = zones.listed(*spells)

        assert done.read == 163
        assert refused(done) == [
            ("the division is none of this province's", 163 - len(own), 3),
        ]
        assert done.news + done.duplicates == len(own)
        assert not ZoneRange.objects.exists()

    @pytest.mark.battery
    def test_so_is_the_whole_of_it(self) -> None:
        spells = list(files.spells(real.LISTS))
        own = self.codes(spells)

        done = zones.listed(*spells)

        assert done.read == 59_161
        assert len(done.refused) == 59_161 - len(own) == 20_626
        assert done.news == DivisionRisk.objects.count()
        assert not DivisionRisk.objects.filter(place__regex="单元|[0-9]室|某户|病例").exists()
        assert not EffectiveZone.objects.exists()
