"""Reading the border: offers, treaties, cases, the map, and why a cell is as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Count, Min, QuerySet

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.periods import epoch_minute
from provinces.jurisdictions.powers import Power
from provinces.ledger.kinds import Kind
from provinces.zones.services import NoTerritory

from .models import (
    UNSETTLED,
    Conflict,
    ConflictState,
    EntryPolicy,
    Held,
    Offer,
    OfferState,
    PeerMap,
    ResolvedMap,
    Treaty,
)
from .offered import Offered, offered
from .resolution import Explanation, explain
from .services.policies import in_force
from .services.resolving import resolved
from .signatures import Seat, seats_of, second_power

if TYPE_CHECKING:
    from provinces.accounts.models import User


__all__ = ["Offered", "offered"]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A peer resolved another map from the same entries: one of the two is wrong."""

    origin: str
    theirs: str
    ours: str


def pending_offers() -> QuerySet[Offer]:
    """Return the offers that wait for an answer, the next to lapse first."""
    waiting = Offer.objects.filter(state__in=(OfferState.OPEN, OfferState.PROPOSED))
    return waiting.select_related("proposed_by").order_by("lapses_at", "pk")


def answerable(user: User, at: datetime) -> list[Offer]:
    """Return the pending offers that wait for an official: to be accepted, or signed.

    Where the official holds a power is asked once for all of them. Nobody answers before the
    territory of the province is set.
    """
    seats = cache(lambda power: _seats(user, power, at))
    mine = [each for each in pending_offers() if each.proposed_by_id != user.pk]
    return [each for each in mine if at <= each.lapses_at and _may_answer(each, seats, at)]


def _seats(user: User, power: Power, at: datetime) -> list[Seat]:
    try:
        return list(seats_of(user, power, at))
    except NoTerritory:
        return []


def _may_answer(offer: Offer, seats: Callable[[Power], list[Seat]], at: datetime) -> bool:
    is_open = offer.state == OfferState.OPEN
    cells = Ranges.from_pairs(offer.cells if is_open else offer.answered, FINE)
    power = Power.DECLARE_ZONE if is_open else second_power(cells, offer.starts, at=at)
    return any(each.holds(cells) for each in seats(power))


def offers() -> QuerySet[Offer]:
    """Return all offers, the latest first."""
    return Offer.objects.select_related("proposed_by", "signed_by", "refused_by").order_by("-pk")


def treaties() -> QuerySet[Treaty]:
    """Return the treaties with this province, drafts too, the latest first."""
    return Treaty.objects.order_by("-proposed_at", "pk")


def treaties_to_sign(at: datetime) -> QuerySet[Treaty]:
    """Return the drafts that wait for this province's signature, the first proposed first."""
    waiting = Treaty.objects.filter(signed_at=None, ended_at=None, ends__gt=epoch_minute(at))
    return waiting.order_by("proposed_at", "pk")


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """How many cases are open, escalated and settled, and since when the oldest is unsettled."""

    open: int
    escalated: int
    settled: int
    unsettled_since: datetime | None


def open_conflicts() -> QuerySet[Conflict]:
    """Return the cases that are not settled, the first to run out of time first."""
    return Conflict.objects.filter(state__in=UNSETTLED).order_by("clock_at", "pk")


def case_figures() -> CaseFigures:
    """Return the figures of all cases."""
    counts = dict(Conflict.objects.values_list("state").annotate(Count("pk")))
    oldest = open_conflicts().aggregate(since=Min("opened_at"))["since"]
    return CaseFigures(
        open=counts.get(ConflictState.OPEN, 0),
        escalated=counts.get(ConflictState.ESCALATED, 0),
        settled=counts.get(ConflictState.SETTLED, 0),
        unsettled_since=oldest,
    )


def conflicts() -> QuerySet[Conflict]:
    """Return all cases, the latest first."""
    return Conflict.objects.select_related("treaty").order_by("-opened_at", "pk")


def latest_map() -> ResolvedMap | None:
    """Return the map as it was last resolved."""
    return ResolvedMap.objects.order_by("-id").first()


def maps() -> QuerySet[ResolvedMap]:
    """Return the maps as they were resolved, the latest first."""
    return ResolvedMap.objects.order_by("-id")


def levels(keys: Collection[tuple[str, str, int]]) -> dict[tuple[str, str, int], int]:
    """Return how grave zones were declared to be, by whose, which, and which version."""
    told = Held.objects.filter(
        kind=Kind.ZONE_EFFECTIVE,
        flaw="",
        origin__in={origin for origin, _reference, _version in keys},
        body__reference__in={reference for _origin, reference, _version in keys},
    )
    rows = told.values_list("origin", "body__reference", "body__version", "body__level")
    return {
        (origin, reference, version): level
        for origin, reference, version, level in rows
        if (origin, reference, version) in keys
    }


def unreadable() -> QuerySet[Held]:
    """Return the entries that could not be read, with what is wrong with them."""
    return Held.objects.exclude(flaw="").order_by("-id")


def discrepancies() -> list[Discrepancy]:
    """Return the peers whose last map differs from one this province resolved from as much."""
    found = []
    for told in PeerMap.objects.order_by("origin", "-told_at").distinct("origin"):
        ours = ResolvedMap.objects.filter(sizes=told.sizes).order_by("-id").first()
        if ours is not None and ours.digest != told.digest:
            found.append(Discrepancy(told.origin, told.digest, ours.digest))
    return found


def why(cell: int, at: datetime, *, now: datetime) -> Explanation:
    """Return who decides on a fine cell at a moment, by the claims held now, and why."""
    resolution, _, _ = resolved(now, cell=cell)
    return explain(resolution, cell, epoch_minute(at))


def entry_policy(host: str, at: datetime) -> EntryPolicy | None:
    """Return the policy of entry of a province that counts at a moment."""
    return in_force(host, at)


def policies(host: str) -> QuerySet[EntryPolicy]:
    """Return all versions of a province's policy of entry, drafts and refused ones too."""
    found = EntryPolicy.objects.select_related("drafted_by", "signed_by", "refused_by")
    return found.filter(host=host).order_by("-version")
