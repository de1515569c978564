"""Engines with a mistake put in, each of which the comparison with the other must find out."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from provinces.rules import clearing, compiling
from provinces.tenancy import directory
from tests.provinces.rules import engines

Mutation = tuple[ModuleType, str, Any]


def instead(module: ModuleType, name: str, old: str, new: str) -> Mutation:
    """Return a mutation of a piece of SQL."""
    template = getattr(module, name)
    assert old in template
    return module, name, template.replace(old, new)


def of_clearing(name: str, old: str, new: str) -> Mutation:
    return instead(clearing, name, old, new)


# What people tested at nearly the same hours bring to light.
OF_TESTS: dict[str, Mutation] = {
    "a phase begins with the end before it": (compiling, "_running", list),
    "evidence without an end is over": instead(compiling, "NOT_OVER", "IS NOT FALSE", "IS TRUE"),
    "what clears last ends last": (clearing, "may_clear", lambda _ground: False),
    "evidence never expires": (clearing, "closes", lambda _ground: ""),
    "a test counts twice": of_clearing("LATER", ">", ">="),
    "tests at one moment are one": of_clearing(
        "LATER", "(t.{clock}, t.place) > (p.last, p.place)", "t.{clock} > p.last"
    ),
    "they may be any time apart": of_clearing("FOLLOWS", "{hours} hours", "90 days"),
    "the last hour is too late": of_clearing("FOLLOWS", "<=", "<"),
    "the first hour is too early": of_clearing("APART", ">=", ">"),
    "only the last one is known": of_clearing("LAST", "p.known, ", ""),
    "only the last but one is known": of_clearing("NEXT", "p.known, ", ""),
    "the latest chain counts": of_clearing("LAST", "min(", "max("),
    "the latest chain goes on": of_clearing("NEXT", "min(", "max("),
    "one test counts early": of_clearing("ONLY", ">=", ">"),
    "none counts at the beginning": of_clearing("FIRST", ">=", ">"),
    "one more is needed": of_clearing("ENOUGH", ">=", ">"),
    "the hold begins later": of_clearing("NTH", ">=", ">"),
    "results come in order": of_clearing("NTH", "ORDER BY t.{clock}", "ORDER BY t.place"),
}

# It takes many people to find these.
SHY = {"the latest chain goes on"}

# What only weeks in people's lives do.
OF_DAYS: dict[str, Mutation] = {
    "midnight is in London": of_clearing("MIDNIGHT", "{zone}", "'Europe/London'"),
}


class TestMutants:
    """A mistake put into SQL is found out."""

    @pytest.mark.parametrize(
        "mutant",
        [
            name if name not in SHY else pytest.param(name, marks=pytest.mark.battery)
            for name in OF_TESTS
        ],
    )
    def test_is_found_out_by_tests(
        self, north: directory.Entry, monkeypatch: pytest.MonkeyPatch, mutant: str
    ) -> None:
        monkeypatch.setattr(*OF_TESTS[mutant])

        assert is_found_out(lambda seed: engines.over_tests(seed, people=150))

    @pytest.mark.battery
    @pytest.mark.parametrize("mutant", OF_DAYS)
    def test_is_found_out_over_weeks(
        self, north: directory.Entry, monkeypatch: pytest.MonkeyPatch, mutant: str
    ) -> None:
        monkeypatch.setattr(*OF_DAYS[mutant])

        assert is_found_out(lambda seed: engines.over_weeks(seed, people=25))


def is_found_out(compare: Callable[[int], list[Any]]) -> bool:
    return any(compare(seed) for seed in range(12))
