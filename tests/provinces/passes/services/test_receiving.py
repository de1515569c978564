"""What the federation hands down replaces what it handed down before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.signing.keys import BadKey
from core.signing.p256 import PassKey, fresh_secret
from provinces.passes import codec, listing, queries, verifying
from provinces.passes import services as passes
from provinces.passes.codec import BadList, StatusReference
from provinces.passes.models import HostPolicy, RelayedList, TrustedKey
from provinces.passes.services import HandedKey, NotYet
from provinces.passes.verifying import Caveat
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import passes as made
from tests.provinces.passes.codec.made import paper

DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("north")


def handed(key: str = "", **changes: object) -> HandedKey:
    text = key or PassKey("concord/south", fresh_secret()).verifier.text
    given = {"issuer": "south", "name_zh": "南省", "name_en": "South", "since": NOW, "until": None}
    return HandedKey(key=text, **given | changes)


class TestReceiveKeys:
    def test_trusts_these_and_no_others(self) -> None:
        first, second = handed(), handed()
        passes.receive_keys([first])

        passes.receive_keys([second])

        assert TrustedKey.objects.get().key == second.key

    def test_takes_what_changed_of_one_that_is_known(self) -> None:
        first = handed()
        passes.receive_keys([first])

        passes.receive_keys([handed(first.key, until=NOW + DAY)])

        assert TrustedKey.objects.get().until == NOW + DAY

    def test_refuses_all_for_one_that_is_no_key(self) -> None:
        passes.receive_keys([handed()])

        with pytest.raises(BadKey):
            passes.receive_keys([handed(), handed("nonsense")])
        assert TrustedKey.objects.count() == 1


class TestReceiveEntryPolicies:
    def test_keeps_a_version_as_it_came_first(self) -> None:
        made.policy(made.ASKED)

        made.policy(made.DENIED)

        assert HostPolicy.objects.get().document["rules"] == [made.ASKED]

    def test_has_the_latest_version_count(self) -> None:
        made.policy(version=1)
        made.policy(version=2)

        (host,) = queries.hosts(NOW)
        assert (host.slug, host.version) == ("south", 2)


class TestReceiveStatusList:
    """What the east withdrew, which is elsewhere."""

    key = PassKey("concord/east", fresh_secret())
    other = PassKey("concord/west", fresh_secret())

    def receive(
        self, *places: int, key: PassKey = key, at: datetime = NOW, now: datetime = NOW
    ) -> bool:
        data = made.withdrawn("east", key, *places, at=at)
        return passes.receive_status_list("east", 0, data, now=now)

    def verified(self, at: datetime = NOW) -> verifying.Verified:
        """Return what the north says of a pass of the east in place 5 of its list."""
        claims = paper(issuer="east", status=StatusReference(0, 5))
        return queries.verify(codec.encode(claims, self.key), at)

    @pytest.fixture(autouse=True)
    def east(self, north: directory.Entry) -> None:
        made.trusted("east", self.key)

    def test_has_what_a_neighbour_withdrew_count_no_more(self) -> None:
        assert self.verified().caveats == (Caveat.STATUS_LIST_MISSING,)

        self.receive()
        stood = self.verified()
        self.receive(5, at=NOW + DAY, now=NOW + DAY)

        assert (stood.failure, stood.caveats) == ("", ())
        assert self.verified().failure == "Withdrawn"

    def test_is_used_on_when_it_is_over_and_says_so(self) -> None:
        self.receive()

        assert self.verified(NOW + 2 * DAY).caveats == (Caveat.STATUS_LIST_OVER,)

    def test_takes_nothing_back_by_an_older_one(self) -> None:
        self.receive(5)

        assert not self.receive(at=NOW - timedelta(hours=1))
        assert self.verified().failure == "Withdrawn"

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"key": other}, "not known"),
            ({"at": NOW - 3 * DAY}, "does not count"),
        ],
    )
    def test_keeps_none_that_may_not_be_believed(self, wrong: Any, why: str) -> None:
        with pytest.raises(BadList, match=why):
            self.receive(5, **wrong)

        assert not RelayedList.objects.exists()

    def test_keeps_one_by_a_clock_that_is_a_little_ahead(self) -> None:
        assert self.receive(5, at=NOW + timedelta(minutes=4))

    def test_waits_with_one_by_a_clock_that_is_far_ahead(self) -> None:
        with pytest.raises(NotYet, match="later than now"):
            self.receive(5, at=NOW + timedelta(minutes=6))

        assert not RelayedList.objects.exists()

    def test_takes_nothing_back_within_a_second(self) -> None:
        self.receive(5)

        assert not self.receive()
        assert self.verified().failure == "Withdrawn"
        self.receive(5, 6)
        assert self.verified().failure == "Withdrawn"

    def test_keeps_none_under_another_number(self) -> None:
        with pytest.raises(BadList, match="asked for"):
            passes.receive_status_list("east", 1, made.withdrawn("east", self.key), now=NOW)

    def test_keeps_none_that_ends_beyond_all_time(self) -> None:
        data = made.withdrawn("east", self.key, lasts=1 << 39)

        with pytest.raises(BadList, match="beyond all time"):
            passes.receive_status_list("east", 0, data, now=NOW)

    def test_counts_no_more_when_its_key_does_not(self) -> None:
        self.receive(5)

        made.trusted("east", self.other)

        assert listing.known(NOW, listing.trusted(NOW))[1:] == []

    def test_is_forgotten_when_no_pass_of_then_can_be_shown(self) -> None:
        self.receive(5)

        passes.drop_before(NOW + 89 * DAY, now=NOW + 89 * DAY)
        assert RelayedList.objects.exists()
        passes.drop_before(NOW + 91 * DAY, now=NOW + 91 * DAY)

        assert not RelayedList.objects.exists()
