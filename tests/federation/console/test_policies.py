"""A policy of entry goes from the office that drafts it to the one that signs, 48 hours ahead."""

from __future__ import annotations

from typing import Any

import pytest

from federation.borders.models import EntryPolicy, PolicyState
from provinces.accounts.models import User
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
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


def signed(by: User, digest: str = "") -> str:
    """Sign what was drafted as it is, or as it was when it had a digest."""
    read = digest or EntryPolicy.objects.get().digest
    return ordered(by, "desk:policy-sign", 1, read=read)


def edited(by: User, **changes: Any) -> Any:
    read = EntryPolicy.objects.get().digest
    said = {"do": "save", "in_force_from": LATER, "days": "30", "read": read, **RULE, **changes}
    return reader(by).post(address("desk:policy-edit", 1), said, follow=True)


def lasts_days() -> int:
    policy = EntryPolicy.objects.get()
    return (policy.until - policy.in_force_from).days


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

    @pytest.mark.parametrize("begins", ["9999-12-31T00:00", "0001-01-01T00:00", "0001-01-01"])
    def test_begins_at_no_end_of_the_calendar(self, drafter: User, begins: str) -> None:
        assert "for how many days: 1 to 90" in words(draft(drafter, begins))
        assert not EntryPolicy.objects.exists()


class TestEdit:
    def test_changes_the_draft_and_keeps_its_version(self, drafter: User) -> None:
        draft(drafter)

        said = words(edited(drafter, **{"rules.0.text_en": "Arrivals from abroad", "days": "20"}))

        assert "Rules of entry, version 1 Waits for a signature" in said
        assert "Arrivals from abroad May enter, under a condition" in said
        assert lasts_days() == 20

    def test_begins_with_what_was_drafted(self, drafter: User) -> None:
        draft(drafter)

        page = reader(drafter).get(address("desk:policy-edit", 1)).content.decode()

        assert "People who arrived from abroad" in page
        assert f'value="{LATER}"' in page

    def test_is_told_in_the_ledger(self, drafter: User) -> None:
        draft(drafter)
        edited(drafter, days="20")

        assert Entry.objects.filter(event=Event.POLICY_EDITED).count() == 1

    def test_loses_nothing_that_was_saved_meanwhile(self, drafter: User) -> None:
        draft(drafter)
        edited(drafter, days="20")

        said = words(edited(drafter, days="10", read="0" * 64))

        assert "The draft was edited in the meantime." in said
        assert lasts_days() == 20

    def test_shows_what_is_wrong_at_its_rule(self, drafter: User) -> None:
        draft(drafter)

        answer = edited(drafter, **{"rules.0.text_en": ""})

        assert "text_en is not a text of 1 to 300 characters" in words(answer)

    def test_is_the_drafters_alone(self, drafter: User) -> None:
        draft(drafter)

        assert edited(rulesets.drafter(unit="another office")).status_code == 403

    def test_ends_with_the_signature(self, drafter: User, signatory: User) -> None:
        draft(drafter)
        signed(signatory)

        assert edited(drafter).status_code == 403
        assert "Edit the draft" not in shown(drafter, "desk:policy", 1)

    def test_has_whoever_signs_read_it_again(self, drafter: User, signatory: User) -> None:
        draft(drafter)
        read = EntryPolicy.objects.get().digest
        edited(drafter, days="20")

        assert "The draft was edited in the meantime." in signed(signatory, read)
        assert state() == PolicyState.AWAITING


class TestSign:
    def test_publishes_it(self, drafter: User, signatory: User) -> None:
        draft(drafter)

        assert "Signed and published." in signed(signatory)
        assert state() == PolicyState.PUBLISHED
        assert "To come" in shown(signatory, "desk:policies")

    def test_is_too_late_for_what_asks_more(self, drafter: User, signatory: User) -> None:
        draft(drafter, SOON)

        assert "less than 48 hours from now" in signed(signatory)
        assert "That is too soon by now" in shown(signatory, "desk:policy", 1)
        assert state() == PolicyState.AWAITING

    def test_is_refused_to_the_drafter_in_another_office(self, drafter: User) -> None:
        draft(drafter)
        offices.office(
            drafter, areas.area("110000"), "high_reviewer", unit=rulesets.COMMAND, now=cast.NOW
        )

        assert "somebody else has to take the second" in signed(drafter)
        assert state() == PolicyState.AWAITING

    def test_is_refused_within_the_drafters_office(self, drafter: User) -> None:
        draft(drafter)
        colleague = rulesets.signatory(unit=rulesets.COMMISSION)

        assert "another office has to take" in signed(colleague)


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


class TestChinese:
    def test_says_what_is_wrong_with_a_rule(self, drafter: User) -> None:
        said = {"do": "save", "in_force_from": LATER, "days": "30", **RULE, "rules.0.text_en": ""}

        answer = reader(drafter, "zh-hans").post(address("desk:policy-draft"), said)

        assert "text_en 不是 1 至 300 个字符的文字" in words(answer)


class TestList:
    def test_takes_as_many_statements_however_many_versions(self, drafter: User) -> None:
        browser = reader(drafter)
        draft(drafter)
        browser.get(address("desk:policies"))
        few = statements.run_by(lambda: browser.get(address("desk:policies")))
        draft(drafter)

        many = statements.run_by(lambda: browser.get(address("desk:policies")))

        assert len(many) == len(few) <= 20
