"""Drafts are tried on everybody for whoever asks, once, and what was found stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from provinces.accounts.models import User
from provinces.ledger import queries as ledger
from provinces.rules import gate
from provinces.rules import services as rules
from provinces.rules.models import Draft
from provinces.status import pipeline, runs, tasks, trials
from provinces.status.models import Run, Trial
from tests import cast
from tests.factories import citizens, road, rulesets

NOW = cast.NOW
HOUR = timedelta(hours=1)
CROWD = 12


@pytest.fixture
def drafter(north: object) -> User:
    return rulesets.drafter()


@pytest.fixture
def draft(drafter: User) -> Draft:
    """A draft by which who stayed in a zone of high risk is held for a day instead of seven."""
    return rules.draft(rulesets.lasting(1, version="2026-2"), by=drafter, now=NOW)


def crowd() -> None:
    """Let some people be held since three days ago."""
    road.first_ruleset()
    road.zone()
    for _ in range(CROWD):
        road.stay(citizens.citizen(), at=NOW - timedelta(days=3))
    pipeline.drain(now=NOW)


class TestAsk:
    def test_is_recorded(self, draft: Draft, drafter: User) -> None:
        asked = trials.ask(draft, by=drafter, now=NOW)

        payload = ledger.about(draft)[0]
        assert payload.entry.event == "ruleset.tried"
        assert payload.body["digest"] == asked.digest

    def test_asks_once_for_one_document(self, draft: Draft, drafter: User) -> None:
        first = trials.ask(draft, by=drafter, now=NOW)

        assert trials.ask(draft, by=rulesets.signatory(), now=NOW) == first

    def test_is_for_those_who_draft_and_sign_for_the_province(
        self, draft: Draft, ada: User
    ) -> None:
        with pytest.raises(rules.NotAllowed):
            trials.ask(draft, by=ada, now=NOW)

    def test_wants_a_draft_that_passes(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter, cases=[])

        with pytest.raises(gate.Refused):
            trials.ask(draft, by=drafter, now=NOW)


class TestWork:
    def test_finds_whose_status_would_be_another_one(self, draft: Draft, drafter: User) -> None:
        crowd()
        asked = trials.ask(draft, by=drafter, now=NOW)

        done = trials.work(asked.pk, now=NOW)

        assert done is not None
        assert done.state == Trial.State.DONE
        assert done.shown["flips"] == [{"from": "red", "to": "green", "count": CROWD}]
        assert trials.done(draft) == done

    def test_is_done_by_one_alone(self, draft: Draft, drafter: User) -> None:
        asked = trials.ask(draft, by=drafter, now=NOW)
        Trial.objects.filter(pk=asked.pk).update(leased_until=NOW + HOUR)

        assert trials.work(asked.pk, now=NOW) is None

    def test_is_taken_up_again_when_a_worker_died(self, draft: Draft, drafter: User) -> None:
        asked = trials.ask(draft, by=drafter, now=NOW)
        Trial.objects.filter(pk=asked.pk).update(leased_until=NOW)

        assert list(trials.waiting(NOW)) == [asked]

    def test_finds_nothing_of_what_was_edited_meanwhile(self, draft: Draft, drafter: User) -> None:
        asked = trials.ask(draft, by=drafter, now=NOW)
        rules.edit(draft, rulesets.lasting(2, version="2026-2"), by=drafter, now=NOW)

        found = trials.work(asked.pk, now=NOW)

        assert found is not None
        assert (found.state, found.trouble, found.shown) == ("failed", trials.EDITED, {})

    def test_says_that_a_later_run_was_published(self, draft: Draft, drafter: User) -> None:
        road.first_ruleset()
        runs.work(runs.start(runs.Plan(NOW, Run.Kind.FULL), now=NOW))
        asked = trials.ask(draft, by=drafter, now=NOW)

        found = trials.work(asked.pk, now=NOW - HOUR)

        assert found is not None
        assert found.trouble == trials.PAST


class TestDone:
    def test_is_nothing_once_the_draft_is_another(self, draft: Draft, drafter: User) -> None:
        trials.work(trials.ask(draft, by=drafter, now=NOW).pk, now=NOW)
        edited = rules.edit(draft, rulesets.lasting(2, version="2026-2"), by=drafter, now=NOW)

        assert trials.done(edited) is None
        assert trials.latest(edited) is not None

    def test_stays_as_it_was_found(self, draft: Draft, drafter: User) -> None:
        found = trials.work(trials.ask(draft, by=drafter, now=NOW).pk, now=NOW)
        assert found is not None

        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            Trial.objects.filter(pk=found.pk).update(shown={})


class TestTask:
    def test_does_what_was_asked(
        self, draft: Draft, drafter: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
        asked = trials.ask(draft, by=drafter, now=NOW)
        arguments: dict[str, Any] = {"trial": asked.pk}

        tasks.try_draft(cast.NORTH, **arguments)

        asked.refresh_from_db()
        assert asked.state == Trial.State.DONE
