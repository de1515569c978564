"""What is told again and again: a zone over the border, accepted, in force, and all agree.

Nodes visit one another by themselves; where a bad network has them wait longer each time, a test
has them `hurry`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.journeys.nodes.network import BEIJING, HEBEI, Network, until


def declared(network: Network, *, aside: float = 0.0, radius_m: float = 500) -> str:
    """Have Hebei declare a zone over the border; return its reference."""
    return str(network.do(HEBEI, "declare", radius_m=radius_m, aside=aside)["reference"])


def accepted(network: Network, zone: str, *, hurry: bool = False) -> None:
    """Have Beijing accept its part of a zone as soon as it is offered; wait until all know."""
    offered(network, zone, hurry=hurry)
    assert network.do(BEIJING, "accept", reference=zone) == "accepted"
    in_force(network, zone, hurry=hurry)


def offered(network: Network, zone: str, *, hurry: bool = False) -> dict[str, Any]:
    """Wait until Beijing is offered its part of a zone; return what it knows of it."""

    def seen() -> dict[str, Any] | None:
        _visit(network, BEIJING, hurry=hurry)
        found: dict[str, Any] | None = network.do(BEIJING, "offer", reference=zone)
        return found

    return until(seen, f"{zone} is offered to Beijing")


def in_force(network: Network, zone: str, *, hurry: bool = False) -> None:
    """Wait until a zone is in force beyond the border in all three provinces."""
    for slug in network.nodes:
        is_beyond = partial(_cells_beyond, network, slug, zone, hurry=hurry)
        until(is_beyond, f"{zone} is in force in {slug}")


def _cells_beyond(network: Network, slug: str, zone: str, *, hurry: bool) -> int:
    _visit(network, slug, hurry=hurry)
    return int(network.do(slug, "in_force", reference=zone)["in_beijing"])


def _visit(network: Network, slug: str, *, hurry: bool) -> None:
    if hurry:
        network.federation(slug, "sync", is_well=False)


def decided(network: Network, person: str) -> dict[str, Any]:
    """Wait until somebody of Beijing has been decided on; return their status."""

    def seen() -> dict[str, Any] | None:
        found: dict[str, Any] = network.do(BEIJING, "status", citizen=person)
        return found if found["decisions"] else None

    return until(seen, f"{person} is decided on")


def settled(network: Network) -> str:
    """Have everybody read everybody now; wait until all hold all feeds, and one map."""

    def seen() -> str | None:
        visited(network)
        return network.settled()

    return until(seen, "everybody holds everything, and all maps agree")


def visited(network: Network) -> None:
    """Have everybody visit everybody now, as far as they are reached."""
    for slug in network.nodes:
        _visit(network, slug, hurry=True)
