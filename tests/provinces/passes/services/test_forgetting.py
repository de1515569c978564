"""That a pass was issued is forgotten once it could not be shown any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.passes import services as passes
from provinces.passes.models import HostPolicy, Issued
from tests.cast import NOW
from tests.factories import passes as made

DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("north")


class TestDropBefore:
    def test_forgets_what_is_over_and_nothing_else(self, eve: Citizen) -> None:
        passes.issue_day(eve, now=NOW - 3 * DAY)
        passes.issue_paper(eve, now=NOW - 3 * DAY)

        assert passes.drop_before(NOW - DAY, now=NOW) == 1

        assert Issued.objects.get().kind == 2
        payload = Payload.objects.get(entry__event=Event.PASSES_DROPPED)
        assert payload.body["passes"] == 1

    def test_is_silent_without_any(self, eve: Citizen) -> None:
        passes.issue_paper(eve, now=NOW)

        assert passes.drop_before(NOW, now=NOW) == 0
        assert not Payload.objects.filter(entry__event=Event.PASSES_DROPPED).exists()

    def test_forgets_policies_that_nothing_names(self) -> None:
        made.policy()

        passes.drop_before(NOW + 31 * DAY, now=NOW + 32 * DAY)

        assert not HostPolicy.objects.exists()
