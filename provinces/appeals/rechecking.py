"""What the machine sees when it looks again, from what is known by now; it decides nothing by it.

Each finding is a word of a closed list. A ground that does not hold any more is found gone; what
speaks against one that does is put before the reviewer, and the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import h3.api.basic_int as h3

from core.db.days import day_of
from provinces.evidence.models import Evidence
from provinces.facts import snapshot
from provinces.facts.schema import LEVELS
from provinces.presence.models import Stay
from provinces.rules import vocabulary
from provinces.screening.models import Outcome as Tested
from provinces.screening.models import Result
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone

from .models import Appeal, Basis, Outcome, Thing

# Nobody is in two cells so far apart at once: there are two phones, or none was the person's.
FAR_KM = 3.0
# So many minutes of two stays at once are no matter of clocks.
AT_ONCE = 5


class Seen(StrEnum):
    """What may be seen; the value stands with the appeal."""

    NO_LONGER_KEPT = "no_longer_kept"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    VOIDED = "voided"
    ZONE_CHANGED = "zone_changed"
    TWO_PLACES = "two_places"
    NEGATIVE_SINCE = "negative_since"
    SAME_CAUSE = "same_cause"


def look(appeal: Appeal, bases: Sequence[Basis], *, now: datetime) -> list[Seen]:
    """Return what speaks against the bases of an appeal, each once."""
    found = [seen for basis in bases for seen in _of(basis, appeal.citizen_id, now)]
    if _is_overturned_elsewhere(appeal, bases):
        found.append(Seen.SAME_CAUSE)
    return list(dict.fromkeys(found))


def has_fallen(appeal: Appeal, now: datetime) -> bool:
    """Tell whether anything that a ground rested on is no longer so, as is known now.

    What has expired was so; and whoever was cleared early by a test is held no longer for that.
    """
    facts = snapshot.snapshot([appeal.citizen_id])[appeal.citizen_id]
    return any(not _is_so(basis, facts, now) for basis in appeal.bases.all())


def _is_so(basis: Basis, facts: Mapping[str, Any], now: datetime) -> bool:
    if basis.thing == Thing.PIECE:
        return Evidence.objects.filter(pk=basis.piece or 0, withdrawn_at=None).exists()
    if basis.thing == Thing.RESULT:
        return not _is_voided(basis)
    if basis.until <= now:
        return True
    if basis.thing == Thing.COMPANION:
        return vocabulary.value_of(facts, "companion.evidence") == basis.piece
    if basis.thing == Thing.DIVISION:
        codes = [vocabulary.value_of(facts, f"divisions.{level}.code") for level in LEVELS]
        return basis.place in codes
    told = [vocabulary.value_of(facts, f"exposures.{level}.zone") for level in LEVELS]
    zones = EffectiveZone.objects.filter(pk__in=[key for key in told if key is not None])
    return basis.place in {f"{zone.source}/{zone.reference}" for zone in zones}


def _of(basis: Basis, citizen: int, now: datetime) -> Iterator[Seen]:
    if basis.thing == Thing.ZONE:
        yield from _of_zone(basis)
    if basis.thing in (Thing.PIECE, Thing.COMPANION):
        yield from _of_piece(basis, now)
    if basis.thing == Thing.RESULT and _is_voided(basis):
        yield Seen.VOIDED
    if basis.thing in (Thing.ZONE, Thing.DIVISION, Thing.COMPANION) and _was_twice(basis, citizen):
        yield Seen.TWO_PLACES
    if basis.observed_at is not None and _is_negative_since(basis.observed_at, citizen, now):
        yield Seen.NEGATIVE_SINCE


def _of_zone(basis: Basis) -> Iterator[Seen]:
    source, _, reference = basis.place.partition("/")
    version = basis.cause.rpartition("@")[2]
    zone = EffectiveZone.objects.filter(
        source=source, reference=reference, version=int(version)
    ).first()
    if zone is None:
        yield Seen.NO_LONGER_KEPT
        return
    left = basis.observed_at
    if left is not None and not zone.starts * 60 <= left.timestamp() <= zone.ends * 60:
        yield Seen.ZONE_CHANGED


def _of_piece(basis: Basis, now: datetime) -> Iterator[Seen]:
    piece = Evidence.objects.filter(pk=basis.piece or 0).first()
    if piece is None:
        yield Seen.NO_LONGER_KEPT
    elif piece.withdrawn_at is not None:
        yield Seen.WITHDRAWN
    elif piece.expires_at <= now:
        yield Seen.EXPIRED


def _is_voided(basis: Basis) -> bool:
    return Result.objects.filter(pk=basis.piece or 0).exclude(voided_at=None).exists()


def _is_negative_since(since: datetime, citizen: int, now: datetime) -> bool:
    known = Result.objects.known(now).filter(citizen=citizen, outcome=Tested.NEGATIVE)
    return known.filter(sampled_at__gt=since).exists()


def _was_twice(basis: Basis, citizen: int) -> bool:
    """Tell whether stays of the day were at two places far apart, at once."""
    if basis.observed_at is None:
        return False
    zone = scope.current().zone
    day = day_of(basis.observed_at.astimezone(zone).date(), zone).lo
    stays = list(Stay.objects.filter(citizen_id=citizen, day=day).order_by("started"))
    return any(
        _far_at_once(one, other) for place, one in enumerate(stays) for other in stays[place + 1 :]
    )


def _far_at_once(one: Stay, other: Stay) -> bool:
    shared = min(one.ended, other.ended) - max(one.started, other.started)
    if shared < AT_ONCE:
        return False
    ends = h3.cell_to_latlng(one.cell), h3.cell_to_latlng(other.cell)
    return float(h3.great_circle_distance(*ends, unit="km")) > FAR_KM


def _is_overturned_elsewhere(appeal: Appeal, bases: Sequence[Basis]) -> bool:
    others = Basis.objects.filter(cause__in=[basis.cause for basis in bases])
    upheld = others.exclude(appeal=appeal).exclude(overturned_at=None)
    return upheld.filter(appeal__outcome__in=[Outcome.UPHELD, Outcome.PARTLY]).exists()
