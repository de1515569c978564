"""What is told again and again: a zone over the border, accepted, in force, and all agree."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.journeys.nodes.network import BEIJING, HEBEI, Network, until


def declared(network: Network, *, aside: float = 0.0, radius_m: float = 500) -> str:
    """Have Hebei declare a zone over the border; return its reference."""
    return str(network.do(HEBEI, "declare", radius_m=radius_m, aside=aside)["reference"])


def offered(network: Network, zone: str, *, patience: float = 240) -> dict[str, Any]:
    """Wait until Beijing is offered its part of a zone; return what it knows of it."""
    found: dict[str, Any] = until(
        lambda: network.do(BEIJING, "offer", reference=zone),
        f"{zone} is offered to Beijing",
        patience=patience,
    )
    return found


def in_force(network: Network, zone: str, *, patience: float = 240) -> None:
    """Wait until a zone is in force beyond the border in all three provinces."""
    for slug in network.nodes:
        is_beyond = partial(_cells_beyond, network, slug, zone)
        until(is_beyond, f"{zone} is in force in {slug}", patience=patience)


def _cells_beyond(network: Network, slug: str, zone: str) -> int:
    return int(network.do(slug, "in_force", reference=zone)["in_beijing"])


def decided(network: Network, person: str) -> dict[str, Any]:
    """Wait until somebody of Beijing has been decided on; return their status."""

    def seen() -> dict[str, Any] | None:
        found: dict[str, Any] = network.do(BEIJING, "status", citizen=person)
        return found if found["decisions"] else None

    return until(seen, f"{person} is decided on")


def settled(network: Network) -> str:
    """Have everybody read everybody now; wait until all hold all feeds, and one map."""

    def seen() -> str | None:
        for slug in network.nodes:
            network.federation(slug, "sync", is_well=False)
        return network.settled()

    return until(seen, "everybody holds everything, and all maps agree")
