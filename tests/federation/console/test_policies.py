"""A policy of entry goes from the office that drafts it to the one that signs, 48 hours ahead."""

from __future__ import annotations

from typing import Any

import pytest

from federation.borders.models import EntryPolicy, PolicyState
from provinces.accounts.models import User
from tests import cast, statements
from tests.factories import areas, offices, rulesets
from tests.federation.console.desks import ordered, shown
from tests.pages import address, reader, words

LATER, SOON = "2026-11-20T12:00", "2026-11-16T12:00"
RULE = {
    "rules.0.id": "from_abroad",
    "rules.0.text_zh": "从境外入境的人",
    "rules.0.text_en": "People who arrived from abroad",
    "rules.0.fact": "arrivals.overseas.entered_at",
    "rules.0.when": "",
    "rules.0.outcome": "allow_with_condition",
    "rules.0.conditions": "test_on_arrival",
}


@pytest.fixture
def drafter(north: object) -> User:
    return rulesets.drafter()


@pytest.fixture
def signatory(north: object) -> User:
    return rulesets.signatory()


def draft(by: User, begins: str = LATER, **changes: Any) -> Any:
    said = {"do": "save", "in_force_from": begins, "days": "30", **RULE, **changes}
    return reader(by).post(address("desk:policy-draft"), said, follow=True)


def state() -> str:
    return EntryPolicy.objects.get().state


class TestDraft:
    def test_waits_for_another_office(self, drafter: User) -> None:
        said = words(draft(drafter))

        assert "Rules of entry, version 1 Waits for a signature" in said
        assert "People who arrived from abroad May enter, under a condition" in said

    def test_shows_what_is_wrong_at_its_rule(self, drafter: User) -> None:
        answer = draft(drafter, **{"rules.0.text_en": ""})

        assert "text_en is not a text of 1 to 300 characters" in words(answer)
        assert 'href="#f-rules-0-text_en"' in answer.content.decode()
        assert not EntryPolicy.objects.exists()

    def test_gets_another_rule_by_a_button(self, drafter: User) -> None:
        answer = draft(drafter, do="add:rules")

        assert 'name="rules.1.id"' in answer.content.decode()
        assert not EntryPolicy.objects.exists()

    def test_says_that_it_lasts_90_days_at_most(self, drafter: User) -> None:
        assert "for how many days: 1 to 90" in words(draft(drafter, days="91"))


class TestSign:
    def test_publishes_it(self, drafter: User, signatory: User) -> None:
        draft(drafter)

        assert "Signed and published." in ordered(signatory, "desk:policy-sign", 1)
        assert state() == PolicyState.PUBLISHED
        assert "To come" in shown(signatory, "desk:policies")

    def test_is_too_late_for_what_asks_more(self, drafter: User, signatory: User) -> None:
        draft(drafter, SOON)

        assert "less than 48 hours from now" in ordered(signatory, "desk:policy-sign", 1)
        assert "That is too soon by now" in shown(signatory, "desk:policy", 1)
        assert state() == PolicyState.AWAITING

    def test_is_refused_to_the_drafter_in_another_office(self, drafter: User) -> None:
        draft(drafter)
        offices.office(
            drafter, areas.area("110000"), "high_reviewer", unit=rulesets.COMMAND, now=cast.NOW
        )

        assert "somebody else has to take the second" in ordered(drafter, "desk:policy-sign", 1)
        assert state() == PolicyState.AWAITING

    def test_is_refused_within_the_drafters_office(self, drafter: User) -> None:
        draft(drafter)
        colleague = rulesets.signatory(unit=rulesets.COMMISSION)

        assert "another office has to take" in ordered(colleague, "desk:policy-sign", 1)


class TestRefuse:
    def test_keeps_it_from_being_published(self, drafter: User, signatory: User) -> None:
        draft(drafter)

        said = ordered(signatory, "desk:policy-refuse", 1, reason="too strict")

        assert "Refused. It is not published." in said
        assert "too strict" in said
        assert state() == PolicyState.REFUSED

    def test_gives_its_reason(self, drafter: User, signatory: User) -> None:
        draft(drafter)

        assert "Say why" in ordered(signatory, "desk:policy-refuse", 1, reason=" ")
        assert state() == PolicyState.AWAITING


class TestList:
    def test_takes_as_many_statements_however_many_versions(self, drafter: User) -> None:
        browser = reader(drafter)
        draft(drafter)
        browser.get(address("desk:policies"))
        few = statements.run_by(lambda: browser.get(address("desk:policies")))
        draft(drafter)

        many = statements.run_by(lambda: browser.get(address("desk:policies")))

        assert len(many) == len(few) <= 20
