"""The rehearsed rotation of every kind of key: nothing signed before is lost, nothing stalls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.signing import sealing, statements
from core.signing.keys import BadSignature
from federation.peers import queries, requests, services
from federation.peers.reasons import BadMembership, Reason
from federation.peers.requests import Refusal, RefusedRequest
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests.federation.peers import founding
from tests.federation.peers.founding import FOUNDED, NOW, arrived, sent

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
SIGNING = keys.SIGNING

pytestmark = pytest.mark.usefixtures("federation")


def rotated(role: KeyRole, **given: bool) -> None:
    """Replace a key of the south, and have both provinces take the new membership."""
    with scope.province("south"):
        document = services.rotate_key(role, now=NOW, **given)
    founding.taken(document)


class TestRotateKey:
    @pytest.mark.parametrize("role", SIGNING)
    def test_leaves_what_was_signed_before_verifiable(self, role: KeyRole) -> None:
        with scope.province("south"):
            signature = keys.signing_key(role).sign(b"before")

        rotated(role)

        [verifier] = queries.verifiers("south", role, NOW - DAY)
        verifier.verify(signature, b"before")

    @pytest.mark.parametrize("role", SIGNING)
    def test_has_what_is_signed_from_now_on_verify_under_the_new_key(self, role: KeyRole) -> None:
        [before] = queries.verifiers("south", role, NOW)

        rotated(role)

        with scope.province("south"):
            signature = keys.signing_key(role).sign(b"after")
        newest = queries.verifiers("south", role, NOW)[0]
        newest.verify(signature, b"after")
        with pytest.raises(BadSignature):
            before.verify(signature, b"after")

    @pytest.mark.parametrize("role", [KeyRole.LEDGER, KeyRole.REQUEST])
    def test_lets_the_key_before_count_for_a_week(self, role: KeyRole) -> None:
        rotated(role)

        assert len(queries.verifiers("south", role, NOW + 7 * DAY - SECOND)) == 2
        assert len(queries.verifiers("south", role, NOW + 7 * DAY)) == 1

    def test_ends_a_membership_key_at_once(self) -> None:
        rotated(KeyRole.MEMBERSHIP)

        assert len(queries.verifiers("south", KeyRole.MEMBERSHIP, NOW)) == 1

    def test_is_in_the_ledger(self) -> None:
        services.rotate_key(KeyRole.LEDGER, now=NOW)

        event = Payload.objects.get(about="key:ledger").entry.event
        assert event == Event.KEY_ROTATED


class TestRotatedRequestKey:
    def test_signs_once_peers_can_know_it(self) -> None:
        before = sent()
        with scope.province("south"):
            old = keys.signing_key(KeyRole.REQUEST).verifier
            document = services.rotate_key(KeyRole.REQUEST, now=NOW)
            new = keys.signing_key(KeyRole.REQUEST).verifier

        meanwhile = sent()
        founding.taken(document)
        after = sent()

        assert old.id_text in before["Signature-Input"]
        assert old.id_text in meanwhile["Signature-Input"]
        assert new.id_text in after["Signature-Input"]
        for headers in (before, meanwhile, after):
            assert requests.verified(arrived(headers), now=NOW) == "south"

    def test_is_refused_under_the_old_key_when_the_overlap_is_over(self) -> None:
        with scope.province("south"):
            document = services.rotate_key(KeyRole.REQUEST, now=NOW)
        services.take(founding.signed(document), now=NOW)
        later = NOW + 7 * DAY

        # The south has not taken the membership that lists its new key.
        request = arrived(sent(now=later))

        with pytest.raises(RefusedRequest) as caught:
            requests.verified(request, now=later)
        assert caught.value.code == Refusal.EXPIRED_KEY

    def test_is_refused_at_once_when_it_was_compromised(self) -> None:
        before = sent(now=NOW - SECOND)

        rotated(KeyRole.REQUEST, is_compromised=True)

        with pytest.raises(RefusedRequest) as caught:
            requests.verified(arrived(before), now=NOW)
        assert caught.value.code == Refusal.REVOKED_KEY
        assert requests.verified(arrived(sent()), now=NOW) == "south"


class TestRotatedSealingKey:
    def test_opens_what_was_sealed_to_either(self) -> None:
        before = sealing.seal(b"old", queries.sealing_key("south", NOW), b"context")

        rotated(KeyRole.SEALING)

        after = sealing.seal(b"new", queries.sealing_key("south", NOW), b"context")
        with scope.province("south"):
            newest, older = keys.sealing_keys()
        assert sealing.opened(before, older, b"context") == b"old"
        assert sealing.opened(after, newest, b"context") == b"new"

    def test_is_not_sealed_to_when_it_was_compromised(self) -> None:
        before = queries.sealing_key("south", NOW)

        rotated(KeyRole.SEALING, is_compromised=True)

        assert queries.sealing_key("south", NOW) != before


class TestRotatedLedgerKey:
    def test_vouches_for_statements_of_its_own_time_alone(self) -> None:
        with scope.province("south"):
            statement = statements.signed({"says": "before"}, keys.signing_key(KeyRole.LEDGER))

        rotated(KeyRole.LEDGER)

        [old] = queries.verifiers("south", KeyRole.LEDGER, FOUNDED)
        assert statements.verified(statement, old) == {"says": "before"}
        late = queries.verifiers("south", KeyRole.LEDGER, NOW + 8 * DAY)
        with pytest.raises(statements.BadStatement):
            statements.verified(statement, *late)


class TestRotatedMembershipKey:
    def test_signs_the_next_version_but_one(self) -> None:
        rotated(KeyRole.MEMBERSHIP)

        founding.taken(services.draft(now=NOW))

        assert queries.membership_version() == 3

    def test_needs_the_key_before_for_the_version_that_brings_it(self) -> None:
        with scope.province("south"):
            document = services.rotate_key(KeyRole.MEMBERSHIP, now=NOW)
            keys.retire(KeyRole.MEMBERSHIP)
        document = founding.signed(document)

        with pytest.raises(BadMembership) as caught:
            services.take(document, now=NOW)

        assert caught.value.reason == Reason.BELOW_PREVIOUS

    def test_needs_the_other_members_too(self) -> None:
        with scope.province("south"):
            document = services.rotate_key(KeyRole.MEMBERSHIP, now=NOW)
        document = founding.signed(document, ["south"])

        with pytest.raises(BadMembership) as caught:
            services.take(document, now=NOW)

        assert caught.value.reason == Reason.BELOW_PREVIOUS


class TestRetireKeys:
    def test_forgets_a_key_whose_time_is_over(self) -> None:
        rotated(KeyRole.REQUEST)

        with scope.province("south"):
            services.retire_keys(KeyRole.REQUEST, now=NOW + 7 * DAY)

            assert len(keys.signing_keys(KeyRole.REQUEST)) == 1
        assert requests.verified(arrived(sent()), now=NOW) == "south"

    def test_refuses_while_the_key_counts(self) -> None:
        rotated(KeyRole.REQUEST)

        with scope.province("south"), pytest.raises(services.StillCounts, match="counts until"):
            services.retire_keys(KeyRole.REQUEST, now=NOW)

    def test_refuses_while_nobody_knows_the_new_key(self) -> None:
        services.rotate_key(KeyRole.REQUEST, now=NOW)

        with pytest.raises(services.StillCounts, match="not listed"):
            services.retire_keys(KeyRole.REQUEST, now=NOW + 30 * DAY)
