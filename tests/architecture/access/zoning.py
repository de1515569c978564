"""Zones on a map: drawn, revised, lifted, looked over, and their history."""

from __future__ import annotations

from typing import Any

from provinces.citizens.models import Citizen
from tests.architecture.access.rows import row
from tests.factories import zones


def a_zone_in_force(_citizen: Citizen) -> dict[str, Any]:
    """A zone in the county 110101, in force."""
    return {"version": zones.in_force().pk}


def a_zone_on_it(citizen: Citizen) -> dict[str, Any]:
    """A zone in the county 110101, in force, that the page does not name."""
    a_zone_in_force(citizen)
    return {}


def no_zone(_citizen: Citizen) -> dict[str, Any]:
    return {"version": 999_999}


# fmt: off
ROWS = [
    #                                  anonymous foreigner powerless stranger official citizen other
    row("console:zone-map", "GET",     "sign-in  sign-in  403      200      200      403     403"),
    row("console:zone-map", "GET",     "sign-in  sign-in  403      200      200      403     403",
        about=a_zone_on_it, query="?waiting=on&level=3"),
    row("console:zone-ground", "GET",  "sign-in  sign-in  403      200      200      403     403"),
    row("console:zone-declare", "GET", "sign-in  sign-in  403      200      200      403     403",
        without="reviewer"),
    row("console:zone-declare", "POST", "sign-in sign-in  403      200      200      403     403",
        without="reviewer", level="3"),
    row("console:zone-revise", "GET",  "sign-in  sign-in  403      404      200      403     403",
        about=a_zone_in_force, without="reviewer"),
    row("console:zone-revise", "GET",  "sign-in  sign-in  403      404      404      403     403",
        about=no_zone, without="reviewer"),
    row("console:zone-revise", "POST", "sign-in  sign-in  403      404      200      403     403",
        about=a_zone_in_force, without="reviewer", level="3"),
    row("console:zone-lift", "GET",    "sign-in  sign-in  403      404      200      403     403",
        about=a_zone_in_force),
    row("console:zone-lift", "GET",    "sign-in  sign-in  403      404      404      403     403",
        about=no_zone),
    row("console:zone-lift", "POST",   "sign-in  sign-in  403      404      200      403     403",
        about=a_zone_in_force),
    row("console:zone-history", "GET", "sign-in  sign-in  403      404      200      403     403",
        about=a_zone_in_force),
    row("console:zone-history", "GET", "sign-in  sign-in  403      404      404      403     403",
        about=no_zone),
]
# fmt: on
