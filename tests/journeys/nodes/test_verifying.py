"""`federation verify` on a node: whatever its owner tampers with is named, and nothing else."""

from __future__ import annotations

import pytest

from tests.journeys.nodes.network import HEBEI, Network, until

pytestmark = pytest.mark.battery


class TestVerify:
    def test_names_whatever_its_owner_tampers_with(self, network: Network) -> None:
        assert network.do(HEBEI, "crowd", people=260) > 256
        until(network.settled, "all agree")
        until(lambda: network.do(HEBEI, "is_cosigned"), "the feed is cosigned")
        network.stop(HEBEI)

        found = network.do(HEBEI, "tampered")

        assert found.pop("nothing") == []
        assert {name: faults for name, faults in found.items() if not faults} == {}

    def test_finds_nothing_where_nobody_tampers(self, network: Network) -> None:
        found = [network.federation(slug, "verify")["findings"] for slug in network.nodes]

        assert found == [[], [], []]

    def test_names_cosignatures_that_cannot_be_read(self, network: Network) -> None:
        until(lambda: network.do(HEBEI, "is_cosigned"), "the feed is cosigned")
        network.stop(HEBEI)

        found = network.do(HEBEI, "garbled")

        assert {name: faults for name, faults in found.items() if not faults} == {}
