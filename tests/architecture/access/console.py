"""Officials' pages."""

from __future__ import annotations

from typing import Any

from provinces.citizens.models import Citizen
from provinces.status import runs
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import venues, zones


def a_zone(_citizen: Citizen) -> dict[str, Any]:
    """A zone in the county 110101, awaiting its second signature."""
    return {"version": zones.declared().pk}


def no_zone(_citizen: Citizen) -> dict[str, Any]:
    return {"version": 999_999}


def a_venue(_citizen: Citizen) -> dict[str, Any]:
    """A venue in the county 110101."""
    return {"reference": venues.venue()[0].reference}


def no_venue(_citizen: Citizen) -> dict[str, Any]:
    return {"reference": "2222"}


def a_run(_citizen: Citizen) -> dict[str, Any]:
    """A recompute in progress."""
    return {"run": runs.start(runs.Plan(NOW), now=NOW).pk}


def no_run(_citizen: Citizen) -> dict[str, Any]:
    return {"run": 999_999}


# Runs are of the whole province.
RUNNERS = {"role": "administrator", "seat": "110000"}
# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("console:home", "GET",        "sign-in  sign-in  200      200      200      403     403"),
    row("console:zones", "GET",       "sign-in  sign-in  403      200      200      403     403"),
    row("console:zone", "GET",        "sign-in  sign-in  403      404      200      403     403",
        about=a_zone),
    row("console:zone", "GET",        "sign-in  sign-in  403      404      404      403     403",
        about=no_zone),
    row("console:sign", "POST",       "sign-in  sign-in  403      404      302      403     403",
        about=a_zone, role="high_reviewer", without="epidemiologist"),
    row("console:sign", "POST",       "sign-in  sign-in  403      404      404      403     403",
        about=no_zone, role="high_reviewer", without="epidemiologist"),
    row("console:refuse", "POST",     "sign-in  sign-in  403      404      302      403     403",
        about=a_zone, role="high_reviewer", without="epidemiologist", reason="too large"),
    row("console:orders", "GET",      "sign-in  sign-in  403      200      200      403     403",
        role="order_checker"),
    # Whose pass it is does not matter: out of reach is answered like nobody's, on the page.
    row("console:orders", "POST",     "sign-in  sign-in  403      200      200      403     403",
        role="order_checker", said="7K2Q-M4XP-9RTB", purpose="order_visit"),
    row("console:venues", "GET",      "sign-in  sign-in  403      200      200      403     403",
        role="venue_registrar"),
    row("console:venue-register", "GET", "sign-in sign-in 403     200      200      403     403",
        role="venue_registrar"),
    row("console:venue-register", "POST", "sign-in sign-in 403    200      200      403     403",
        role="venue_registrar", name_en="Market"),
    row("console:venue", "GET",       "sign-in  sign-in  403      404      200      403     403",
        about=a_venue, role="venue_registrar"),
    row("console:venue", "GET",       "sign-in  sign-in  403      404      404      403     403",
        about=no_venue, role="venue_registrar"),
    row("console:venue-key", "POST",  "sign-in  sign-in  403      404      200      403     403",
        about=a_venue, role="venue_registrar"),
    row("console:venue-close", "POST", "sign-in sign-in  403      404      200      403     403",
        about=a_venue, role="venue_registrar"),
    row("console:runs", "GET",        "sign-in  sign-in  403      200      200      403     403"),
    row("console:run-go-on", "POST",  "sign-in  sign-in  403      403      302      403     403",
        about=a_run, **RUNNERS),
    row("console:run-go-on", "POST",  "sign-in  sign-in  403      403      404      403     403",
        about=no_run, **RUNNERS),
    row("console:run-give-up", "POST", "sign-in sign-in  403      403      302      403     403",
        about=a_run, **RUNNERS),
]
# fmt: on
