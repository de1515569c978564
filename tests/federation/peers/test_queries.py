"""What is known of members at a moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.peers import queries
from federation.peers.documents import Document
from provinces.tenancy import directory, keys, scope
from provinces.tenancy.keys import KeyRole

from .founding import FOUNDED, NOW

SECOND = timedelta(seconds=1)


class TestOutsideEveryFederation:
    def test_knows_nobody(self, north: directory.Entry) -> None:
        assert queries.held() is None
        assert queries.document() is None
        assert queries.membership_version() is None
        assert queries.members(NOW) == ()
        assert queries.member("north") is None
        assert queries.verifiers("north", KeyRole.LEDGER, NOW) == []
        assert queries.expiring(NOW) == []


@pytest.mark.usefixtures("federation")
class TestDocument:
    def test_is_the_latest_or_the_one_that_is_named(self, federation: Document) -> None:
        assert queries.document() == queries.document(1) == federation.to_bytes()
        assert queries.document(2) is None


@pytest.mark.usefixtures("federation")
class TestVerifiers:
    @pytest.mark.parametrize("role", [KeyRole.LEDGER, KeyRole.REQUEST, KeyRole.MEMBERSHIP])
    def test_are_the_members_own(self, role: KeyRole) -> None:
        with scope.province("south"):
            own = keys.signing_key(role).verifier

        assert queries.verifiers("south", role, NOW) == [own]

    def test_count_while_the_membership_does(self) -> None:
        end = queries.held().expires

        assert queries.verifiers("south", KeyRole.LEDGER, FOUNDED)
        assert not queries.verifiers("south", KeyRole.LEDGER, FOUNDED - SECOND)
        assert queries.verifiers("south", KeyRole.LEDGER, end - SECOND)
        assert not queries.verifiers("south", KeyRole.LEDGER, end)

    def test_of_a_stranger_are_none(self) -> None:
        assert queries.verifiers("east", KeyRole.LEDGER, NOW) == []


@pytest.mark.usefixtures("federation")
class TestSealingKey:
    def test_is_the_members_own(self) -> None:
        with scope.province("south"):
            [own] = keys.sealing_keys()

        assert queries.sealing_key("south", NOW) == own.public

    def test_needs_a_member(self) -> None:
        with pytest.raises(queries.NotAMember):
            queries.sealing_key("east", NOW)

    def test_needs_a_key_in_force(self) -> None:
        with pytest.raises(queries.NoSealingKey):
            queries.sealing_key("south", FOUNDED - SECOND)


@pytest.mark.usefixtures("federation")
class TestThresholdState:
    def test_of_what_is_held_is_complete(self, federation: Document) -> None:
        state = queries.threshold_state(federation)

        assert state["is_complete"]
        assert (state["signed"], state["missing"], state["threshold"]) == (["north", "south"], 0, 2)
