"""Cases, stays and drains at the same time, committed: whoever met a case is told so in the end."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from provinces.evidence.models import Evidence
from provinces.exposure.models import CaseStay
from provinces.facts.models import FactSheet
from provinces.presence.models import Stay
from provinces.rules import services as rules
from provinces.status import checking, pipeline
from provinces.tenancy import scope
from tests import cast
from tests.factories import citizens, evidence, road, rulesets
from tests.provinces.status import threads
from tests.provinces.status.threads import at_once, clock, raised

COMPANION = {"resolution": 8, "minutes": 5, "stay_minutes": 20, "lookback_days": 14}
EVENTS, DRAINS = 60, 3


@pytest.fixture
def many_sessions(in_login_mode: None) -> Iterator[None]:
    with threads.sessions(DRAINS + 3):
        yield


class Bustle:
    """People who stay at one place at some hours, and cases that come and go among them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.people = [citizens.citizen() for _ in range(10)]
        parameters = {"dwell_minutes": 10, "companion": COMPANION}
        document = rulesets.document(parameters=parameters)
        rules.publish(document, now=cast.NOW - timedelta(days=1))
        self.is_over = threading.Event()

    def stay(self) -> None:
        """Let everybody stay there, again and again."""
        for number in range(EVENTS):
            at = cast.NOW - timedelta(hours=self.chance.randrange(3, 60), minutes=number % 30)
            road.stay(self.chance.choice(self.people), at=at, minutes=30)

    def infect(self) -> None:
        """Have cases come, and some of them withdrawn."""
        try:
            for number in range(EVENTS // 2):
                piece = evidence.recorded(
                    self.chance.choice(self.people),
                    happened_at=cast.NOW - timedelta(hours=12),
                    source_reference=str(number),
                )
                if number % 3:
                    withdrawn = {"withdrawn_at": clock(), "withdrawn_because": "mixed up"}
                    Evidence.objects.filter(pk=piece.pk).update(**withdrawn)
        finally:
            self.is_over.set()

    def drain(self) -> None:
        """Walk the road until nothing happens any more."""
        while not self.is_over.wait(0.01):
            pipeline.drain(now=clock())


@pytest.mark.parametrize("seed", range(2))
def test_nobody_who_met_a_case_is_lost(many_sessions: None, seed: int) -> None:
    with scope.province(cast.NORTH):
        bustle = Bustle(seed)

    results = at_once(bustle.stay, bustle.infect, *[bustle.drain] * DRAINS)

    assert raised(results) == []
    with scope.province(cast.NORTH):
        now = clock()
        pipeline.drain(now=now)
        assert checking.check(as_of=now).verdict == "equal"
        assert FactSheet.objects.filter(companion_last_at__isnull=False).exists()
        of_cases = Stay.objects.filter(citizen_id__in=CaseStay.objects.values("citizen_id"))
        assert CaseStay.objects.count() == of_cases.count() > 0
