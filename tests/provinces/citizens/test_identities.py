"""Sealing who somebody is."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag

from provinces.citizens import identities
from provinces.citizens.identities import NotADocument, Person

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
# From GB 11643-1999 itself, its example.
VALID = "11010519491231002X"
EVE = Person("夏娃", VALID, "+86 138 0000 0000")


class TestNormalise:
    @pytest.mark.parametrize(
        "written",
        [
            "11010519491231002X",
            "11010519491231002x",
            " 110105 19491231 002X ",
            "110105-19491231-002X",
            "１１０１０５１９４９１２３１００２Ｘ",
        ],
    )
    def test_has_one_spelling(self, written: str) -> None:
        assert identities.normalise(written) == VALID

    @pytest.mark.parametrize(
        ("document", "wrong"),
        [
            ("110105194912310021", "check digit"),
            ("11010519491231002A", "check digit's letter"),
            ("110105194902310021", "a day that is not there"),
            ("990105194912310029", "a place that is not there"),
            ("", "nothing"),
            ("1234", "too short"),
            ("A" * 21, "too long"),
            ("ABC_12345", "a sign"),
            ("АВС12345", "letters that only look Latin"),
        ],
    )
    def test_refuses(self, document: str, wrong: str) -> None:
        with pytest.raises(NotADocument):
            identities.normalise(document)

    @pytest.mark.parametrize("passport", ["E12345678", "C01X00T47", "123456789"])
    def test_takes_other_documents(self, passport: str) -> None:
        assert identities.normalise(passport) == passport


class TestBirthYear:
    def test_is_read_off_a_resident_identity_number(self) -> None:
        assert identities.birth_year(VALID) == 1949

    @pytest.mark.parametrize("passport", ["E12345678", "123456789"])
    def test_is_not_told_by_other_documents(self, passport: str) -> None:
        assert identities.birth_year(passport) is None


class TestDocumentHash:
    def test_is_the_same_for_the_same_document(self) -> None:
        assert identities.document_hash(KEY, VALID) == identities.document_hash(KEY, VALID.lower())

    def test_tells_nothing_without_the_key(self) -> None:
        assert identities.document_hash(KEY, VALID) != identities.document_hash(OTHER_KEY, VALID)


class TestSeal:
    def test_can_be_undone_with_key_and_reference(self) -> None:
        sealed = identities.seal(KEY, "abc", EVE)

        assert identities.unseal(KEY, "abc", sealed) == EVE

    def test_shows_nothing(self) -> None:
        sealed = identities.seal(KEY, "abc", EVE)

        for secret in (EVE.full_name, EVE.document, EVE.contact, "full_name"):
            assert secret.encode() not in sealed

    def test_is_never_the_same_twice(self) -> None:
        assert identities.seal(KEY, "abc", EVE) != identities.seal(KEY, "abc", EVE)

    @pytest.mark.parametrize(("key", "reference"), [(OTHER_KEY, "abc"), (KEY, "abd")])
    def test_fits_one_key_and_one_reference(self, key: bytes, reference: str) -> None:
        sealed = identities.seal(KEY, "abc", EVE)

        with pytest.raises(InvalidTag):
            identities.unseal(key, reference, sealed)

    @pytest.mark.parametrize("position", [0, 11, 12, 40, -1])
    def test_shows_every_change(self, position: int) -> None:
        sealed = bytearray(identities.seal(KEY, "abc", EVE))
        sealed[position] ^= 1

        with pytest.raises(InvalidTag):
            identities.unseal(KEY, "abc", bytes(sealed))
