"""Other names of people are made from documents that stay in the room."""

from __future__ import annotations

from provinces.citizens import pseudonymising
from provinces.citizens.identities import Person
from provinces.tenancy import directory
from tests.factories import citizens


class TestEach:
    def test_gives_the_normalised_number_to_who_makes_the_name(
        self, north: directory.Entry
    ) -> None:
        eve = citizens.citizen(person=Person("Eve", "e 1234-5678"))
        citizens.citizen()

        assert list(pseudonymising.each(str.lower, known=[])) == [(eve.pk, "e12345678")]

    def test_leaves_out_who_has_a_name(self, north: directory.Entry) -> None:
        eve = citizens.citizen(person=Person("Eve", "E12345678"))

        assert list(pseudonymising.each(str.lower, known=[eve.pk])) == []


class TestOfOne:
    def test_makes_the_name_of_one(self, north: directory.Entry) -> None:
        eve = citizens.citizen(person=Person("Eve", "E12345678"))

        assert pseudonymising.of_one(len, citizen=eve.pk) == 9

    def test_makes_none_without_a_document(self, north: directory.Entry) -> None:
        assert pseudonymising.of_one(len, citizen=citizens.citizen().pk) is None
