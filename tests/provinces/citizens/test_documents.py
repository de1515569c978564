"""Documents by their form."""

from __future__ import annotations

import pytest
from stdnum.iso7064 import mod_11_2

from provinces.citizens import documents
from provinces.citizens.documents import DocumentKind, NotADocument


def eighteen(digits: str) -> str:
    return digits + mod_11_2.calc_check_digit(digits)


NUMBERS = {
    DocumentKind.RESIDENT: "11010519491231002X",
    DocumentKind.PERMIT: eighteen("81000019490101001"),
    DocumentKind.PERMANENT: eighteen("91112419810803002"),
    DocumentKind.PASSPORT: "E12345678",
}


class TestOfKind:
    @pytest.mark.parametrize("kind", DocumentKind)
    def test_takes_its_own(self, kind: DocumentKind) -> None:
        assert documents.of_kind(kind, NUMBERS[kind].lower()) == NUMBERS[kind]
        assert documents.kind_of(NUMBERS[kind]) is kind

    @pytest.mark.parametrize("kind", DocumentKind)
    def test_takes_none_of_another(self, kind: DocumentKind) -> None:
        for other in set(DocumentKind) - {kind}:
            with pytest.raises(NotADocument):
                documents.of_kind(kind, NUMBERS[other])

    def test_takes_the_older_card_of_permanent_residents(self) -> None:
        assert documents.of_kind(DocumentKind.PERMANENT, "CAN110081080310")

    def test_takes_who_is_older_than_their_county(self) -> None:
        number = eighteen("13010219700101001")

        assert documents.of_kind(DocumentKind.RESIDENT, number) == number

    @pytest.mark.parametrize(
        "number",
        [
            "110105194912310021",
            "110105194902310021",
            "81000019491301001X",
            # A prefecture's number without a county of it.
            eighteen("11990019491231002"),
        ],
    )
    def test_refuses_what_cannot_be(self, number: str) -> None:
        with pytest.raises(NotADocument):
            documents.normalise(number)


class TestBirthYear:
    @pytest.mark.parametrize(
        ("kind", "year"),
        [
            (DocumentKind.RESIDENT, 1949),
            (DocumentKind.PERMIT, 1949),
            (DocumentKind.PERMANENT, 1981),
            (DocumentKind.PASSPORT, None),
        ],
    )
    def test_is_told_by_numbers_of_eighteen(self, kind: DocumentKind, year: int | None) -> None:
        assert documents.birth_year(NUMBERS[kind]) == year


@pytest.mark.parametrize("kind", DocumentKind)
def test_kinds_have_words(kind: DocumentKind) -> None:
    assert documents.WORDING[kind]
