"""Budgets hold by actor, subject and network; alarms name the source."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from provinces.citizens import budgets
from provinces.citizens.budgets import OverBudget
from provinces.citizens.models import Reached, Spent
from provinces.ledger.models import Payload
from provinces.tenancy import directory, scope
from tests import cast
from tests.cast import NOW

HOUR = timedelta(hours=1)
SOURCE: dict[str, Any] = {"actor": "accounts.user:7", "network": "192.0.2.7/32"}


@pytest.fixture(autouse=True)
def small(settings: Settings) -> None:
    limits = {"actor": 4, "network": 5, "subject": 2, "spread": 3}
    settings.CITIZENS_BUDGETS = {"try": limits, "other": limits}


def alarms(event: str) -> list[dict[str, Any]]:
    found = Payload.objects.filter(entry__event=event).order_by("entry_id")
    return [payload.body for payload in found]


def spend(times: int, **values: Any) -> None:
    for _ in range(times):
        budgets.spend("try", **{"now": NOW, **values})


@pytest.mark.usefixtures("north")
class TestSpend:
    @pytest.mark.parametrize(("axis", "limit"), [("actor", 4), ("network", 5), ("subject", 2)])
    def test_refuses_beyond_the_budget(self, axis: str, limit: int) -> None:
        spend(limit, **{axis: "x"})

        with pytest.raises(OverBudget) as refusal:
            spend(1, **{axis: "x"})
        assert refusal.value.axis == axis

    def test_counts_each_apart(self) -> None:
        spend(4, actor="x")
        spend(4, actor="y")
        budgets.spend("other", actor="x", now=NOW)

    def test_counts_a_day(self) -> None:
        spend(2, actor="x", now=NOW - 23 * HOUR)
        spend(2, actor="x", now=NOW - 2 * HOUR)

        with pytest.raises(OverBudget):
            spend(1, actor="x")
        spend(1, actor="x", now=NOW + 2 * HOUR)

    def test_goes_on_counting_what_is_refused(self) -> None:
        spend(2, subject="x")
        for _ in range(3):
            with pytest.raises(OverBudget):
                spend(1, subject="x")

        assert Spent.objects.get().count == 5

    def test_raises_one_alarm_that_names_the_source(self) -> None:
        spend(2, subject="x", **SOURCE)
        for _ in range(3):
            with pytest.raises(OverBudget):
                spend(1, subject="x", network=SOURCE["network"])

        assert alarms("budget.tripped") == [
            {
                "kind": "try",
                "axis": "subject",
                "limit": 2,
                "source": {"actor": "", "network": "192.0.2.7/32"},
            }
        ]

    def test_raises_an_alarm_where_one_source_tries_many(self) -> None:
        for who in ("a", "b", "c", "a"):
            spend(1, subject=who, actor=SOURCE["actor"])
        assert not alarms("spread.noticed")

        with pytest.raises(OverBudget):
            spend(1, subject="d", **SOURCE)
        assert alarms("spread.noticed") == [{"kind": "try", "limit": 3, "source": SOURCE}]

    def test_keeps_neither_address_nor_person(self) -> None:
        spend(1, subject="11010519491231002X", **SOURCE)

        kept = [bytes(key) for key in Spent.objects.values_list("key", flat=True)]
        assert len(kept) == 3
        assert all(len(key) == 32 for key in kept)

    def test_is_each_provinces_own(self) -> None:
        spend(4, actor="x")

        with scope.province(cast.SOUTH):
            spend(1, actor="x")


class TestForget:
    def test_leaves_a_day(self, north: directory.Entry) -> None:
        spend(1, actor="x", subject="y", now=NOW - timedelta(hours=26))
        spend(1, actor="z", subject="y", now=NOW)

        budgets.forget(now=NOW)

        assert Spent.objects.count() == 2
        assert Reached.objects.count() == 1


class TestNetwork:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("192.0.2.7", "192.0.2.7/32"),
            ("::ffff:192.0.2.7", "192.0.2.7/32"),
            ("2001:db8:1:2:3::4", "2001:db8:1::/56"),
            ("unix", ""),
            ("", ""),
        ],
    )
    def test_is_what_an_address_counts_as(self, address: str, network: str) -> None:
        assert budgets.network(address) == network
