"""Where something stands in a rule set, in the words of its forms."""

from __future__ import annotations

import pytest
from django.utils import translation

from provinces.rules import queries, wording

FIRST = queries.shipped("first")


class TestPath:
    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("$", "The whole rule set"),
            ("days_in_force", "Days in force"),
            ("statuses.1.names.en", "Status 2 (Yellow) · Title · in English"),
            ("consequences.red.school", "Where one may go · Red · Schools"),
            (
                "grounds.0.anchor.fact",
                "Ground 1 (You stayed in a high-risk zone.) · Counted from · Fact",
            ),
            ("grounds.0.when.!.0", "Ground 1 (You stayed in a high-risk zone.) · Condition"),
            ("grounds.9.phases.1.days", "Ground 10 · Phase 2 · Days"),
            (
                "cases.0.facts.contacts.close.last_contact_at",
                "Test case 1 (Nothing is known of somebody) · Facts"
                " · Close contact: when the last contact was",
            ),
            (
                "cases.0.facts.nothing",
                "Test case 1 (Nothing is known of somebody) · Facts · nothing",
            ),
        ],
    )
    def test_is_said_from_the_outside_in(self, written: str, said: str) -> None:
        with translation.override("en"):
            assert wording.path(written, FIRST) == said

    def test_is_said_in_the_language_of_the_page(self) -> None:
        with translation.override("zh-hans"):
            said = wording.path("grounds.0.phases.0.days", FIRST)

        assert said == "事由1（您曾在高风险区停留。） · 第1阶段 · 天数"

    @pytest.mark.parametrize("document", [None, [], {"grounds": 7}, {"grounds": [[]]}])
    def test_is_said_of_whatever_is_no_rule_set(self, document: object) -> None:
        with translation.override("en"):
            assert wording.path("grounds.0.key", document) == "Ground 1 · Key"
