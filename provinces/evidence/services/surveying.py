"""What was filed within a day, counted for the breaker, and which of it is held when it trips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

from provinces.accounts.models import User
from provinces.evidence import breaker
from provinces.evidence.breaker import HOUR, WINDOW, Attribute, Filed, Trip, Tripped
from provinces.evidence.models import Evidence, State
from provinces.jurisdictions.models import Level

from .linking import Piece, linked

OF_ATTRIBUTE: dict[Attribute, Any] = {
    Attribute.PAPER: F("source_reference"),
    Attribute.CASE_ELSEWHERE: F("case_reference"),
    Attribute.VEHICLE: KeyTextTransform("conveyance", "details"),
}


@dataclass(frozen=True, slots=True)
class Filing:
    """What an official files in the name of a unit, just stored."""

    pieces: Sequence[Evidence]
    by: User
    unit: str
    at: datetime


def survey(filing: Filing) -> Filed:
    """Return how much was filed within a day, together with what is filed now."""
    recent = lately(filing.at)
    mine, ours = Q(proposed_by=filing.by), Q(proposed_unit=filing.unit)
    this_hour, listed = Q(proposed_at__gt=filing.at - HOUR), ~Q(batch=None)
    counted = recent.filter(mine | ours).aggregate(
        day=Count("pk", filter=mine),
        unit_day=Count("pk", filter=ours),
        hour=Count("pk", filter=mine & this_hour & ~listed),
        unit_hour=Count("pk", filter=ours & this_hour & ~listed),
    )
    my_own = _unlinked(recent.filter(mine), filing.at)
    on_my_lists = my_own & set(
        recent.filter(mine & this_hour & listed).values_list("pk", flat=True)
    )
    on_our_lists = _unlinked(recent.filter(ours & this_hour & listed), filing.at)
    return Filed(
        hour=counted["hour"] + len(on_my_lists),
        day=counted["day"],
        unit_hour=counted["unit_hour"] + len(on_our_lists),
        unit_day=counted["unit_day"],
        unlinked=len(my_own),
        shared=_shared(filing),
        cases=_cases(filing),
    )


def lately(at: datetime) -> QuerySet[Evidence]:
    """Return what officials have filed within a day and nobody has released."""
    return Evidence.objects.free_or_held(at - WINDOW)


def cohort(filing: Filing, tripped: Tripped) -> list[Evidence]:
    """Return what is held, of all units, locked: what was never held and is not over."""
    meant = Q(pk__in=[piece.pk for piece in filing.pieces])
    if {Trip.OFFICIAL_HOUR, Trip.OFFICIAL_DAY, Trip.UNLINKED} & set(tripped.why):
        meant |= Q(proposed_by=filing.by)
    if {Trip.UNIT_HOUR, Trip.UNIT_DAY} & set(tripped.why):
        meant |= Q(proposed_unit=filing.unit)
    if tripped.cases:
        meant |= Q(case__in=tripped.cases)
    if tripped.shared:
        meant |= Q(pk__in=_sharing(tripped, filing.at))
    standing = Q(state=State.AWAITING) | Q(state=State.IN_FORCE, withdrawn_at=None)
    keys = lately(filing.at).filter(meant, standing, hold=None, expires_at__gt=filing.at)
    found = Evidence.objects.filter(pk__in=keys.values("pk"), hold=None)
    found = found.select_for_update(of=("self",)).select_related("citizen__area")
    return list(found.order_by("pk"))


def _unlinked(pieces: QuerySet[Evidence], at: datetime) -> set[int]:
    """Return the keys of pieces that only officials' word connects with a case."""
    found = [Piece(*row) for row in pieces.values_list("pk", "citizen", "case")]
    return {each.key for each in found} - linked(found, at)


def _sharing(tripped: Tripped, at: datetime) -> set[int]:
    """Return the keys of what has no link and shares what a filing tripped by."""
    keys: set[int] = set()
    for attribute, value in tripped.shared:
        having = _having(attribute, lately(at)).annotate(value=_what(attribute))
        keys |= _unlinked(having.filter(value=value), at)
    return keys


def _shared(filing: Filing) -> dict[breaker.Value, int]:
    """Count what has no link and shares something with what is filed now."""
    counts: Counter[breaker.Value] = Counter()
    for attribute in Attribute:
        values = sorted({value for each in filing.pieces if (value := _value(attribute, each))})
        if not values:
            continue
        having = _having(attribute, lately(filing.at)).annotate(value=_what(attribute))
        having = having.filter(value__in=values)
        shared = dict(having.values_list("pk", "value"))
        counts.update((attribute, shared[key]) for key in _unlinked(having, filing.at))
    return dict(counts)


def _cases(filing: Filing) -> dict[int, int]:
    cases = sorted({piece.case_id for piece in filing.pieces if piece.case_id})
    if not cases:
        return {}
    found = lately(filing.at).filter(case__in=cases)
    return dict(found.values_list("case").annotate(n=Count("pk")).order_by())


def _having(attribute: Attribute, pieces: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Return those of pieces that can have an attribute."""
    if attribute is Attribute.COMMUNITY:
        return pieces.filter(citizen__area__level=Level.COMMUNITY)
    return pieces


def _what(attribute: Attribute) -> F | Lower:
    """Return, for a query of pieces, what each has of an attribute."""
    if attribute is Attribute.COMMUNITY:
        return F("citizen__area__code")
    blanks = (Value(r"\s"), Value(""), Value("g"))
    bare = Func(OF_ATTRIBUTE[attribute], *blanks, function="regexp_replace")
    return Lower(bare, output_field=TextField())


def _value(attribute: Attribute, piece: Evidence) -> str:
    if attribute is Attribute.COMMUNITY:
        area = piece.citizen.area
        return area.code if area.level == Level.COMMUNITY else ""
    if attribute is Attribute.VEHICLE:
        return breaker.spelt(str(piece.details.get("conveyance", "")))
    return breaker.spelt(str(getattr(piece, attribute)))


def common_path(paths: Iterable[str]) -> str:
    """Return the path of the smallest area that has all of some paths."""
    codes = [path.split(".") for path in paths]
    shared = []
    for level in zip(*codes, strict=False):
        if len(set(level)) > 1 or not level[0]:
            break
        shared.append(level[0])
    return "".join(f"{code}." for code in shared)
