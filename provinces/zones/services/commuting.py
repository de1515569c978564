"""Terms on commuters are received as a whole set, which replaces the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction

from core.cells.classes import FINE, RADIUS_M
from core.cells.ranges import Ranges
from core.db import copying, locks
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy.tasks import nudge
from provinces.zones.models import Commuting, CommutingRange

from .effects import DRAIN


@dataclass(frozen=True, slots=True)
class CommuterTerms:
    """What a treaty says of whoever has a regular place in some fine cells.

    For stays there that begin in `[starts, ends)` epoch minutes the zones of the provinces in
    `spared` are not met; with `only_uncertain`, not where the location is uncertain.
    """

    treaty: str
    spared: frozenset[str]
    only_uncertain: bool
    starts: int
    ends: int
    cells: Ranges

    def row(self) -> Commuting:
        """Return the terms as they are kept."""
        return Commuting(
            treaty=self.treaty,
            spared=sorted(self.spared),
            only_uncertain=self.only_uncertain,
            starts=self.starts,
            ends=self.ends,
            digest=self.cells.digest(),
        )


FIELDS = ("spared", "only_uncertain", "starts", "ends", "digest")


@transaction.atomic
def receive_commuting(terms: Iterable[CommuterTerms], *, now: datetime) -> int:
    """Hold exactly these terms, whatever was held before; return how many came, changed or went.

    Terms that are the same are not touched. Whom the others concern is for exposures to see.
    """
    locks.hold("terms on commuters", [0])
    wanted = {each.treaty: each for each in terms}
    held = {each.treaty: each for each in Commuting.objects.all()}
    gone = [name for name in held if name not in wanted]
    news = [
        each
        for name, each in sorted(wanted.items())
        if name not in held or _said(each.row()) != _said(held[name])
    ]
    if not (gone or news):
        return 0
    Commuting.objects.filter(treaty__in=[*gone, *(each.treaty for each in news)]).delete()
    _write_ranges(Commuting.objects.bulk_create(each.row() for each in news), news)
    body = {"treaties": [each.treaty for each in news], "gone": gone}
    ledger.record(Event.COMMUTING_RECEIVED, by=None, about="treaties", at=now, body=body)
    nudge(DRAIN)
    return len(gone) + len(news)


def _said(row: Commuting) -> list[object]:
    return [getattr(row, field) for field in FIELDS]


def _write_ranges(rows: Sequence[Commuting], terms: Sequence[CommuterTerms]) -> None:
    """Write the cells of every class that lie wholly in each strip: a place is one of these."""
    for row, each in zip(rows, terms, strict=True):
        pieces = np.concatenate(
            [
                (each.cells if resolution == FINE else each.cells.inner(resolution)).pieces
                for resolution in sorted(RADIUS_M)
            ]
        )
        columns: copying.Columns = {
            "lo": pieces[:, 0],
            "hi": pieces[:, 1],
            "terms_id": np.full(len(pieces), row.pk, np.int32),
        }
        copying.copy_in(CommutingRange._meta.db_table, columns)
