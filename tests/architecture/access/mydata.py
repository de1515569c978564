"""Pages about one's own data, the register that everybody reads, and who used my data."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import ledger as ledgers


def an_entry(citizen: Citizen) -> dict[str, Any]:
    """A sealed entry about the citizen."""
    with transaction.atomic():
        entry = ledger.record(Event.CHECKED_IN, by=citizen, about=citizen, at=NOW)
    ledgers.seal()
    return {"entry": entry.pk}


# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("portal:retention", "GET",    "200      200      200      200      200      200     200"),
    row("portal:my-data", "GET",      "sign-in  sign-in  403      403      403      200     200"),
    row("portal:history", "GET",      "sign-in  sign-in  403      403      403      200     200"),
    row("portal:proof", "GET",        "sign-in  sign-in  403      403      403      200     404",
        about=an_entry),
    row("portal:export", "POST",      "sign-in  sign-in  403      403      403      200     200",
        form="json"),
    row("portal:erase", "GET",        "sign-in  sign-in  403      403      403      200     200"),
    row("portal:erase", "POST",       "sign-in  sign-in  403      403      403      302     302",
        parts="contacts"),
    row("api:find-usage", "GET",      "401      401      403      403      403      400     400"),
    row("api:usage-period", "GET",    "401      401      403      403      403      400     400"),
    row("api:usage-heartbeat", "GET", "200      200      200      200      200      200     200"),
]
# fmt: on
