"""Tickets by which a page that shows a code asks for the next one, without being asked who it is.

A page asks for a new code twice a minute. Looking up user, person and scopes each time would cost
more than the code; so the page is given a ticket when all that was looked at. It counts for five
minutes, for one session and one person; whether the session lasts, and the mandate if there is
one, is looked at each time, in the statement that reads the status.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from provinces.tenancy import scope

LASTS = timedelta(minutes=5)


class TicketOver(PermissionError):
    """Not a ticket, or one of another session, or of more than five minutes ago."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose code may be shown, and by which mandate; None where it is one's own."""

    citizen: int
    mandate: int | None = None


def given(ticket: Ticket, session: str, *, now: datetime) -> str:
    """Return a ticket for whoever was found to be allowed to show a citizen's code."""
    told = [ticket.citizen, ticket.mandate, int(now.timestamp()), _digest(session)]
    return _signer().sign_object(told)


def taken(ticket: str, session: str | None, *, now: datetime) -> Ticket:
    """Return what a ticket allows; raises TicketOver."""
    try:
        citizen, mandate, at, digest = _signer().unsign_object(ticket)
    except (signing.BadSignature, ValueError, TypeError):
        raise TicketOver("this is no ticket") from None
    if not hmac.compare_digest(digest, _digest(session or "")):
        raise TicketOver("a ticket of another session")
    if not 0 <= now.timestamp() - at + 1 <= LASTS.total_seconds():
        raise TicketOver("a ticket of some time ago")
    return Ticket(citizen, mandate)


def _signer() -> signing.Signer:
    # Of one province: the node's secret is the same for all of them.
    return signing.Signer(salt=f"passes.ticket:{scope.current().slug}")


def _digest(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()[:32]
