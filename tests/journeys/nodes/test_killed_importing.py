"""An import that is killed between the first and the last statement of its transaction.

The importing process is a real one, held at a point in its transaction by a lock on the last table
that an import writes to, which somebody else has taken on the database.
"""

from __future__ import annotations

import pytest

from tests.journeys.nodes import story
from tests.journeys.nodes.network import BEIJING, HEBEI, Network, until
from tests.journeys.nodes.test_faults import BLAMELESS, accused

pytestmark = pytest.mark.battery

# What an import writes to first, and where it is held: it records what it did at its end.
WRITTEN, HELD = "sync_imported", "ledger_entry"
SYNC = ("manage.py", "federation", "sync", "--province", BEIJING)


class TestKilledInsideTheTransaction:
    @pytest.mark.parametrize(
        ("victim", "aside"),
        [
            pytest.param(r"manage\.py federation sync", 0.008, id="process"),
            pytest.param(r"bin/postgres -D", -0.008, id="database"),
        ],
    )
    def test_leaves_nothing_half_imported_and_goes_on(
        self, network: Network, victim: str, aside: float
    ) -> None:
        story.settled(network)
        network.stop(BEIJING)  # so that nobody imports but the process that is killed
        before = network.do(BEIJING, "imported", peer=HEBEI)
        zone = story.declared(network, aside=aside)
        until(
            lambda: network.do(HEBEI, "feed")[HEBEI]["size"] > before["cursor"], "Hebei has sealed"
        )

        with network.going_on(BEIJING, "holding", table=HELD):
            importing = network.started(BEIJING, *SYNC)
            until(
                lambda: network.do(BEIJING, "writers", table=WRITTEN) == ["waits"],
                "the import is in the middle of its transaction",
            )
            assert network.kill(BEIJING, victim)
            importing.communicate()
        network.start_engines(BEIJING)
        until(
            lambda: network.do(BEIJING, "writers", table=WRITTEN) == [],
            "the transaction is over",
        )
        after = network.do(BEIJING, "imported", peer=HEBEI)
        network.serve(BEIJING)
        story.accepted(network, zone, hurry=True)

        assert importing.returncode
        assert after == before
        assert story.settled(network)
        assert network.do(BEIJING, "imported", peer=HEBEI)["cursor"] > before["cursor"]
        assert network.federation(BEIJING, "verify")["findings"] == []
        assert accused(network) <= BLAMELESS
