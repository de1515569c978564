"""Pages about one's own data, what everybody reads of it and of the logs, and who used my data."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from provinces.citizens.models import Citizen
from provinces.ledger import queries as feed
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.retention import services as retention
from provinces.retention.certificates import Gone
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import ledger as ledgers


def an_entry(citizen: Citizen) -> dict[str, Any]:
    """A sealed entry about the citizen."""
    with transaction.atomic():
        entry = ledger.record(Event.CHECKED_IN, by=citizen, about=citizen, at=NOW)
    ledgers.seal()
    return {"entry": entry.pk}


def a_certificate(_citizen: Citizen) -> dict[str, Any]:
    """A certificate that something was erased, sealed; it is about nobody."""
    with transaction.atomic():
        purge = retention.certify(Gone("notices", "notices_notice", NOW, [1]), now=NOW)
    ledgers.seal()
    return {"number": purge.pk}


def a_public_entry(_citizen: Citizen) -> dict[str, Any]:
    """The latest entry of the public log."""
    ledgers.published()
    ledgers.seal()
    return {"index": feed.size("feed") - 1}


# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("portal:retention", "GET",    "200      200      200      200      200      200     200"),
    row("portal:purposes", "GET",     "200      200      200      200      200      200     200"),
    row("portal:purposes-document", "GET", "200  200      200      200      200      200     200"),
    row("portal:certificates", "GET", "200      200      200      200      200      200     200"),
    row("portal:certificate", "GET",  "200      200      200      200      200      200     200",
        about=a_certificate),
    row("portal:published", "GET",    "200      200      200      200      200      200     200"),
    row("portal:published-entry", "GET", "200   200      200      200      200      200     200",
        about=a_public_entry),
    row("portal:published-proof", "GET", "200   200      200      200      200      200     200",
        about=a_public_entry),
    row("portal:my-data", "GET",      "sign-in  sign-in  403      403      403      200     200"),
    row("portal:history", "GET",      "sign-in  sign-in  403      403      403      200     200"),
    row("portal:proof", "GET",        "sign-in  sign-in  403      403      403      200     404",
        about=an_entry),
    row("portal:export", "POST",      "sign-in  sign-in  403      403      403      200     200",
        form="json"),
    row("portal:correct", "GET",      "sign-in  sign-in  403      403      403      200     200"),
    row("portal:correct", "POST",     "sign-in  sign-in  403      403      403      200     200"),
    row("portal:erase", "GET",        "sign-in  sign-in  403      403      403      200     200"),
    row("portal:erase", "POST",       "sign-in  sign-in  403      403      403      302     302",
        parts="contacts"),
    row("api:find-usage", "GET",      "401      401      403      403      403      400     400"),
    row("api:usage-period", "GET",    "401      401      403      403      403      400     400"),
    row("api:usage-heartbeat", "GET", "200      200      200      200      200      200     200"),
]
# fmt: on
