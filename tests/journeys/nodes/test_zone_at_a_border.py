"""A zone of Hebei's spills into Beijing: offered, accepted, in force everywhere, and explained."""

from __future__ import annotations

import pytest

from tests.journeys.nodes import story
from tests.journeys.nodes.network import BEIJING, HEBEI, Network

# Three nodes with all their processes take minutes to set up, as long as a quarter of the suite.
pytestmark = pytest.mark.battery


class TestZoneAtABorder:
    def test_is_clipped_offered_accepted_and_explained_alike_everywhere(
        self, network: Network
    ) -> None:
        zone = story.declared(network)
        clipped = network.do(HEBEI, "in_force", reference=zone)
        offered = story.offered(network, zone)
        person = network.do(BEIJING, "stay", reference=zone, area="110112")
        before = network.do(BEIJING, "status", citizen=person)
        state = network.do(BEIJING, "accept", reference=zone)
        story.in_force(network, zone)
        after = story.decided(network, person)
        digest = story.settled(network)

        assert clipped["cells"] > 0 == clipped["in_beijing"]
        assert (offered["origin"], offered["state"]) == (HEBEI, "open")
        assert (before["status"], before["decisions"]) == ("green", 0)
        assert state == "accepted"
        assert after["decisions"] == 1
        assert [(each["source"], each["zone"]) for each in after["grounds"]] == [(HEBEI, zone)]
        explained = network.do(BEIJING, "explained", reference=zone)
        assert explained == {"decider": f"{HEBEI}/{zone} v1", "rule": "accepted"}
        told = {network.federation(slug, "status")["map"] for slug in network.nodes}
        assert told == {digest}
