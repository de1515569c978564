"""Everything that people may be told has its words."""

from __future__ import annotations

from federation.casework import wording
from federation.casework.breaker import Trip
from federation.casework.classes import MessageClass
from federation.casework.models import Contest, Handover


class TestWording:
    def test_leaves_nothing_out(self) -> None:
        assert wording.TRIPS.keys() == set(Trip)
        assert wording.MESSAGES.keys() == set(MessageClass)
        assert wording.CONTESTS.keys() == set(Contest.State)
        assert wording.HANDOVERS.keys() == set(Handover.State)
