"""When a listed key counts, and that a member is read as it was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from federation.peers import instants
from federation.peers.listing import Ground, ListedKey, Member
from provinces.tenancy.keys import KeyRole

from .founding import NOW, stranger

SECOND = timedelta(seconds=1)


class TestIsInForce:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [(NOW - SECOND, False), (NOW, True), (NOW + SECOND, True), (NOW + 2 * SECOND, False)],
    )
    def test_is_half_open(self, at: datetime, expected: bool) -> None:
        key = ListedKey("key", NOW, NOW + 2 * SECOND)

        assert key.is_in_force(at) == expected
        assert not replace(key, is_revoked=True).is_in_force(at)

    def test_lasts_where_there_is_no_end(self) -> None:
        assert ListedKey("key", NOW).is_in_force(NOW + timedelta(days=9999))


class TestEnded:
    def test_never_makes_a_key_last_longer(self) -> None:
        key = ListedKey("key", NOW, NOW + SECOND)

        assert key.ended(NOW + 2 * SECOND) == key
        assert key.ended(NOW).until == NOW
        assert ListedKey("key", NOW).ended(NOW + SECOND) == key


class TestMember:
    def test_is_read_as_it_was_written(self) -> None:
        member = replace(stranger(), territory=Ground("00" * 32, 7), versions=(1, 2), left_at=NOW)
        revoked = replace(member.keys[KeyRole.LEDGER][0], is_revoked=True, until=NOW)
        member = replace(member, keys={**member.keys, KeyRole.LEDGER: (revoked,)})

        assert Member.from_json("east", member.as_json()) == member

    def test_lists_the_newest_key_first(self) -> None:
        old, new = ListedKey("old", NOW), ListedKey("new", NOW + SECOND)
        member = replace(stranger(), keys={KeyRole.LEDGER: (old, new)})

        assert member.listed(KeyRole.LEDGER) == (new, old)
        assert member.in_force(KeyRole.LEDGER, NOW) == (old,)

    def test_is_in_until_it_leaves(self) -> None:
        member = replace(stranger(), left_at=NOW)

        assert member.is_in(NOW - SECOND)
        assert not member.is_in(NOW)


class TestInstants:
    def test_are_whole_seconds_of_utc(self) -> None:
        at = NOW + timedelta(microseconds=999_999)

        assert instants.text(at) == "2026-11-15T04:00:00Z"
        assert instants.instant(instants.text(at)) == instants.whole(at) == NOW

    @pytest.mark.parametrize("text", ["", "2026-11-15", "2026-11-15T04:00:00+00:00", "now"])
    def test_have_one_form(self, text: str) -> None:
        with pytest.raises(ValueError, match="does not match"):
            instants.instant(text)
