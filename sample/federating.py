"""The sample's provinces become a federation, and tell one another what is in effect where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from federation.borders import queries as borders_said
from federation.borders import services as borders
from federation.borders.models import OfferState
from federation.peers import queries as peers
from federation.peers import services as membership
from federation.sync import relaying, syncing
from provinces.accounts.models import User
from provinces.ledger import announcing as purposes
from provinces.ledger import sealing
from provinces.rules import services as rules
from provinces.tenancy import scope
from provinces.zones import services as zones

FEDERATION = "Concord sample"
# What one hears in a round may have it say something new: an answered offer, a resolved map.
ROUNDS = 4


class NotSynced(RuntimeError):
    """A province could not read another's feed; the message says which, and why."""


def publish(*, now: datetime) -> None:
    """Have the province in scope say what it had in effect before anybody listened, and seal it."""
    zones.publish_unpublished(now=now)
    rules.publish_unpublished(now=now)
    purposes.publish_purposes(now=now)
    sealing.seal(now=now)


def federate(slugs: Sequence[str], *, now: datetime) -> int:
    """Found the federation of provinces of this node, unless it is; bring all up to the other.

    Returns how many entries were news to anybody. Raises NotSynced.
    """
    for slug in slugs:
        with scope.province(slug):
            publish(now=now)
    with scope.province(slugs[0]):
        is_founded = peers.held() is not None
    if not is_founded and len(slugs) > 1:
        membership.found(FEDERATION, slugs=slugs, now=now, by="operator")
    return sum(_round(slugs, now) for _ in range(ROUNDS)) if len(slugs) > 1 else 0


def _answer(now: datetime) -> None:
    """Have the province in scope accept the first part that it is offered, and leave the others."""
    if any(offer.state != OfferState.OPEN for offer in borders_said.offers()):
        return
    first = User.objects.get(username="epidemiologist.province")
    second = User.objects.get(username="high.reviewer")
    for offer in borders_said.pending_offers()[:1]:
        borders.accept(offer, by=first, now=now)
        borders.sign(offer, by=second, now=now)


def _round(slugs: Sequence[str], now: datetime) -> int:
    """Have each province read the others' feeds once, and resolve its map."""
    news = 0
    for slug in slugs:
        with scope.province(slug):
            done = syncing.sync(now=now, only_due=False)
            if not done.is_well:
                raise NotSynced(f"{slug}: {done.pulled}")
            relaying.relay_all(now=now)
            news += sum(each.imported for each in done.pulled)
            _answer(now)
            borders.resolve_now(now=now)
            sealing.seal(now=now)
    return news
