"""Our citizens get the names by which peers speak of them, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Subquery

from core.signing import pseudonyms
from federation.casework import parties
from federation.casework.classes import VALID
from federation.casework.models import Assertion, Pseudonym
from provinces.citizens import pseudonymising

from .posting import Address

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

AT_ONCE = 2000
# Names of the next month are made some days ahead: clocks and time zones differ.
AHEAD = timedelta(days=3)


class NoDocument(ValueError):
    """No document is kept of the person, so no other province can know them by one."""


def make_pseudonyms(peer: str, epoch: str, *, now: datetime) -> int:
    """Make the names that are missing between this province and a peer in a month.

    Those of a batch are stored together. Returns how many were made.
    """
    made = 0
    for pair, key in parties.pair_keys(peer, now):
        known = Pseudonym.objects.filter(peer=peer, epoch=epoch, pair=pair)
        each = pseudonymising.each(
            partial(pseudonyms.pseudonym, key, epoch=epoch),
            known=known.values("citizen_id"),
        )
        rows = (
            Pseudonym(peer=peer, epoch=epoch, pair=pair, citizen_id=citizen, pseudonym=name)
            for citizen, name in each
        )
        made += _store(rows)
    return made


def _store(rows: Iterator[Pseudonym]) -> int:
    stored = 0
    while some := list(islice(rows, AT_ONCE)):
        Pseudonym.objects.bulk_create(some, ignore_conflicts=True)
        stored += len(some)
    return stored


def keep_up(*, now: datetime) -> int:
    """Make the names of this month and, some days ahead, of the next, for every peer."""
    epochs = sorted({pseudonyms.epoch_of(now), pseudonyms.epoch_of(now + AHEAD)})
    return sum(
        make_pseudonyms(peer, epoch, now=now) for peer in parties.others(now) for epoch in epochs
    )


@transaction.atomic
def recognise(*, now: datetime) -> int:
    """Find out about whom assertions are that came before their person had a name here.

    They are judged anew, like any that has just come in. Returns how many.
    """
    whose = Pseudonym.objects.filter(
        peer=OuterRef("issuer"), epoch=OuterRef("epoch"), pseudonym=OuterRef("about")
    ).values("citizen")
    unknown = Assertion.objects.filter(
        citizen=None,
        state__in=[Assertion.State.WAITING, Assertion.State.IN_FORCE],
        expires_at__gt=now,
    ).annotate(whose=Subquery(whose[:1]))
    return unknown.exclude(whose=None).update(
        citizen=Subquery(whose[:1]), state=Assertion.State.WAITING, received_at=now
    )


def known(peer: str, about: str, epoch: str) -> Pseudonym | None:
    """Return whose name this is here, None if it is nobody's."""
    found = Pseudonym.objects.filter(peer=peer, epoch=epoch, pseudonym=about)
    return found.select_related("citizen__area").first()


def address(citizen: Citizen, peer: str, *, now: datetime) -> Address:
    """Return where to write about one of our citizens; raises NoDocument."""
    key, epoch = parties.pair_key(peer, now), pseudonyms.epoch_of(now)
    name = pseudonymising.of_one(
        lambda document: pseudonyms.pseudonym(key, document, epoch), citizen=citizen.pk
    )
    if name is None:
        raise NoDocument(f"no document is kept of {citizen}")
    return Address(peer, name, epoch)


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Remove the names of months of which no message can come any more."""
    oldest = pseudonyms.epoch_of(now - VALID - timedelta(days=31))
    gone, _ = Pseudonym.objects.filter(epoch__lt=oldest).delete()
    return gone
