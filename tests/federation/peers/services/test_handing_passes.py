"""Taking a membership means trusting the keys of passes that it lists, and for as long."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from federation.peers import queries, services
from federation.peers.documents import Document
from provinces.passes import codec, listing
from provinces.passes import services as passes
from provinces.passes.codec import UnknownKey, Untrusted
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests.factories import areas, citizens
from tests.federation.peers import founding
from tests.federation.peers.founding import NOW

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def of_south(now: datetime = NOW) -> str:
    """Return a live pass of the south."""
    with scope.province("south"):
        return passes.issue_live(citizens.citizen(area=areas.area("120101")).pk, now=now).text


@pytest.mark.usefixtures("federation")
class TestHandDownPassKeys:
    def test_has_a_neighbours_pass_accepted(self) -> None:
        claims = codec.decode(of_south(), listing.trusted(NOW).known)

        assert claims.issuer == "south"

    def test_is_for_as_long_as_the_membership(self, federation: Document) -> None:
        ends = queries.held().expires
        (theirs,) = [key for key in listing.trusted(NOW).keys if key.issuer == "south"]

        assert theirs.until == int(ends.timestamp())

    def test_is_for_ever_of_ones_own(self) -> None:
        (own,) = [key for key in listing.trusted(NOW).keys if key.issuer == "north"]

        assert own.until is None

    def test_outlasts_a_suspension(self) -> None:
        services.suspend("south", by="official:ada", because="a fork", now=NOW)

        assert codec.decode(of_south(), listing.trusted(NOW).known).issuer == "south"

    def test_ends_for_a_key_that_is_revoked(self) -> None:
        text = of_south()
        with scope.province("south"):
            document = services.rotate_key(KeyRole.PASSES, now=NOW, is_compromised=True)
        founding.taken(document)

        with pytest.raises(Untrusted):
            codec.decode(text, listing.trusted(NOW).known)
        assert codec.decode(of_south(NOW + SECOND), listing.trusted(NOW).known).issuer == "south"

    def test_signs_with_the_new_key_once_it_is_listed(self) -> None:
        with scope.province("south"):
            before = keys.pass_keys()[0].verifier.key_id
            document = services.rotate_key(KeyRole.PASSES, now=NOW)
            old = of_south()
        founding.taken(document)

        known = listing.trusted(NOW).known
        assert before in known
        codec.decode(old, known)
        codec.decode(of_south(NOW + SECOND), known)
        assert len([key for keys_ in known.values() for key in keys_]) == 3


class TestWithout:
    def test_knows_nobodys_passes(self, north: object) -> None:
        with pytest.raises(UnknownKey):
            codec.decode(of_south(), listing.trusted(NOW).known)
