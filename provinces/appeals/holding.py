"""What holds somebody now, ground by ground, so that it can be contested."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from provinces.citizens.models import Citizen
from provinces.status import queries as status

from .models import Appeal


@dataclass(frozen=True, slots=True)
class Contestable:
    """A ground that somebody can contest: the decision, the ground, and the open appeal if any."""

    decision: int
    ground: str
    appeal: Appeal | None


def contestable(citizen: Citizen, at: datetime) -> list[Contestable]:
    """Return the grounds that hold somebody at a moment, gravest first, each to be contested.

    One that keeps them from nothing, such as a pause, is none.
    """
    found = status.status_of(citizen, at)
    latest = status.history(citizen).values_list("decision", flat=True).first()
    if latest is None:
        return []
    waiting = {appeal.ground: appeal for appeal in Appeal.objects.of(citizen).open()}
    return [
        Contestable(latest, ground.ground, waiting.get(ground.ground))
        for ground in found.grounds
        if ground.rank > 0
    ]
