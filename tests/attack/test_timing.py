"""How long answers take for known and unknown people, compared statistically: `make attack`.

Requests about known and unknown people take turns, so that whatever slows the machine slows both.
The Mann-Whitney test asks whether one sort takes longer than the other; with enough requests any
difference is significant, so what counts is its size: how often a request about somebody known
takes longer than one about nobody (0.5: no difference).
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import pytest
from pytest_django import Settings

from provinces.citizens.models import Citizen
from provinces.citizens.services import codes
from provinces.tenancy import directory
from tests.attack import attacker
from tests.attack.attacker import Pair
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, registries
from tests.factories.registries import InProcess
from tests.pages import address, noon, reader  # noqa: F401  a fixture among them

EACH = 1000
# With 1,000 requests of each sort chance alone gives 0.5 ± 0.013 (one standard error).
MOST_APART = 0.06

pytestmark = [pytest.mark.attack, pytest.mark.usefixtures("noon")]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two samples: how often the first is the larger (ties count half), and the test's p."""

    effect: float
    p: float


def compare(first: list[float], second: list[float]) -> Comparison:
    """Compare two samples by the Mann-Whitney test, with the normal approximation and ties."""
    values = sorted(chain(((v, 0) for v in first), ((v, 1) for v in second)))
    ranks, ties, start = [0.0] * len(values), 0.0, 0
    while start < len(values):
        end = start
        while end < len(values) and values[end][0] == values[start][0]:
            end += 1
        ranks[start:end] = [(start + end + 1) / 2] * (end - start)
        ties += (end - start) ** 3 - (end - start)
        start = end
    n, m = len(first), len(second)
    total = sum(rank for rank, (_value, which) in zip(ranks, values, strict=True) if not which)
    u = total - n * (n + 1) / 2
    spread = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)))
    z = (u - n * m / 2) / math.sqrt(spread)
    return Comparison(effect=u / (n * m), p=math.erfc(abs(z) / math.sqrt(2)))


class TestCompare:
    def test_finds_a_difference(self) -> None:
        found = compare([float(n) for n in range(100)], [n + 30.0 for n in range(100)])

        assert found.effect == pytest.approx(0.245)
        assert found.p < 1e-9

    def test_finds_none(self) -> None:
        found = compare([1.0, 2.0, 3.0, 4.0] * 50, [4.0, 3.0, 2.0, 1.0] * 50)

        assert found == Comparison(0.5, 1.0)


@pytest.fixture
def listed(
    north: directory.Entry, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> InProcess:
    """A registry that knows half the list, and budgets that do not end the measurement."""
    areas.area("110101")
    ample = {"actor": 10**6, "network": 10**6, "subject": 10**6, "spread": 10**6}
    settings.CITIZENS_BUDGETS = dict.fromkeys(settings.CITIZENS_BUDGETS, ample)
    return registries.answering(monkeypatch)


def report(what: str, known: list[float], unknown: list[float]) -> Comparison:
    """Compare two samples of seconds, and tell what came of it."""
    found = compare(known, unknown)
    middle = [sorted(times)[len(times) // 2] * 1000 for times in (known, unknown)]
    print(  # noqa: T201  what `make attack` is for
        f"\n{what:<34} known {middle[0]:7.3f} ms   unknown {middle[1]:7.3f} ms"
        f"   known longer in {found.effect:6.1%}   p = {found.p:.3f}"
    )
    return found


def measured(
    work: Callable[[Pair], object], known: list[Pair], unknown: list[Pair]
) -> list[list[float]]:
    """Return the seconds that a piece of work takes for known and unknown people, in turns."""
    times: list[list[float]] = [[], []]
    gc.collect()
    gc.disable()
    try:
        for number, both in enumerate(zip(known, unknown, strict=True)):
            order = (0, 1) if number % 2 else (1, 0)
            for which in order:
                began = time.perf_counter()
                work(both[which])
                times[which].append(time.perf_counter() - began)
    finally:
        gc.enable()
    return times


def lists(listed: InProcess) -> tuple[list[Pair], list[Pair]]:
    """Return people who are enrolled, and as many whom nobody knows."""
    known = [attacker.pair(number) for number in range(EACH)]
    attacker.enrolled(known, listed)
    return known, [attacker.pair(number) for number in range(EACH, 2 * EACH)]


class TestTiming:
    def test_of_enrolment_and_recovery(self, listed: InProcess) -> None:
        browser = attacker.anybody(None)

        times = measured(_enrol(browser), *lists(listed))

        assert abs(report("enrolment and recovery", *times).effect - 0.5) < MOST_APART

    def test_of_codes(self, listed: InProcess) -> None:
        known, unknown = lists(listed)
        browsers = {}
        for each in (*known, *unknown):
            browsers[each] = attacker.anybody(None)
            _enrol(browsers[each])(each)
        for number in codes.pending(NOW):
            codes.send(number, now=NOW)

        def enter(each: Pair) -> None:
            browsers[each].post(address("portal:enrol-code"), {"code": "00000000"})

        times = measured(enter, known, unknown)

        assert abs(report("codes", *times).effect - 0.5) < MOST_APART

    def test_of_mandates(self, listed: InProcess, eve: Citizen) -> None:
        browser = reader(eve.user)

        def ask(each: Pair) -> None:
            fields = {"relation": "adult", "scopes": "show_code"}
            browser.post(address("portal:mandate-ask"), {**_said(each), **fields})

        times = measured(ask, *lists(listed))

        assert abs(report("mandates", *times).effect - 0.5) < MOST_APART


def _enrol(browser: ProvinceClient) -> Callable[[Pair], object]:
    return lambda each: browser.post(address("portal:enrol"), _said(each))


def _said(each: Pair) -> dict[str, str]:
    return {"kind": "resident", "number": each.number, "full_name": each.name}
