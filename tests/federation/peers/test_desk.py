"""What operators order at the command line."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from federation.peers import desk, queries
from federation.peers.reasons import BadMembership, Reason
from provinces.ledger.models import Payload
from provinces.tenancy import directory, scope

from .founding import FOUNDED, HOSTED, NOW

DAY = timedelta(days=1)


def signed(data: bytes) -> bytes:
    """Return a document joined from copies that each province has signed by itself."""
    copies = []
    for slug in HOSTED:
        with scope.province(slug):
            copies.append(desk.sign(data=data, now=NOW))
    return desk.joined(copies)


@pytest.mark.usefixtures("north", "own_keys")
class TestFound:
    def test_tells_what_was_founded(self) -> None:
        told = desk.found(federation="Test", provinces=HOSTED, now=FOUNDED)

        assert (told["version"], told["members"], told["is_complete"]) == (1, [*HOSTED], True)
        assert Payload.objects.filter(by="operator").count() == 2


class TestMembership:
    def test_of_no_federation_is_empty(self, north: directory.Entry) -> None:
        assert desk.membership(now=NOW) == {"version": None, "members": [], "expiring": []}
        assert desk.keys(now=NOW) == []

    @pytest.mark.usefixtures("federation")
    def test_tells_what_expires(self) -> None:
        told = desk.membership(now=FOUNDED + 150 * DAY)

        expected = {"what": "membership 1", "at": "2027-04-14T04:00:00Z", "days_left": 30}
        assert told["expiring"] == [expected]
        json.dumps(told)


@pytest.mark.usefixtures("federation")
class TestKeys:
    def test_are_all_that_are_listed(self) -> None:
        listed = desk.keys(now=NOW)

        assert len(listed) == 10
        assert all(key["is_in_force"] for key in listed)
        json.dumps(listed)


@pytest.mark.usefixtures("federation")
class TestRotate:
    def test_goes_round_as_a_file_and_is_taken(self) -> None:
        data = signed(desk.rotate(role="request", now=NOW))

        told = desk.take(data=data, now=NOW)

        assert (told["version"], told["is_complete"]) == (2, True)
        assert len(desk.keys(now=NOW)) == 11

    def test_refuses_a_role_there_is_not(self) -> None:
        with pytest.raises(ValueError, match="'pass' is not a valid KeyRole"):
            desk.rotate(role="pass", now=NOW)

    def test_tells_who_has_not_signed(self) -> None:
        data = desk.sign(data=desk.rotate(role="ledger", now=NOW), now=NOW)

        assert desk.read(data)["unsigned"] == ["south"]
        with pytest.raises(BadMembership) as caught:
            desk.take(data=data, now=NOW)
        assert caught.value.reason == Reason.BELOW_PREVIOUS


@pytest.mark.usefixtures("north", "own_keys")
class TestCard:
    def test_lets_a_province_join_by_files_alone(self) -> None:
        with scope.province("south"):
            desk.found(federation="Test", provinces=["south"], now=FOUNDED)
        card = json.loads(json.dumps(desk.card(now=NOW)))

        with scope.province("south"):
            data = desk.draft(now=NOW, cards=[card])
        data = signed(data)
        told = desk.take(data=data, now=NOW, anchor=desk.read(data)["digest"])

        assert told["members"] == ["north", "south"]
        assert queries.membership_version() == 2


@pytest.mark.usefixtures("federation")
class TestSuspend:
    def test_is_told_with_its_reason(self) -> None:
        assert desk.suspend(peer="south", because="it lies", now=NOW) == {"peer": "south"}
        [told] = desk.peers()
        assert (told["state"], told["because"]) == ("suspended", "it lies")

        desk.resume(peer="south", because="it does not", now=NOW)
        [told] = desk.peers()
        assert (told["state"], told["because"]) == ("active", "")
