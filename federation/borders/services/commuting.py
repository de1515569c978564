"""What treaties on commuters mean is handed down: where a regular place spares whom which zones.

a decider is named      only its zones are met there, not the other party's
none is named           zones of both are met there, where the location is certain
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from core.cells.ranges import Ranges
from core.periods import epoch_minute
from federation.borders import treaties
from federation.borders.models import Held
from federation.borders.resolution import Treaty, TreatyKind, sift
from federation.borders.resolution.ground import Ground
from provinces.tenancy import scope
from provinces.zones import services as zoning
from provinces.zones.services import CommuterTerms


def hand_down(grounds: Mapping[str, Ranges | None], *, now: datetime) -> int:
    """Hand the terms on commuters down that both parties have signed; return how many changed.

    Both parties do, each for its own people. A strip binds on ground alone that is the parties'.
    """
    return zoning.receive_commuting(terms(grounds, now=now), now=now)


def terms(grounds: Mapping[str, Ranges | None], *, now: datetime) -> list[CommuterTerms]:
    """Return the terms that count for the people of the province in scope."""
    agreed = list(_agreed(grounds, now))
    if not agreed:
        return []
    known = {name: cells for name, cells in grounds.items() if cells is not None}
    return list(_terms(agreed, Ground(known, is_complete=None not in grounds.values())))


def _agreed(origins: Iterable[str], now: datetime) -> Iterator[Treaty]:
    rows = Held.objects.filter(flaw="", kind__in=treaties.KINDS).order_by("origin", "index")
    said = treaties.counted(list(rows))
    own = scope.current().slug
    for each in sift([], said, origins=origins, as_of=epoch_minute(now)).treaties:
        if each.kind == TreatyKind.COMMUTERS and own in each.parties:
            yield each


def _terms(agreed: Iterable[Treaty], ground: Ground) -> Iterator[CommuterTerms]:
    for treaty in agreed:
        cells = ground.held_only_by(treaty.parties, treaty.strip)
        if cells and treaty.starts < treaty.ends:
            yield CommuterTerms(
                treaty=treaty.id,
                spared=treaty.parties - {treaty.decider},
                only_uncertain=not treaty.decider,
                starts=treaty.starts,
                ends=treaty.ends,
                cells=cells,
            )
