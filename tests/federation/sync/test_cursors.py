"""Who is asked when, and by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.sync import pulling, queries, services
from federation.sync.models import Cursor
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from tests import cast
from tests.federation.sync.stories import Story, leaf, leaves

NOW = cast.NOW
LATER = NOW + timedelta(seconds=20)

pytestmark = pytest.mark.usefixtures("federated")


@pytest.fixture
def started(federated: None) -> None:
    services.start(["south", "east"], now=NOW)


@pytest.mark.usefixtures("started")
class TestClaim:
    def test_takes_on_the_logs_that_are_due(self) -> None:
        assert services.claim("south", now=NOW) == ("feed", "audit")

    def test_gives_them_to_nobody_else_for_a_while(self) -> None:
        services.claim("south", now=NOW)

        assert services.claim("south", now=LATER) == ()
        assert services.claim("south", now=NOW + timedelta(minutes=5)) == ("feed", "audit")
        assert services.claim("east", now=NOW) == ("feed", "audit")

    def test_takes_all_on_that_are_followed_when_told_to(self) -> None:
        services.claim("south", now=NOW)
        Cursor.objects.filter(peer="south", log="audit").update(state=Cursor.State.FORKED)

        assert services.claim("south", now=NOW, only_due=False) == ("feed",)

    def test_gives_an_audit_log_less_often(self, story: Story) -> None:
        pulling.pull("south", now=NOW, transport=story)

        assert services.claim("south", now=LATER) == ("feed",)
        assert services.claim("south", now=NOW + timedelta(minutes=1)) == ("audit",)

    def test_leaves_a_log_alone_that_was_refused_though_the_other_is_due(
        self, story: Story
    ) -> None:
        story.entries.append(leaf("north"))
        for seconds in (0, 20, 60):
            pulling.pull(
                "south", now=NOW + timedelta(seconds=seconds), transport=story, logs=["feed"]
            )

        assert services.claim("south", now=NOW + timedelta(seconds=100)) == ("audit",)


class TestFollowAgain:
    def forked(self, story: Story) -> list[bytes]:
        """Have the south tell two histories, and return the first."""
        story.entries += leaves("south", 5)
        pulling.pull("south", now=NOW, transport=story)
        first = list(story.entries)
        story.entries[3:] = leaves("south", 4, start=50)
        assert pulling.pull("south", now=LATER, transport=story).refused
        return first

    def follow_again(self) -> None:
        services.follow_again("south", by="operator", because="they restored it", now=LATER)

    def test_takes_up_the_history_that_is_known(self, story: Story) -> None:
        story.entries = [*self.forked(story), *leaves("south", 2, start=5)]

        self.follow_again()

        assert pulling.pull("south", now=LATER, transport=story).imported == 2
        assert Entry.objects.filter(event=Event.PEER_RESUMED).count() == 1

    def test_stops_at_once_where_the_peer_stands_by_the_other(self, story: Story) -> None:
        self.forked(story)

        self.follow_again()

        assert pulling.pull("south", now=LATER, transport=story).refused == ("rewritten-history",)
        assert queries.cursor("south", "feed").state == Cursor.State.FORKED
        assert len(queries.forks("south")) == 1

    def test_is_for_those_who_were_stopped(self, story: Story) -> None:
        pulling.pull("south", now=NOW, transport=story)

        with pytest.raises(services.NotForked):
            self.follow_again()
