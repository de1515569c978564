"""What an auditor may freeze, kind by kind: its table, and what of it is not in effect yet.

A room further up adds its own in its AppConfig.ready, and has its own trigger refuse the signature.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from provinces.evidence.models import Evidence
from provinces.evidence.models import State as PieceState
from provinces.oversight.models import Thing
from provinces.rules import programme
from provinces.rules import queries as published
from provinces.rules.models import Draft, Renewal, Ruleset
from provinces.rules.models import State as DraftState
from provinces.zones.models import State as ZoneState
from provinces.zones.models import Version

__all__ = ["KINDS", "Kind", "Thing", "add"]

OPEN_DRAFTS = (DraftState.DRAFTED, DraftState.SUBMITTED, DraftState.SENT_BACK)


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be frozen of a kind.

    `waiting` returns what is not in effect at a moment. `path` leads to the path of its area;
    without one it is of the whole province. `lock` is what whoever signs it holds, where its rows
    are never written to and nobody locks them.
    """

    model: type[Model]
    waiting: Callable[[datetime], QuerySet[Any]]
    related: tuple[str, ...]
    path: str = ""
    lock: str = ""


def _renewals(at: datetime) -> QuerySet[Any]:
    found = programme.proposed(programme.opening(at))
    return Renewal.objects.filter(pk=found.pk) if found else Renewal.objects.none()


KINDS: dict[Thing, Kind] = {
    Thing.PIECE: Kind(
        Evidence,
        lambda _at: Evidence.objects.filter(state=PieceState.AWAITING),
        ("citizen", "proposed_by"),
        path="citizen__area__path",
    ),
    Thing.ZONE: Kind(
        Version,
        lambda _at: Version.objects.filter(state=ZoneState.AWAITING),
        ("zone__area", "declared_by"),
        path="zone__area__path",
    ),
    Thing.RULES: Kind(
        Draft, lambda _at: Draft.objects.filter(state__in=OPEN_DRAFTS), ("drafted_by",)
    ),
    Thing.NOTICE: Kind(Ruleset, published.in_notice, ("drafted_by",), lock="rule sets"),
    Thing.RENEWAL: Kind(Renewal, _renewals, ("proposed_by",), lock="programme"),
}


def add(thing: Thing, kind: Kind) -> None:
    """Have things of a kind be frozen that a room further up keeps."""
    KINDS[thing] = kind
