"""Codes on a screen, on paper and for a journey, and the lists by which they are checked."""

from __future__ import annotations

from typing import Any

from core.signing.p256 import PassKey, fresh_secret
from provinces.citizens.models import Citizen
from provinces.passes import services as passes
from provinces.passes.models import Issued
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import passes as made
from tests.factories import venues


def a_pass(citizen: Citizen) -> dict[str, Any]:
    """A paper code of the citizen's."""
    passes.issue_paper(citizen, now=NOW)
    return {"issued": Issued.objects.get(citizen=citizen).pk}


def no_pass(_citizen: Citizen) -> dict[str, Any]:
    return {"issued": 999_999}


def a_host(_citizen: Citizen) -> dict[str, Any]:
    """A province that has published what it asks of who enters."""
    made.policy()
    return {"host": "south"}


def no_host(_citizen: Citizen) -> dict[str, Any]:
    return {"host": "nowhere"}


def the_first(_citizen: Citizen) -> dict[str, Any]:
    return {"number": 0}


def no_list(_citizen: Citizen) -> dict[str, Any]:
    return {"number": 77}


def a_check_in(citizen: Citizen) -> dict[str, Any]:
    """The citizen is at a venue."""
    return {"number": venues.checked_in(citizen).pk}


def relayed(_citizen: Citizen) -> dict[str, Any]:
    """A list of another province's that is kept here."""
    made.relayed("east", PassKey("concord/east", fresh_secret()))
    return {"issuer": "east", "number": 0}


def not_relayed(_citizen: Citizen) -> dict[str, Any]:
    return {"issuer": "nowhere", "number": 0}


# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("portal:code", "GET",         "sign-in  sign-in  403      403      403      200     200"),
    # By a ticket alone, which the page hands out: nobody here has one.
    row("portal:code-next", "GET",    "401      401      401      401      401      401     401"),
    row("portal:code-ticket", "GET",  "sign-in  sign-in  403      403      403      200     200"),
    row("portal:code-check", "POST",  "sign-in  sign-in  403      403      403      200     200"),
    row("portal:code-day", "POST",    "sign-in  sign-in  403      403      403      200     200"),
    row("portal:code-paper", "GET",   "sign-in  sign-in  403      403      403      200     200"),
    row("portal:code-paper", "POST",  "sign-in  sign-in  403      403      403      200     200"),
    row("portal:code-paper-post", "POST",
                                      "sign-in  sign-in  403      403      403      302     302"),
    row("portal:code-withdraw", "POST", "sign-in sign-in 403      403      403      302     404",
        about=a_pass),
    row("portal:code-withdraw", "POST", "sign-in sign-in 403      403      403      404     404",
        about=no_pass),
    row("portal:check-in", "GET",     "sign-in  sign-in  403      403      403      200     200"),
    row("portal:check-in", "POST",    "sign-in  sign-in  403      403      403      200     200",
        code="7K2Q-M4XP-9RTB"),
    row("portal:check-out", "POST",   "sign-in  sign-in  403      403      403      302     404",
        about=a_check_in),
    row("portal:check-in-forget", "POST", "sign-in sign-in 403    403      403      302     404",
        about=a_check_in),
    # Whoever runs a venue has no account; without its word there is nothing to be seen.
    row("portal:venue", "GET",        "200      200      200      200      200      200     200"),
    row("portal:venue", "POST",       "200      200      200      200      200      200     200",
        reference="7K2Q", word="guess"),
    row("portal:venue-code", "GET",   "302      302      302      302      302      302     302"),
    row("portal:venue-leave", "POST", "302      302      302      302      302      302     302"),
    row("portal:travel", "GET",       "sign-in  sign-in  403      403      403      200     200"),
    row("portal:travel-entry", "POST", "sign-in sign-in  403      403      403      200     200",
        about=a_host),
    row("portal:travel-entry", "POST", "sign-in sign-in  403      403      403      404     404",
        about=no_host),
    row("portal:trust-list", "GET",   "200      200      200      200      200      200     200"),
    row("portal:status-list", "GET",  "200      200      200      200      200      200     200",
        about=the_first),
    row("portal:status-list", "GET",  "404      404      404      404      404      404     404",
        about=no_list),
    row("portal:relayed-list", "GET", "200      200      200      200      200      200     200",
        about=relayed),
    row("portal:relayed-list", "GET", "404      404      404      404      404      404     404",
        about=not_relayed),
]
# fmt: on
