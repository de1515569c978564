"""Whom the sandbox's registry knows, and that none of them can exist."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from provinces.citizens import documents
from provinces.citizens.documents import DocumentKind
from provinces.citizens.identities import Person
from provinces.citizens.models import Canary
from provinces.tenancy import directory
from sample import known
from sample.plan import PROVINCES, SampleProvince
from sample.registry import books
from tests import cast
from tests.cast import NOW
from tests.factories import areas, citizens

NORTH = SampleProvince(cast.NORTH, "110000", "北省", "North", 1.0)
COUNTIES = ["110101", "110102"]


class TestFamilies:
    @pytest.mark.parametrize("province", PROVINCES, ids=lambda each: each.slug)
    def test_have_documents_of_the_right_form(self, province: SampleProvince) -> None:
        found = list(known.families(province, COUNTIES, 2026))

        for entry in found:
            assert documents.of_kind(DocumentKind(entry.kind), entry.number) == entry.number
        assert {entry.kind for entry in found} == set(map(str, DocumentKind))

    def test_are_of_nobody_who_can_be_alive(self) -> None:
        found = known.families(NORTH, COUNTIES, 2026)

        born = {documents.birth_year(entry.number) for entry in found}
        assert max(year for year in born if year) < date(1900, 1, 1).year

    def test_have_numbers_of_their_own(self) -> None:
        numbers = [entry.number for entry in known.families(NORTH, COUNTIES, 2026)]

        assert len(set(numbers)) == len(numbers)

    def test_name_guardians(self) -> None:
        found = {entry.number: entry for entry in known.families(NORTH, COUNTIES, 2026)}
        children = [child for entry in found.values() for child in entry.children]

        assert len(children) == known.FAMILIES
        for child in children:
            born = found[child].birth_year
            assert born is not None
            assert 2026 - born < 16


class TestCanaryNumbers:
    @pytest.mark.parametrize("province", PROVINCES, ids=lambda each: each.slug)
    def test_are_nobodys(self, province: SampleProvince) -> None:
        planted = set(known.canary_numbers(province))

        assert len(planted) == known.CANARIES
        assert not planted & {entry.number for entry in known.families(province, COUNTIES, 2026)}


class TestWrite:
    def test_knows_who_is_enrolled(
        self, north: directory.Entry, settings: Settings, tmp_path: Path
    ) -> None:
        settings.VAR_DIR = tmp_path
        area = areas.area("110101")
        person = Person("夏娃", "TEST11000000000001", "eve@110000.example")
        citizens.citizen(area=area, person=person)

        known.write([NORTH], now=NOW)

        entries = books.load(known.registry_file())
        assert entries[0].number == "TEST11000000000001"
        assert (entries[0].kind, entries[0].area, entries[0].email) == (
            "passport",
            "110101",
            "eve@110000.example",
        )
        assert len(entries) == 1 + 3 * known.FAMILIES + 3
        assert Canary.objects.count() == known.CANARIES

    def test_begins_with_a_family_of_the_county_with_the_desk(
        self, north: directory.Entry, settings: Settings, tmp_path: Path
    ) -> None:
        settings.VAR_DIR = tmp_path
        for code in ("110101", "110105"):
            areas.area(code)

        known.write([NORTH], now=NOW)

        found = books.Books(books.load(known.registry_file())).to_enrol()
        assert [each.area for each in found if each.children] == ["110105", "110101"]

    def test_names_families_that_one_can_enrol_as(
        self, north: directory.Entry, settings: Settings, tmp_path: Path
    ) -> None:
        settings.VAR_DIR = tmp_path
        person = Person("夏娃", "TEST11000000000001", "eve@110000.example")
        citizens.citizen(area=areas.area("110101"), person=person)
        known.write([NORTH], now=NOW)

        found = books.Books(books.load(known.registry_file())).to_enrol()

        parents = [each for each in found if each.children]
        assert len(parents) == books.FAMILIES
        assert [each.number for each in found] == [
            number for parent in parents for number in (parent.number, *parent.children)
        ]
        assert person.document not in {each.number for each in found}

    def test_is_read_by_its_owner_alone(
        self, north: directory.Entry, settings: Settings, tmp_path: Path
    ) -> None:
        settings.VAR_DIR = tmp_path
        areas.area("110101")

        known.write([NORTH], now=NOW)

        assert known.registry_file().stat().st_mode & 0o077 == 0
