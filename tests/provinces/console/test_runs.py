"""The recomputes of a province."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.status import runs, services
from provinces.status.models import Run
from tests import cast
from tests.client import confirm
from tests.factories import changes, oversight, road
from tests.pages import address, reader, words
from tests.provinces.status import trouble

ERROR = r"\w+ P0001 in provinces\.status\.\w+\.\w+:\d+"
EARLIER = cast.NOW - timedelta(hours=12)


def shown(user: User) -> str:
    return words(reader(user).get(address("console:runs")))


class TestRuns:
    def test_says_that_there_was_none(self, ada: User) -> None:
        said = shown(ada)

        assert "Each time that statuses were worked out anew, the latest first" in said
        assert "No recompute has been started yet." in said

    def test_lists_them_with_what_became_of_each(self, ada: User) -> None:
        road.first_ruleset()
        runs.work(runs.start(runs.Plan(EARLIER, Run.Kind.NIGHTLY), now=EARLIER))
        services.abandon(runs.start(runs.Plan(cast.NOW), now=cast.NOW), now=cast.NOW)

        said = shown(ada)

        assert "15 Nov 2026, 12:00 By hand Abandoned 2026-1 0 seconds –" in said
        assert "15 Nov 2026, 00:00 Nightly Published 2026-1 12 h 0 min 0" in said

    def test_shows_how_far_the_running_one_is(self, ada: User) -> None:
        runs.start(runs.Plan(cast.NOW, shards=4), now=cast.NOW)

        assert "0 of 4 parts done (0%)" in shown(ada)


class TestTroubles:
    def test_are_told_with_the_error_and_its_place(self, ada: User) -> None:
        run = troubled(tries=1)

        said = shown(ada)

        assert "Deciding about citizens, part 1: tried 1 time. It is tried again in" in said
        assert re.search(ERROR, said)
        assert "a disk gave out" not in said
        assert "Failing" not in said
        assert run.state == Run.State.RUNNING

    def test_have_the_run_fail_plainly_after_three_tries(self, ada: User) -> None:
        troubled(tries=3)

        said = shown(ada)

        assert "Failing A part was tried three times or more, and is not done." in said
        assert "part 1: tried 3 times." in said
        assert "By hand Failing" in said

    def test_are_on_the_desk_of_whoever_watches_runs(self, ada: User) -> None:
        troubled(tries=3)

        said = words(reader(ada).get(address("console:home")))
        clerks = words(
            reader(oversight.official("desk_clerk", unit="desk")).get(address("console:home"))
        )

        assert "Failing A part was tried three times" in said
        assert re.search(ERROR, said)
        assert not re.search(ERROR, clerks)

    def test_are_told_in_chinese(self, ada: User) -> None:
        troubled(tries=3)

        said = words(reader(ada, "zh-hans").get(address("console:runs")))

        assert "持续出错" in said
        assert "A part was tried" not in said


class TestActs:
    @pytest.fixture
    def admin(self, north: object) -> User:
        return changes.granter()

    def test_are_for_whoever_may_start_runs_in_the_whole_province(
        self, ada: User, admin: User
    ) -> None:
        idle = shown(admin)
        runs.start(runs.Plan(cast.NOW), now=cast.NOW)

        assert "Give it up" not in idle
        assert "Go on with it Give it up and start afresh" in shown(admin)
        assert "Give it up" not in shown(ada)
        assert "Give it up" not in shown(changes.granter("of a city", "110100"))

    def test_go_on(self, admin: User) -> None:
        run = troubled(tries=3)

        answer = reader(admin).post(address("console:run-go-on", run.pk), follow=True)

        assert "Workers have been told to go on." in words(answer)
        assert runs.lease(run) is not None

    def test_give_up(self, admin: User) -> None:
        run = runs.start(runs.Plan(cast.NOW), now=cast.NOW)

        answer = reader(admin).post(address("console:run-give-up", run.pk), follow=True)

        assert "Given up. Nobody's status changed by it" in words(answer)
        assert "By hand Abandoned" in words(answer)

    def test_come_after_confirming_who_one_is(self, admin: User) -> None:
        run = runs.start(runs.Plan(cast.NOW), now=cast.NOW)
        browser = reader(admin)
        confirm(browser, admin, at=time.time() - 3600)

        asked = browser.post(address("console:run-give-up", run.pk))

        assert asked["Location"].startswith(address("account_reauthenticate"))
        run.refresh_from_db()
        assert run.state == Run.State.RUNNING

    @pytest.mark.parametrize("act", ["go-on", "give-up"])
    def test_say_that_it_is_over(self, admin: User, act: str) -> None:
        run = runs.work(runs.start(runs.Plan(EARLIER), now=EARLIER))

        answer = reader(admin).post(address(f"console:run-{act}", run.pk), follow=True)

        assert "This recompute has come to its end meanwhile." in words(answer)


def troubled(*, tries: int) -> Run:
    """Return a run of which a part failed so often."""
    person = trouble.crowd(1)[0]
    run = runs.start(runs.Plan(cast.NOW, shards=1), now=cast.NOW)
    with trouble.poisoned(person):
        for _ in range(tries):
            trouble.leases_run_out()
            trouble.fails(run)
    return run
