"""The rules of entry, for everybody to read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.borders.models import EntryPolicy, PolicyState
from tests import cast
from tests.client import ProvinceClient
from tests.pages import address, words

NOW = cast.NOW
RULES = [
    {
        "id": "from-a-zone",
        "when": {">": [{"var": "exposures.high.minutes"}, 0]},
        "outcome": "allow_with_condition",
        "conditions": ["test_on_arrival", "health_monitoring"],
        "text_zh": "到过高风险区",
        "text_en": "Was in a high-risk zone",
    },
    {
        "id": "under-order",
        "when": {">": [{"var": "orders.count"}, 0]},
        "outcome": "deny",
        "conditions": [],
        "text_zh": "正在隔离",
        "text_en": "Is under an order",
    },
]

pytestmark = pytest.mark.usefixtures("north")


@pytest.fixture
def policy() -> EntryPolicy:
    return EntryPolicy.objects.create(
        host=cast.NORTH,
        version=3,
        document={"rules": RULES},
        digest="ab" * 32,
        in_force_from=NOW - timedelta(days=2),
        until=NOW + timedelta(days=20),
        state=PolicyState.PUBLISHED,
        published_at=NOW - timedelta(days=4),
    )


class TestEntry:
    def test_says_for_whom_what_is_asked(self, client: ProvinceClient, policy: EntryPolicy) -> None:
        said = words(client.get(address("together:entry")))

        assert "Version 3, in force from 13 November 2026, 12:00" in said
        assert (
            "Was in a high-risk zone May enter, under a condition"
            " Have a test on arrival Watch your health"
        ) in said
        assert "Is under an order May not enter for now –" in said
        assert "ab" * 32 in said

    def test_says_it_in_chinese(self, policy: EntryPolicy) -> None:
        said = words(ProvinceClient().get(address("together:entry")))

        assert "到过高风险区 符合条件即可进入 抵达后完成检测 进行健康监测" in said

    def test_says_if_nothing_is_asked(self, client: ProvinceClient) -> None:
        said = words(client.get(address("together:entry")))

        assert "whoever may travel at home may enter" in said
        assert "the way home are open to everybody" in said
