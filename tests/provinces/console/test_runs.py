"""The recomputes of a province."""

from __future__ import annotations

from datetime import timedelta

from provinces.accounts.models import User
from provinces.status import runs, services
from provinces.status.models import Run
from tests import cast
from tests.factories import road
from tests.pages import address, reader, words

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
