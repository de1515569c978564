"""Zones on a map: drawn, revised, lifted, looked over, and their history."""

from __future__ import annotations

from typing import Any

from provinces.citizens.models import Citizen
from provinces.zones import services
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import zones


def a_zone_in_force(_citizen: Citizen) -> dict[str, Any]:
    """A zone in the county 110101, in force."""
    return {"version": zones.in_force().pk}


def a_zone_on_it(citizen: Citizen) -> dict[str, Any]:
    """A zone in the county 110101, in force, that the page does not name."""
    a_zone_in_force(citizen)
    return {}


def a_list(_citizen: Citizen) -> dict[str, Any]:
    """A list that somebody brought, and that awaits a signature."""
    spell = services.Spell(2, "110101", "福鼎家园", "high", "2026-11-12", "2026-11-14")
    zones.draft()
    by = zones.official("epidemiologist", unit="who brings lists")
    brought = services.import_divisions([spell], source="a list", by=by, now=NOW)
    assert brought.awaiting is not None
    return {"listed": brought.awaiting.pk}


def no_list(_citizen: Citizen) -> dict[str, Any]:
    return {"listed": 999_999}


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
    row("console:division-lists", "GET", "sign-in sign-in 403      200      200      403     403"),
    row("console:division-lists", "POST", "sign-in sign-in 403     200      200      403     403",
        without="reviewer"),
    row("console:division-list", "GET", "sign-in sign-in  403      200      200      403     403",
        about=a_list),
    row("console:division-list", "GET", "sign-in sign-in  403      404      404      403     403",
        about=no_list),
    row("console:division-list-sign", "POST", "sign-in sign-in 403 302      302      403     403",
        about=a_list, role="reviewer"),
    row("console:division-list-refuse", "POST", "sign-in sign-in 403 302    302      403     403",
        about=a_list, role="reviewer", reason="no"),
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
