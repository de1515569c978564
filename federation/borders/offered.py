"""What own zones claim of neighbours' ground, as it is offered to them, and what they said to it.

own feed      zone.effective with its spill ──► of each neighbour: the part on its ground
their feed                                      offer.answered ──► accepted, refused
                                                nothing within a day ──► lapsed
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope

from . import reading
from .models import Held, OfferState
from .resolution import OFFER_LASTS
from .services.resolving import territories

# So many zones over the border are told of, the latest first.
LATEST = 20
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Offered:
    """The part of an own zone that lies on a neighbour's ground, and the neighbour's answer.

    `cells` are what is offered, `accepted` what holds there of it, at `lowered_to` where that is
    less grave than `level`.
    """

    to: str
    reference: str
    version: int
    name_zh: str
    name_en: str
    level: int
    cells: Ranges
    lapses_at: datetime
    answered_at: datetime | None = None
    accepted: Ranges | None = None
    lowered_to: int | None = None
    reason: str = ""

    def state(self, at: datetime) -> OfferState:
        """Return what has become of it by a moment."""
        if self.answered_at is None:
            return OfferState.OPEN if at <= self.lapses_at else OfferState.LAPSED
        return OfferState.ACCEPTED if self.accepted else OfferState.REFUSED


def offered(*, reference: str = "", version: int = 0) -> list[Offered]:
    """Return what is offered to neighbours, the latest first; of one version, if it is named."""
    told = _told()
    if reference:
        told = told.filter(body__reference=reference, body__version=version)
    rows = _latest(told[: LATEST * 3])
    if not rows:
        return []
    answers, gone = _answers(rows), _ended(rows)
    grounds = {name: cells for name, cells in territories().items() if cells is not None}
    own = grounds.pop(scope.current().slug, None)
    left = [row for row in rows if gone.get(_place(row), -1) < row.index]
    if own is None:
        return []
    return [each for row in left for each in _of(row, own.at(FINE), grounds, answers)]


def _told() -> QuerySet[Held]:
    own = scope.current().slug
    found = Held.objects.filter(origin=own, kind=Kind.ZONE_EFFECTIVE, flaw="")
    return found.exclude(spill=None).order_by("-index")


def _latest(told: QuerySet[Held]) -> list[Held]:
    """Return the last that was told of each version."""
    found: dict[Place, Held] = {}
    for row in told:
        found.setdefault(_place(row), row)
    return list(found.values())[:LATEST]


def _of(
    row: Held, own: Ranges, grounds: dict[str, Ranges], answers: dict[tuple[str, Place], Held]
) -> Iterator[Offered]:
    claim: Any = reading.claim_of_row(row)
    declared = reading.moment(row.body, "declared_at")
    for name, ground in grounds.items():
        cells = (claim.spill & ground.at(FINE)) - own
        if not cells:
            continue
        said = answers.get((name, _place(row)))
        yield Offered(
            to=name,
            reference=claim.reference,
            version=claim.version,
            name_zh=str(row.body.get("name_zh", "")),
            name_en=str(row.body.get("name_en", "")),
            level=claim.level,
            cells=cells,
            lapses_at=declared + timedelta(minutes=OFFER_LASTS),
            **_answer(said),
        )


def _answer(said: Held | None) -> dict[str, Any]:
    if said is None:
        return {}
    claim: Any = reading.claim_of_row(said)
    return {
        "answered_at": reading.moment(said.body, "answered_at"),
        "accepted": claim.cells if claim.is_accepted else None,
        "lowered_to": claim.lowered_to,
        "reason": str(said.body.get("reason", "")),
    }


def _answers(rows: list[Held]) -> dict[tuple[str, Place], Held]:
    """Return the last answer of each neighbour to each version."""
    own = scope.current().slug
    about = Q(kind=Kind.OFFER_ANSWERED, flaw="", body__of=own)
    found = Held.objects.filter(about, body__reference__in={_place(row)[0] for row in rows})
    return {(row.origin, _place(row)): row for row in found.exclude(origin=own).order_by("index")}


def _ended(rows: list[Held]) -> dict[Place, int]:
    """Return where the own feed says of versions that they count as if they had never been."""
    own = scope.current().slug
    found = Held.objects.filter(origin=own, kind=Kind.ZONE_ENDED, flaw="")
    found = found.filter(body__reference__in={_place(row)[0] for row in rows})
    return {_place(row): row.index for row in found.order_by("index")}


def _place(row: Held) -> Place:
    return row.body["reference"], row.body["version"]
