"""On what terms a version is published."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from provinces.rules.terms import EMERGENCY, NOTICE, InvalidTerms, Terms, checked
from tests.cast import NOW

DAY = timedelta(days=1)


class TestTerms:
    @pytest.mark.parametrize(
        ("terms", "begins"),
        [
            (Terms(), NOW + NOTICE),
            (Terms(NOW + DAY), NOW + NOTICE),
            (Terms(NOW + 5 * DAY), NOW + 5 * DAY),
            (Terms(emergency="outbreak"), NOW),
            (Terms(NOW + DAY, "outbreak"), NOW + DAY),
            (Terms(NOW - DAY, "outbreak"), NOW),
        ],
    )
    def test_say_when_a_version_begins(self, terms: Terms, begins: datetime) -> None:
        assert terms.begins(NOW) == begins

    def test_let_a_version_last_as_long_as_it_says(self) -> None:
        assert Terms().ends(NOW, 30) == NOW + 30 * DAY
        assert Terms(emergency="outbreak").ends(NOW, 2) == NOW + 2 * DAY

    def test_end_an_emergency_after_72_hours(self) -> None:
        assert Terms(emergency="outbreak").ends(NOW, 30) == NOW + EMERGENCY


class TestChecked:
    def test_strips_the_reason(self) -> None:
        assert checked(Terms(emergency=" outbreak "), now=NOW) == Terms(emergency="outbreak")

    @pytest.mark.parametrize(
        ("terms", "message"),
        [
            (Terms(NOW), "rules begin in the future"),
            (Terms(NOW + 91 * DAY), "within 90 days"),
            (Terms(datetime(2026, 12, 1)), "without a time zone"),  # noqa: DTZ001
            (Terms(NOW + NOTICE, "outbreak"), "no emergency"),
            (Terms(emergency="x" * 301), "300 characters at most"),
            (Terms(emergency=" "), "an emergency says why: its reason is blank"),
            (Terms(emergency="\u200b"), r"read by everybody: .*\(U\+200B\) that is not printed"),
            (Terms(emergency="\u202egnp"), r"\(U\+202E\) that is not printed"),
            (Terms(emergency="a\x07"), r"\(U\+0007\) that is not printed"),
        ],
    )
    def test_refuses_what_cannot_be_meant(self, terms: Terms, message: str) -> None:
        with pytest.raises(InvalidTerms, match=message):
            checked(terms, now=NOW)
