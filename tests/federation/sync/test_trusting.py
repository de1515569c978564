"""Meeting a peer."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from federation.peers import documents
from federation.peers import queries as peers
from federation.peers import services as membership
from federation.peers.documents import Document
from federation.sync import trusting
from federation.sync.fetching import Remote, Unreachable
from federation.sync.violations import Violated, Violation
from provinces.tenancy.keys import KeyRole
from tests import cast
from tests.factories import federations
from tests.federation.peers import founding
from tests.federation.sync.stories import Story

NOW = cast.NOW
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("federated")


def meet(story: Story, *, now: datetime = NOW, **told: Any) -> int:
    story.documents[""] = {"province": "south", "versions": [1], "membership": 2, **told}
    return trusting.meet(Remote("south", story), now=now)


class TestMeet:
    def test_notes_which_version_is_spoken(self, story: Story) -> None:
        assert meet(story, versions=[1, 7]) == 0

        peer = peers.peers().get(pk="south")
        assert (peer.version_spoken, peer.last_heard_at) == (1, NOW)

    @pytest.mark.parametrize("versions", [[], [3], "1", None])
    def test_needs_a_version_in_common(self, story: Story, versions: Any) -> None:
        with pytest.raises(Unreachable, match="south"):
            meet(story, versions=versions)

    @pytest.mark.parametrize("membership", [None, "9", 0, 1, 2])
    def test_minds_no_membership_that_is_not_newer(self, story: Story, membership: Any) -> None:
        assert meet(story, membership=membership) == 0

    def test_refuses_a_membership_that_the_threshold_has_not_signed(self, story: Story) -> None:
        story.documents["v1/membership/3"] = {"signed": {}, "signatures": []}

        with pytest.raises(Violated, match=Violation.BAD_SIGNATURE):
            meet(story, membership=3)

        assert peers.membership_version() == 2

    def test_asks_again_for_a_membership_that_is_not_there(self, story: Story) -> None:
        with pytest.raises(Unreachable, match="404"):
            meet(story, membership=3)


@pytest.fixture
def versions(story: Story) -> list[Document]:
    """Versions 3 to 5 of the membership, served by the south; the first two last for 90 days."""
    made, before = [], peers.held()
    assert before is not None
    for version, days in ((3, 90), (4, 90), (5, 300)):
        document = documents.compose(
            before.federation,
            version=version,
            expires=NOW + days * DAY,
            members=before.members,
        )
        before = founding.forced(document, federations.HOSTED)
        story.documents[f"v1/membership/{version}"] = json.loads(before.to_bytes())
        made.append(before)
    return made


def held() -> list[int]:
    return [row.version for row, _ in peers.memberships()]


@pytest.mark.usefixtures("versions")
class TestAway:
    """A member that comes back when versions between its own and the present are over."""

    def test_follows_through_them(self, story: Story) -> None:
        assert meet(story, now=NOW + 200 * DAY, membership=5) == 3

        assert held() == [1, 2, 3, 4, 5]

    def test_takes_nothing_where_all_of_them_are_over(self, story: Story) -> None:
        assert meet(story, now=NOW + 301 * DAY, membership=5) == 0

        assert held() == [1, 2]

    def test_takes_no_expired_one_in_the_place_of_one_in_force(self, story: Story) -> None:
        assert meet(story, now=NOW + 100 * DAY, membership=4) == 0

        assert held() == [1, 2]
        assert peers.verifiers("south", KeyRole.LEDGER, NOW + 100 * DAY)

    def test_takes_what_is_in_force_before_one_that_is_not_signed(self, story: Story) -> None:
        story.documents["v1/membership/5"] = {"signed": {}, "signatures": []}

        with pytest.raises(Violated, match=Violation.BAD_SIGNATURE):
            meet(story, membership=5)

        assert held() == [1, 2, 3, 4]

    def test_takes_what_is_in_force_before_one_that_is_withheld(self, story: Story) -> None:
        del story.documents["v1/membership/5"]

        with pytest.raises(Unreachable, match="404"):
            meet(story, membership=5)

        assert held() == [1, 2, 3, 4]

    def test_is_led_past_no_version_that_the_threshold_has_not_signed(self, story: Story) -> None:
        told = story.documents["v1/membership/4"]
        told["signatures"] = told["signatures"][:1]

        with pytest.raises(Violated, match="below-previous-threshold"):
            meet(story, now=NOW + 200 * DAY, membership=5)

        assert held() == [1, 2]

    def test_goes_no_further_at_once_than_it_can_hold(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(trusting, "MOST_VERSIONS", 1)

        assert meet(story, membership=10**12) == 1

        assert held() == [1, 2, 3]

    def test_finds_another_worker_to_have_followed_already(
        self, story: Story, versions: list[Document]
    ) -> None:
        *passed, last = versions
        membership.take(last, now=NOW + 200 * DAY, through=passed)

        assert meet(story, now=NOW + 200 * DAY, membership=5) == 0
