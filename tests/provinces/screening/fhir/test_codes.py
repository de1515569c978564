"""Codes: each of the tables is one of LOINC, and is in the laboratories' guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from provinces.screening.fhir import codes
from provinces.screening.models import Method, Outcome

GUIDE = Path(__file__).resolve().parents[4] / "docs" / "laboratories.md"
NUMBERS = [code for system, code in codes.TESTS if system == codes.LOINC] + list(codes.PANELS)


class TestTables:
    def test_name_methods_and_outcomes_that_there_are(self) -> None:
        assert set(codes.TESTS.values()) == set(Method)
        assert set(codes.OUTCOMES.values()) == set(Outcome)

    @pytest.mark.parametrize("code", NUMBERS)
    def test_hold_codes_of_loinc(self, code: str) -> None:
        assert not codes.is_mistyped(codes.LOINC, code)

    def test_lead_from_panels_to_tests(self) -> None:
        assert {(codes.LOINC, code) for code in codes.PANELS.values()} <= set(codes.TESTS)

    @pytest.mark.parametrize("code", [*NUMBERS, *(code for _, code in codes.OUTCOMES)])
    def test_are_told_to_laboratories(self, code: str) -> None:
        assert f"`{code}`" in GUIDE.read_text()


class TestIsMistyped:
    @pytest.mark.parametrize("code", ["94558-5", "94500-0", "9450-6"])
    def test_tells_a_wrong_check_digit(self, code: str) -> None:
        assert codes.is_mistyped(codes.LOINC, code)

    @pytest.mark.parametrize("code", ["94558-4", "LA6576-8", "covid", ""])
    def test_leaves_other_codes_alone(self, code: str) -> None:
        assert not codes.is_mistyped(codes.LOINC, code)

    def test_leaves_other_systems_alone(self) -> None:
        assert not codes.is_mistyped("http://example.org", "94558-5")
