"""Many who record and several who seal, at once: nothing is lost, doubled or out of place."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from provinces.ledger import queries
from provinces.ledger.models import Entry, FeedEntry, Leaf, Unsealed
from provinces.ledger.verifying import verify_own
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from tests import cast
from tests.cast import NOW
from tests.factories import ledger


def in_the_north(work: Callable[[int], None]) -> Callable[[int], None]:
    def alone(seed: int) -> None:
        with scope.province(cast.NORTH):
            try:
                work(seed)
            finally:
                connection.close()

    return alone


@in_the_north
def recording(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    for _ in range(15):
        ledger.recorded(random.randrange(1, 30))
        ledger.published(random.randrange(1, 10))


@in_the_north
def sealing(_seed: int) -> None:
    for _ in range(15):
        ledger.seal()


@pytest.mark.battery
def test_nothing_is_lost(in_login_mode: None) -> None:
    with ThreadPoolExecutor(4) as workers:
        at_once = [workers.submit(work, seed) for work in (recording, sealing) for seed in (1, 2)]
    for each in at_once:
        each.result()

    with scope.province(cast.NORTH):
        ledger.seal()

        assert verify_own(NOW) == []
        assert not Unsealed.objects.exists()
        for log, model in (("audit", Entry), ("feed", FeedEntry)):
            places = Leaf.objects.filter(log=log).order_by("index").values_list("index", flat=True)
            assert list(places) == list(range(model.objects.count()))
            assert queries.size(log) == model.objects.count()
