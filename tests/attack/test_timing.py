"""How long answers take for known and unknown people, compared statistically: `make attack`.

`tests.attack.statistics` says how; here are the roads that are compared. Each request is undone, so
that the next one finds the same.
"""

from __future__ import annotations

import copy
import gc
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from provinces.citizens.models import Citizen
from provinces.citizens.services import codes
from provinces.portal import enrolment
from provinces.screening import services as screening
from provinces.tenancy import directory
from tests.attack import attacker, leaks
from tests.attack.attacker import Pair
from tests.attack.statistics import Comparison, compare
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, registries, users
from tests.factories.registries import InProcess
from tests.pages import address, noon, reader  # noqa: F401  a fixture among them

# Pairs of requests of a road, about so many people of each sort; the first ones warm up.
PAIRS, PEOPLE, WARM = 1000, 50, 20
# How many roads are compared in a run: chance has as many tries.
ROADS = 9
# The share of pairs in which the known person's answer takes longer lies within 0.5 ± this.
MOST_APART = 0.1

pytestmark = [pytest.mark.attack, pytest.mark.usefixtures("noon")]

Work = Callable[[Pair], object]


@pytest.fixture
def listed(
    north: directory.Entry, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> InProcess:
    """A registry that knows half the list, and budgets that do not end the measurement."""
    areas.area("110101")
    ample = {"actor": 10**6, "network": 10**6, "subject": 10**6, "spread": 10**6}
    settings.CITIZENS_BUDGETS = dict.fromkeys(settings.CITIZENS_BUDGETS, ample)
    return registries.answering(monkeypatch)


@pytest.fixture
def known(listed: InProcess) -> list[Pair]:
    """People who are enrolled."""
    people = [attacker.pair(number) for number in range(PEOPLE)]
    attacker.enrolled(people, listed)
    return people


@pytest.fixture
def unknown() -> list[Pair]:
    """As many whom nobody knows."""
    return [attacker.pair(number) for number in range(PEOPLE, 2 * PEOPLE)]


def timed(what: str, work: Work, known: list[Pair], unknown: list[Pair]) -> Comparison:
    """Measure a piece of work about known and unknown people, and tell what came of it."""
    times: list[list[float]] = [[], []]
    lot = random.Random(what)  # noqa: S311  a lot, and no secret
    with _nothing_else():
        for number in range(WARM + PAIRS):
            both = lot.choice(known), lot.choice(unknown)
            for which in lot.sample((0, 1), 2):
                took = _seconds(work, both[which])
                if number >= WARM:
                    times[which].append(took)
    found = compare(*times)
    middle = sorted(times[1])[PAIRS // 2]
    median, low, high = (each * 1e6 for each in found.shift)
    print(  # noqa: T201  what `make attack` is for
        f"\n{what:<24} {middle * 1000:6.2f} ms   known longer in {found.share:6.1%}"
        f" ({found.low:.1%} to {found.high:.1%})   by {median:+.0f} µs ({low:+.0f} to {high:+.0f})"
        f"   p {found.p_shift:.3f} shift, {found.p_shape:.3f} shape"
    )
    return found


def seen_alike(found: Comparison) -> None:
    """Require that no difference was found, and that a larger one would have been."""
    assert not found.is_leak(ROADS), found
    assert found.is_within(MOST_APART), found


@contextmanager
def _nothing_else() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _seconds(work: Work, about: Pair) -> float:
    with transaction.atomic():
        began = time.perf_counter()
        work(about)
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took


def _posting(client: ProvinceClient, page: str, **more: str) -> Work:
    """Return the work of posting a pair by every name a form may have for it."""
    where, kept = address(page), copy.deepcopy(client.cookies)

    def work(each: Pair) -> None:
        client.cookies = copy.deepcopy(kept)
        client.post(where, {**attacker.fields(each), **more})

    return work


def _calling(client: ProvinceClient, page: str, body: Callable[[Pair], Any]) -> Work:
    """Return the work of calling an endpoint about somebody, with a key."""
    where = address(page)
    return lambda each: client.generic("POST", where, body(each), "application/json")


class TestRoads:
    def test_enrolment_and_recovery(self, known: list[Pair], unknown: list[Pair]) -> None:
        work = _posting(attacker.anybody(None), "portal:enrol")

        seen_alike(timed("enrolment, recovery", work, known, unknown))

    def test_enrolment_with_a_name_that_does_not_fit(
        self, known: list[Pair], unknown: list[Pair]
    ) -> None:
        misfits = [Pair("王错", each.number) for each in known]

        work = _posting(attacker.anybody(None), "portal:enrol")

        seen_alike(timed("enrolment, wrong name", work, misfits, unknown))

    def test_codes(self, known: list[Pair], unknown: list[Pair]) -> None:
        browsers = {}
        for each in (*known, *unknown):
            browsers[each] = attacker.anybody(None)
            _posting(browsers[each], "portal:enrol")(each)
        for number in codes.pending(NOW):
            codes.send(number, now=NOW)
        page = address("portal:enrol-code")

        def work(each: Pair) -> None:
            browsers[each].post(page, {"code": "00000000"})

        seen_alike(timed("codes", work, known, unknown))

    @pytest.mark.parametrize("relation", ["adult", "child"])
    def test_mandates(
        self, known: list[Pair], unknown: list[Pair], listed: InProcess, relation: str
    ) -> None:
        (mallory,) = attacker.enrolled([attacker.pair(9000)], listed)
        mallory.user = users.user("mallory")
        mallory.save()

        work = _posting(reader(mallory.user), "portal:mandate-ask", relation=relation)

        seen_alike(timed(f"mandates, {relation}", work, known, unknown))

    def test_signing_in(self, known: list[Pair], unknown: list[Pair], settings: Settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = {}
        for each in known:
            users.user(each.number.lower())

        unknown = [Pair(each.name, each.number.lower()) for each in unknown]
        known = [Pair(each.name, each.number.lower()) for each in known]

        work = _posting(attacker.anybody(None), "portal:sign-in")

        seen_alike(timed("signing in", work, known, unknown))

    @pytest.mark.parametrize("is_second", [False, True], ids=["first", "second"])
    def test_a_laboratorys_results(
        self, known: list[Pair], unknown: list[Pair], eve: Citizen, is_second: bool
    ) -> None:
        key = attacker.laboratory(eve)
        if is_second:
            for number, each in enumerate((*known, *unknown)):
                key.generic(
                    "POST",
                    address("api:laboratory-fhir"),
                    attacker.bundle([each], first=number),
                    "application/json",
                )
            screening.deliver_fresh(now=NOW)
        numbers = {each: number for number, each in enumerate((*known, *unknown))}

        def body(each: Pair) -> bytes:
            return attacker.bundle([each], first=numbers[each], status="corrected")

        work = _calling(key, "api:laboratory-fhir", body)

        what = "laboratory, again" if is_second else "laboratory"
        seen_alike(timed(what, work, known, unknown))

    def test_a_carriers_questions(
        self, known: list[Pair], unknown: list[Pair], eve: Citizen
    ) -> None:
        work = _calling(attacker.carrier(eve), "api:carrier-trip", attacker.as_json)

        seen_alike(timed("carrier", work, known, unknown))


class TestPlantedLeak:
    """The comparison can fail: one look-up in the request is found by its time alone."""

    def test_is_found(
        self, known: list[Pair], unknown: list[Pair], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(enrolment.citizen, "ask", leaks.looking_up(enrolment.citizen.ask))
        work = _posting(attacker.anybody(None), "portal:enrol")

        found = timed("a planted leak", work, known, unknown)

        assert found.is_leak(ROADS)
        assert found.share > 0.5
