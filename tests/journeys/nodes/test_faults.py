"""The network loses and repeats, nodes are killed, a province is cut off: then all agree again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import pytest

from tests.journeys.nodes import story
from tests.journeys.nodes.doors import Fault
from tests.journeys.nodes.network import BEIJING, HEBEI, TIANJIN, Deed, Network, until
from tests.journeys.nodes.ranking import NOTHING

pytestmark = pytest.mark.battery

# Of the requests, so many suffer each of the faults.
SHARES = {
    Fault.REQUEST_LOST: 0.03,
    Fault.ANSWER_LOST: 0.03,
    Fault.ANSWER_CUT_OFF: 0.03,
    Fault.TWICE: 0.1,
    Fault.HELD_UP: 0.1,
}
# A request that arrives twice is refused the second time, by name.
BLAMELESS = {"replayed-request"}
# During the day that is cut off, each node is looked at as often as that, at the least.
FEWEST_LOOKS = 20
# Signed requests and declarations count if made within five minutes; the clocks are nearly as far
# apart.
A_DAY_LATER = {BEIJING: "+25h", TIANJIN: "+1502m", HEBEI: "+1504m"}


class TestFaults:
    def test_lose_nothing_and_leave_one_map(self, network: Network) -> None:
        with ExitStack() as stack:
            for door in network.doors.values():
                stack.enter_context(door.faulty(SHARES))
            zone = story.declared(network, aside=0.02)
            story.accepted(network, zone, hurry=True)
            until(partial(every_fault_made, network), "every kind of fault was made")

        assert story.settled(network)
        assert accused(network) <= BLAMELESS


class TestKilled:
    @pytest.mark.parametrize(
        ("victim", "aside"),
        [
            pytest.param(r"-m celery .* worker", -0.015, id="worker"),
            pytest.param(r"bin/postgres -D", -0.03, id="database"),
        ],
    )
    def test_in_mid_batch_takes_up_where_it_was(
        self, network: Network, victim: str, aside: float
    ) -> None:
        network.stop(TIANJIN)  # so that it is Beijing that asks
        with network.doors[HEBEI].holding("/blob") as asked:
            zone = story.declared(network, aside=aside)
            until(asked.is_set, "Beijing is in the middle of a batch")
            assert network.kill(BEIJING, victim)
        network.stop(BEIJING)
        network.start_engines(BEIJING)
        network.serve(BEIJING, TIANJIN)
        story.accepted(network, zone, hurry=True)

        assert story.settled(network)
        assert accused(network) <= BLAMELESS


class TestCutOffForADay:
    @pytest.fixture
    def network(self, network: Network) -> Iterator[Network]:
        """The nodes, whose clocks are together again afterwards, at the furthest of them."""
        yield network
        network.stop()
        network.move_clocks(dict.fromkeys(A_DAY_LATER, A_DAY_LATER[HEBEI]))

    def test_worsens_nobody_and_leaves_one_map(self, network: Network) -> None:
        held = story.declared(network, aside=0.05)
        story.accepted(network, held)
        person = network.do(BEIJING, "stay", reference=held, area="110112")
        story.decided(network, person)
        story.settled(network)
        before = ranks(network)
        network.stop()
        network.move_clocks(A_DAY_LATER)
        with watched(network) as watches:
            with network.doors[HEBEI].closed():
                network.serve(BEIJING, TIANJIN)
                network.serve(HEBEI, alone=True)
                zone = story.declared(network, aside=0.035)
                for slug in network.nodes:
                    until(partial(network.do, slug, "has_run_today"), f"a night in {slug}")
                until(partial(network.agreed, BEIJING, TIANJIN), "the other two agree meanwhile")
                after = ranks(network)
                network.stop(HEBEI)
            network.serve(HEBEI)
            story.settled(network)
            story.accepted(network, zone, hurry=True)
            assert story.settled(network)
            outcome = ranks(network)
        looks, changes = seen(watches)

        assert before[BEIJING, person]["source"] == HEBEI
        assert worsened(before, after) == []
        assert min(looks.values()) >= FEWEST_LOOKS
        assert (BEIJING, person) in {(slug, change["person"]) for slug, change in changes}
        assert worse_meanwhile(before, outcome, changes) == []
        assert accused(network) <= BLAMELESS


def every_fault_made(network: Network) -> bool:
    """Tell whether every kind of fault was made at some door, after all have visited all."""
    story.visited(network)
    return {fault for door in network.doors.values() for fault in door.made} == set(Fault)


def accused(network: Network) -> set[str]:
    """Return what the peers are said to have done wrong, none of which did anything."""
    told = [network.federation(slug, "status", is_well=False) for slug in network.nodes]
    found = {str(each["code"]) for status in told for each in status["refusals"]}
    return found | {"fork" for status in told if status["forks"]}


@contextmanager
def watched(network: Network) -> Iterator[dict[str, Deed]]:
    """Watch everybody's status on every node until the end of the block."""
    with ExitStack() as stack:
        yield {
            slug: stack.enter_context(network.going_on(slug, "watching")) for slug in network.nodes
        }


def seen(watches: dict[str, Deed]) -> tuple[dict[str, int], list[tuple[str, dict[str, Any]]]]:
    """Return how often each node was looked at, and what had changed between two looks."""
    looks = {slug: int(watch.told[0]["looks"]) for slug, watch in watches.items()}
    return looks, [(slug, each) for slug, watch in watches.items() for each in watch.told[1:]]


def worse_meanwhile(
    before: dict[tuple[str, str], dict[str, Any]],
    outcome: dict[tuple[str, str], dict[str, Any]],
    changes: Iterable[tuple[str, dict[str, Any]]],
) -> list[tuple[str, dict[str, Any]]]:
    """Return what was ever worse than all that was so before, or came of it when all was known.

    What rose by another province's word must be that province's word in the end as well: else it
    was what was missing, or late, that made it worse.
    """
    found = []
    for slug, change in changes:
        first = before.get((slug, change["person"]), NOTHING)
        last = outcome.get((slug, change["person"]), NOTHING)
        rose = change["rank"] > first["rank"] and change["source"] != slug
        if change["rank"] > max(first["rank"], last["rank"]) or (
            rose and change["source"] != last["source"]
        ):
            found.append((slug, change))
    return found


def ranks(network: Network) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rank of everybody about whom something holds, in each province."""
    return {
        (slug, person): held
        for slug in network.nodes
        for person, held in network.do(slug, "ranks").items()
    }


def worsened(
    before: dict[tuple[str, str], dict[str, Any]], after: dict[tuple[str, str], dict[str, Any]]
) -> list[tuple[str, str]]:
    """Return whose rank rose by what is not their own province's evidence."""
    return [
        (slug, person)
        for (slug, person), held in after.items()
        if held["rank"] > before.get((slug, person), {"rank": -1})["rank"]
        and held["source"] != slug
    ]
