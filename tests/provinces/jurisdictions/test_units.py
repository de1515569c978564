"""One unit has one spelling."""

from __future__ import annotations

import pytest

from provinces.jurisdictions.units import NoUnit, spelt, tidied


class TestTidied:
    @pytest.mark.parametrize(
        ("written", "stored"),
        [
            ("Health Commission", "Health Commission"),
            (" Health\t\u00a0Commission\n", "Health Commission"),
            ("Ｈｅａｌｔｈ\u3000Ｃｏｍｍｉｓｓｉｏｎ", "Health Commission"),
            ("北京市卫生健康委员会", "北京市卫生健康委员会"),
            ("Διεύθυνση υγείας", "Διεύθυνση υγείας"),
        ],
    )
    def test_is_written_as_it_is_compared(self, written: str, stored: str) -> None:
        assert tidied(written) == stored

    @pytest.mark.parametrize(
        ("written", "why"),
        [
            (" \t", "a unit has a name"),
            ("x" * 81, "80 characters at most, not 81"),
            ("health\u200boffice", "a character in this name that nobody sees"),
            ("\u202eoffice", "a character in this name that nobody sees"),
            ("office\u3164", "a character in this name that nobody sees"),
            ("office\ufe0f", "a character in this name that nobody sees"),
            ("a\x07", "a character in this name that nobody sees"),
            ("H\u0435alth office", "mixes alphabets whose letters look alike"),
        ],
    )
    def test_refuses_what_looks_like_another_name_or_none(self, written: str, why: str) -> None:
        with pytest.raises(NoUnit, match=why):
            tidied(written)


class TestSpelt:
    @pytest.mark.parametrize(
        "written",
        ["health commission ", "HEALTH COMMISSION", "HealthCommission", "Ｈealth commission"],
    )
    def test_is_as_the_first_was_that_looks_the_same(self, written: str) -> None:
        known = ["Emergency command", "Health Commission", "health commission"]

        assert spelt(written, known) == "Health Commission"

    def test_folds_what_has_no_small_letter_of_its_own(self) -> None:
        assert spelt("STRASSENAMT", ["Straßenamt"]) == "Straßenamt"

    def test_is_itself_where_it_is_new(self) -> None:
        assert spelt(" Port  office", ["Health Commission"]) == "Port office"
