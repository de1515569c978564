"""The lists of a province: whom it trusts, what it withdrew, the same bytes in every process."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.signing.p256 import PassKey, fresh_secret
from provinces.citizens.models import Citizen
from provinces.passes import keyring, listing
from provinces.passes import services as passes
from provinces.passes.codec import lists
from provinces.passes.listing import NoSuchList
from provinces.passes.services import HandedKey
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole
from tests.cast import NOW

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)

pytestmark = pytest.mark.usefixtures("north", "own_keys")


def handed(issuer: str = "south", *, key: str = "", days: int | None = None) -> HandedKey:
    """Hand a key down that counts since yesterday, for so many days from now."""
    text = key or PassKey(f"concord/{issuer}", fresh_secret()).verifier.text
    until = None if days is None else NOW + days * DAY
    return HandedKey(issuer, "省", issuer.title(), text, NOW - DAY, until)


class TestTrustList:
    def test_has_ones_own_keys_in_no_federation(self) -> None:
        (own,) = listing.trusted(NOW).keys

        assert (own.issuer, own.verifier) == ("north", keys.pass_keys()[0].verifier)

    def test_has_those_that_are_handed_down_with_their_time(self) -> None:
        passes.receive_keys([handed(days=3)])

        theirs = next(key for key in listing.trusted(NOW).keys if key.issuer == "south")

        assert theirs.until == int((NOW + 3 * DAY).timestamp())
        assert listing.trusted(NOW).names["south"] == ("省", "South")

    def test_has_a_key_that_was_retired(self) -> None:
        before = keys.pass_keys()[0].verifier
        keys.rotate(KeyRole.PASSES)
        keys.retire(KeyRole.PASSES)

        assert before in [key.verifier for key in listing.trusted(NOW).keys]

    def test_is_the_same_for_ten_minutes(self) -> None:
        first = listing.trust_list(NOW)

        assert listing.trust_list(NOW + 9 * MINUTE) == first
        assert listing.trust_list(NOW + 10 * MINUTE) != first


class TestStatusList:
    def test_is_the_same_for_a_minute(self, eve: Citizen) -> None:
        passes.issue_paper(eve, now=NOW)
        first = listing.status_list(0, NOW)

        assert listing.status_list(0, NOW + 59 * SECOND) == first
        assert listing.status_list(0, NOW + MINUTE) != first

    def test_is_of_its_number_alone(self, eve: Citizen, finn: Citizen) -> None:
        passes.issue_paper(eve, now=NOW)
        passes.withdraw_for(eve, now=NOW)

        assert any(listing.withdrawn(0, NOW).bits)
        with pytest.raises(NoSuchList):
            listing.withdrawn(1, NOW)

    def test_says_as_of_when_it_is(self, eve: Citizen) -> None:
        passes.issue_paper(eve, now=NOW)
        passes.withdraw_for(eve, now=NOW + 7 * SECOND)

        found = listing.withdrawn(0, NOW + 30 * SECOND)

        assert found.issued_at == int((NOW + 7 * SECOND).timestamp())

    def test_is_small_however_many_there_are(self) -> None:
        assert len(listing.status_list(0, NOW)) < 600
        assert len(listing.withdrawn(0, NOW).bits) == 1 << 14

    def test_is_believed_in_the_first_minute_of_a_key(self) -> None:
        own = handed("north", key=keys.pass_keys()[0].verifier.text)
        passes.receive_keys([replace(own, since=NOW + 20 * SECOND)])

        data = listing.status_list(0, NOW + 30 * SECOND)

        told = lists.read_status_list(data, listing.trusted(NOW + 30 * SECOND).keys)
        assert told.issued_at == int((NOW + 20 * SECOND).timestamp())

    def test_is_read_by_who_trusts_the_province(self) -> None:
        data = listing.status_list(0, NOW)

        assert lists.read_status_list(data, listing.trusted(NOW).keys).issuer == "north"


class TestSigner:
    def test_is_the_newest_key_in_no_federation(self) -> None:
        keys.rotate(KeyRole.PASSES)

        assert keyring.signer(NOW) == keys.pass_keys()[0]

    def test_is_the_newest_that_others_know(self) -> None:
        known = keys.pass_keys()[0]
        passes.receive_keys([handed("north", key=known.verifier.text)])
        keys.rotate(KeyRole.PASSES)

        assert keyring.signer(NOW) == known

        newest = keys.pass_keys()[0]
        both = [handed("north", key=key.verifier.text) for key in keys.pass_keys()]
        passes.receive_keys(both)
        assert keyring.signer(NOW) == newest

    def test_is_none_that_was_revoked(self) -> None:
        revoked = keys.pass_keys()[0]
        keys.rotate(KeyRole.PASSES)
        newest = keys.pass_keys()[0]
        given = [
            handed("north", key=revoked.verifier.text, days=-1),
            handed("north", key=newest.verifier.text),
        ]
        passes.receive_keys(given)

        assert keyring.signer(NOW) == newest
