"""Meeting a peer."""

from __future__ import annotations

from typing import Any

import pytest

from federation.peers import queries as peers
from federation.sync import trusting
from federation.sync.fetching import Remote, Unreachable
from federation.sync.violations import Violated, Violation
from tests import cast
from tests.federation.sync.stories import Story

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("federated")


def meet(story: Story, **told: Any) -> int:
    story.documents[""] = {"province": "south", "versions": [1], "membership": 2, **told}
    return trusting.meet(Remote("south", story), now=NOW)


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
