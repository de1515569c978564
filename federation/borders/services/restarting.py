"""What a peer said in a history that was given up is unsaid here: what waited on it does not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from federation.borders.models import EntryPolicy, Held, Offer, PolicyState
from provinces.ledger.kinds import Kind

from .offering import PENDING, withdraw_given_up


def restart(origin: str, *, policies: Collection[str], now: datetime) -> None:
    """Let go of what is no longer said by a peer, in the transaction that gives its history up.

    `policies` are the digests of those policies of entry that were published in it. Zones, answers
    and treaties of it have no say from now on without that: the map is resolved from what counts.
    """
    for offer in Offer.objects.select_for_update().filter(origin=origin, state__in=PENDING):
        is_said = Held.objects.filter(
            origin=origin,
            kind=Kind.ZONE_EFFECTIVE,
            body__reference=offer.reference,
            body__version=offer.version,
        )
        if not is_said.exists():
            withdraw_given_up(offer, now=now)
    EntryPolicy.objects.filter(
        host=origin, digest__in=list(policies), state=PolicyState.PUBLISHED
    ).delete()
