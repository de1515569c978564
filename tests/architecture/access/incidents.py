"""Switches, legal requests, breaches: officials' pages, and what everybody reads of them."""

from __future__ import annotations

from typing import Any

from provinces.citizens.models import Citizen
from provinces.oversight.switching import services as switching
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import incidents


def a_switch(_citizen: Citizen) -> dict[str, Any]:
    """A part that is off."""
    return {"switch": incidents.off().pk}


def a_change(_citizen: Citizen) -> dict[str, Any]:
    """A change that another office has proposed."""
    switch = incidents.off()
    end = switching.Kind.END
    return {"change": switching.propose(switch, end, by=incidents.on_call(), now=NOW).pk}


def no_switch(_citizen: Citizen) -> dict[str, Any]:
    return {"switch": 999_999}


def a_request(citizen: Citizen) -> dict[str, Any]:
    """A request about the citizen that another office has received."""
    return {"reference": incidents.received(citizen).reference}


def an_answer(citizen: Citizen) -> dict[str, Any]:
    """A request about the citizen that was granted."""
    return {"reference": incidents.granted(incidents.received(citizen)).reference}


def a_breach(citizen: Citizen) -> dict[str, Any]:
    """A breach in which the citizen's record was read."""
    suspect = incidents.reader()
    incidents.looked(suspect, citizen)
    return {"reference": incidents.breach(suspect).reference}


def nothing_known(_citizen: Citizen) -> dict[str, Any]:
    return {"reference": "2222222222222222"}


# Switches and breaches are of the whole province.
ON_CALL = {"role": "incident_officer", "seat": "110000"}
LEGAL = {"role": "legal_officer"}
# fmt: off
ROWS = [
    #                                  anonymous foreigner powerless stranger official citizen other
    row("portal:service", "GET",          "200     200      200      200     200      200     200"),
    row("portal:accountable", "GET",      "200     200      200      200     200      200     200"),
    row("console:switches", "GET",        "sign-in sign-in  403      403     200      403     403",
        **ON_CALL),
    row("console:switch-off", "POST",     "sign-in sign-in  403      403     302      403     403",
        part="enrolment", reason="attack", minutes="60", **ON_CALL),
    row("console:switch-propose", "POST", "sign-in sign-in  403      403     302      403     403",
        about=a_switch, kind="end", **ON_CALL),
    row("console:switch-propose", "POST", "sign-in sign-in  403      403     404      403     403",
        about=no_switch, kind="end", **ON_CALL),
    row("console:switch-sign", "POST",    "sign-in sign-in  403      403     302      403     403",
        about=a_change, **ON_CALL),
    row("console:switch-refuse", "POST",  "sign-in sign-in  403      403     302      403     403",
        about=a_change, **ON_CALL),
    row("console:lawful", "GET",          "sign-in sign-in  403      200     200      403     403",
        **LEGAL),
    row("console:lawful-receive", "GET",  "sign-in sign-in  403      200     200      403     403",
        **LEGAL),
    row("console:lawful-receive", "POST", "sign-in sign-in  403      200     200      403     403",
        person="2222222222222222", **LEGAL),
    row("console:lawful-request", "GET",  "sign-in sign-in  403      404     200      403     403",
        about=a_request, **LEGAL),
    row("console:lawful-request", "GET",  "sign-in sign-in  403      404     404      403     403",
        about=nothing_known, **LEGAL),
    row("console:lawful-grant", "POST",   "sign-in sign-in  403      404     302      403     403",
        about=a_request, fields_granted="results", first="2026-11-10", last="2026-11-14", days="7",
        **LEGAL),
    row("console:lawful-refuse", "POST",  "sign-in sign-in  403      404     302      403     403",
        about=a_request, refusal="no_order", **LEGAL),
    row("console:lawful-file", "POST",    "sign-in sign-in  403      404     200      403     403",
        about=an_answer, **LEGAL),
    row("console:breaches", "GET",        "sign-in sign-in  403      403     200      403     403",
        **ON_CALL),
    row("console:breach-open", "GET",     "sign-in sign-in  403      403     200      403     403",
        **ON_CALL),
    row("console:breach-open", "POST",    "sign-in sign-in  403      403     200      403     403",
        **ON_CALL),
    row("console:breach", "GET",          "sign-in sign-in  403      403     200      403     403",
        about=a_breach, **ON_CALL),
    row("console:breach", "GET",          "sign-in sign-in  403      403     404      403     403",
        about=nothing_known, **ON_CALL),
    row("console:breach-widen", "POST",   "sign-in sign-in  403      403     302      403     403",
        about=a_breach, **ON_CALL),
    row("console:breach-tell", "POST",    "sign-in sign-in  403      403     302      403     403",
        about=a_breach, **ON_CALL),
    row("console:breach-done", "POST",    "sign-in sign-in  403      403     302      403     403",
        about=a_breach, measures="reported", **ON_CALL),
    row("console:breach-close", "POST",   "sign-in sign-in  403      403     302      403     403",
        about=a_breach, **ON_CALL),
]
# fmt: on
