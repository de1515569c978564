"""What a province withdraws of its passes, checkpoints of another learn by way of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from federation.sync import relaying
from federation.sync.models import Cursor, Refusal
from federation.sync.relaying import Brought
from provinces.citizens.models import Citizen
from provinces.passes import queries as passing
from provinces.passes import services as passes
from provinces.passes.models import RelayedList
from provinces.passes.verifying import Caveat, Verified
from provinces.tenancy import directory, scope
from tests import cast
from tests.client import ProvinceClient
from tests.factories import citizens
from tests.federation.sync.test_syncing import Away, Liar, road
from tests.pages import address, noon  # noqa: F401  a fixture

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("federated", "noon", "in_one_transaction")


@pytest.fixture
def shown() -> str:
    """A code for a day, of somebody of the south."""
    with scope.province(cast.SOUTH):
        return passes.issue_day(citizens.citizen(), now=NOW)


def withdraw_all() -> None:
    """Have the south withdraw whatever it has issued."""
    with scope.province(cast.SOUTH):
        for each in Citizen.objects.all():
            passes.withdraw_for(each, now=NOW)


def bring(*, at: datetime = NOW) -> Brought:
    """Have the north ask the south."""
    return relaying.relay(cast.SOUTH, now=at, road=road)


def checked(text: str, at: datetime = NOW) -> Verified:
    """Return what a pass comes to in the north."""
    return passing.verify(text, at)


class TestRelay:
    def test_has_an_early_withdrawal_count_in_another_province(self, shown: str) -> None:
        missing = checked(shown).caveats
        bring()
        stood = checked(shown)

        withdraw_all()
        brought = bring()

        assert missing == (Caveat.STATUS_LIST_MISSING,)
        assert (stood.failure, stood.caveats) == ("", ())
        assert brought.is_well
        assert checked(shown).failure == "Withdrawn"

    def test_goes_on_by_the_last_one_of_a_peer_that_is_away(self, shown: str) -> None:
        bring()

        brought = relaying.relay(cast.SOUTH, now=NOW, road=lambda _: Away())

        assert "503" in brought.trouble
        assert not Refusal.objects.exists()
        assert checked(shown).caveats == ()
        later = NOW + timedelta(hours=23, minutes=59)
        assert checked(shown, later).caveats == ()

    def test_takes_nothing_that_the_peer_has_not_signed(self, shown: str) -> None:
        bring()
        withdraw_all()
        forged = Liar("withdrawn/0", lambda told: told[:-1] + bytes([told[-1] ^ 1]))

        brought = relaying.relay(cast.SOUTH, now=NOW, road=lambda _: forged)

        assert not brought.is_well
        assert Refusal.objects.get().code == "bad-signature"
        assert not Cursor.objects.filter(is_refused=True).exists()
        assert checked(shown).caveats == ()

    def test_blames_nobody_for_a_clock_that_is_ahead(self, shown: str) -> None:
        brought = bring(at=NOW - timedelta(minutes=7))

        assert "a clock is wrong" in brought.trouble
        assert not Refusal.objects.exists()
        assert not RelayedList.objects.exists()

    @pytest.mark.parametrize(
        "lie", [lambda _: b"[]", lambda _: b'{"lists":"all"}', lambda _: b"{", lambda _: b"{}"]
    )
    def test_is_not_led_astray_by_what_lists_there_are(self, lie: Callable[[bytes], bytes]) -> None:
        brought = relaying.relay(cast.SOUTH, now=NOW, road=lambda _: Liar("withdrawn", lie))

        assert not brought.is_well
        assert not RelayedList.objects.exists()

    def test_asks_all_other_members(self) -> None:
        brought = {each.peer: each.is_well for each in relaying.relay_all(now=NOW, road=road)}

        assert brought == {"east": False, cast.SOUTH: True}


class TestCheckpoint:
    def test_takes_the_list_of_a_province_elsewhere_from_its_own(
        self, shown: str, client: ProvinceClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = directory.find(cast.NORTH)
        monkeypatch.setattr(directory, "hosted", lambda: [own])
        bring()

        told = json.loads(client.get(address("scanner:lists")).content)
        found = client.get(told["relayed"][cast.SOUTH]["0"])

        assert told["relayed"].keys() == {cast.SOUTH}
        assert found.content == bytes(RelayedList.objects.get().data)
        assert found.headers["Content-Type"] == "application/statuslist+cwt"

    def test_asks_a_province_of_the_same_node_itself(
        self, shown: str, client: ProvinceClient
    ) -> None:
        bring()

        assert json.loads(client.get(address("scanner:lists")).content)["relayed"] == {}
