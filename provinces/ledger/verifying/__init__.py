"""The province's own ledger is read from end to end, and whatever is not as it was is named.

Every link is checked against the next, so that a finding says where it broke: payload against
commitment, entry against leaf, leaves against tiles, leaves against heads, heads against their
signatures. Who rewrites all of them, keys in hand, is found out by those who cosigned: what
others signed is for the federation to check.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from provinces.ledger import lagging
from provinces.ledger.models import Log

from .entries import entries_of, unplaced_in
from .findings import Fault, Finding
from .heads import heads_of
from .side_tables import blobs, payloads
from .tiles import tiles_of

__all__ = ["Fault", "Finding", "verify_own"]


def verify_own(now: datetime) -> list[Finding]:
    """Return whatever is wrong with the ledger of the province in scope; nothing, as a rule.

    What is recorded and sealed meanwhile does no harm.
    """
    found = [*_behind()]
    for log in Log:
        found += [*entries_of(log), *tiles_of(log), *heads_of(log, now), *unplaced_in(log)]
    return [*found, *payloads(), *blobs()]


def _behind() -> Iterator[Finding]:
    behind = lagging.lag()
    if behind > settings.LEDGER_MAX_LAG:
        yield Finding(Fault.LAGS, "ledger", f"an entry has waited {behind} to be sealed")
