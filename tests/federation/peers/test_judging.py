"""What a membership document may be, by itself and after the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.signing import keys as signing
from federation.peers import documents, judging
from federation.peers.documents import Document
from federation.peers.listing import ListedKey, Member
from federation.peers.reasons import BadMembership, Reason
from provinces.tenancy.keys import KeyRole

from .founding import FOUNDED, NOW, stranger

EXPIRES = FOUNDED + timedelta(days=180)
DAY = timedelta(days=1)
SLUGS = ("east", "north", "south", "west")


class Members:
    """Members of which the test has the membership keys."""

    def __init__(self, *slugs: str) -> None:
        self.keys = {slug: signing.generate(f"concord/{slug}") for slug in slugs}
        self.listed: dict[str, Member] = {}
        for slug, key in self.keys.items():
            own = (ListedKey(key.verifier.text, FOUNDED),)
            member = stranger(slug)
            self.listed[slug] = replace(member, keys={**member.keys, KeyRole.MEMBERSHIP: own})

    def change(self, slug: str, **changes: Any) -> None:
        self.listed[slug] = replace(self.listed[slug], **changes)

    def list_key(self, slug: str, role: KeyRole, *listed: ListedKey) -> None:
        self.change(slug, keys={**self.listed[slug].keys, role: listed})

    def document(
        self,
        *signers: str,
        version: int = 1,
        expires: datetime = EXPIRES,
        federation: str = "Test",
        members: Mapping[str, Member] | None = None,
    ) -> Document:
        made = documents.compose(
            federation, version=version, expires=expires, members=members or self.listed
        )
        return documents.signed(made, [self.keys[slug] for slug in signers])


def reason(document: Document, previous: Document | None = None, now: datetime = NOW) -> Reason:
    with pytest.raises(BadMembership) as caught:
        judging.judge(document, previous=previous, now=now)
    return caught.value.reason


class TestFirst:
    @pytest.mark.parametrize(("members", "threshold"), [(1, 1), (2, 2), (3, 2), (4, 3)])
    def test_stands_with_a_majority_of_its_members(self, members: int, threshold: int) -> None:
        slugs = SLUGS[:members]
        made = Members(*slugs)

        judging.judge(made.document(*slugs[:threshold]), previous=None, now=NOW)

        below = made.document(*slugs[: threshold - 1])
        assert reason(below) == Reason.BELOW_THRESHOLD

    def test_counts_nobody_twice(self) -> None:
        made = Members("north", "south")

        assert reason(made.document("north", "north")) == Reason.BELOW_THRESHOLD

    def test_counts_no_signature_over_something_else(self) -> None:
        made = Members("north", "south")
        other = made.document("south", expires=EXPIRES + DAY)
        document = made.document("north")
        document.metadata.signatures.update(other.metadata.signatures)

        assert reason(document) == Reason.BELOW_THRESHOLD

    def test_counts_no_stranger(self) -> None:
        made = Members("north", "south")
        thief = signing.generate("concord/south")

        document = documents.signed(made.document("north"), [thief])

        assert reason(document) == Reason.BELOW_THRESHOLD

    def test_is_over_at_its_end(self) -> None:
        document = Members("north").document("north")

        assert reason(document, now=EXPIRES) == Reason.EXPIRED

    def test_does_not_count_for_years(self) -> None:
        document = Members("north").document("north", expires=NOW + timedelta(days=367))

        assert reason(document) == Reason.TOO_LONG

    def test_lists_keys_of_their_province_alone(self) -> None:
        made = Members("north")
        key = signing.generate("concord/south").verifier.text
        made.list_key("north", KeyRole.LEDGER, ListedKey(key, FOUNDED))

        assert reason(made.document("north")) == Reason.KEY_OF_ANOTHER

    def test_lists_no_key_for_two_roles(self) -> None:
        made = Members("north")
        made.list_key("north", KeyRole.LEDGER, *made.listed["north"].keys[KeyRole.REQUEST])

        assert reason(made.document("north")) == Reason.SHARED_KEY

    def test_lists_no_sealing_key_for_two_members(self) -> None:
        made = Members("north", "south")
        made.list_key("north", KeyRole.SEALING, *made.listed["south"].keys[KeyRole.SEALING])

        assert reason(made.document("north", "south")) == Reason.SHARED_KEY

    @pytest.mark.parametrize("role", [KeyRole.LEDGER, KeyRole.SEALING])
    @pytest.mark.parametrize("key", ["", "nonsense", "AAAA", "concord/north+00000000+AAAA"])
    def test_lists_nothing_that_is_no_key(self, role: KeyRole, key: str) -> None:
        made = Members("north")
        made.list_key("north", role, ListedKey(key, FOUNDED))

        assert reason(made.document("north")) == Reason.MALFORMED

    @pytest.mark.parametrize("key", ["", "nonsense", "concord/north+00000000+AAAA"])
    def test_has_root_keys_that_are_keys(self, key: str) -> None:
        made = Members("north")
        made.list_key("north", KeyRole.MEMBERSHIP, ListedKey(key, FOUNDED))

        with pytest.raises(BadMembership, match="is no key"):
            made.document()

    @pytest.mark.parametrize(
        "url", ["http://north.example/", "https://10.0.0.1/", "https://north.example/x", "north"]
    )
    def test_lists_urls_that_may_be_asked(self, url: str) -> None:
        made = Members("north")
        made.change("north", url=url)

        assert reason(made.document("north")) == Reason.BAD_URL

    def test_is_signed_by_the_members_keys_and_no_others(self) -> None:
        made = Members("north", "south")
        document = made.document("north", "south")
        thief = documents.root_key(signing.generate("concord/north").verifier.text)
        document.metadata.signed.add_key(thief, "root")

        assert reason(document) == Reason.ROOT_KEYS

    @pytest.mark.parametrize("threshold", [1, 3])
    def test_has_the_threshold_of_its_size(self, threshold: int) -> None:
        document = Members("north", "south", "east").document("north")
        document.metadata.signed.roles["root"].threshold = threshold

        assert reason(document) == Reason.THRESHOLD

    @pytest.mark.parametrize("count", [0, 2])
    def test_has_one_lasting_membership_key_for_each(self, count: int) -> None:
        made = Members("north")
        fresh = [signing.generate("concord/north").verifier.text for _ in range(count)]
        made.list_key("north", KeyRole.MEMBERSHIP, *(ListedKey(key, FOUNDED) for key in fresh))

        with pytest.raises(BadMembership, match="membership keys instead of one"):
            made.document()

    def test_has_no_root_key_of_two_members(self) -> None:
        made = Members("north", "south")
        made.list_key("north", KeyRole.MEMBERSHIP, *made.listed["south"].keys[KeyRole.MEMBERSHIP])

        with pytest.raises(BadMembership, match="another's key"):
            made.document()


class TestNext:
    def test_is_signed_by_the_thresholds_of_both(self) -> None:
        made = Members("north", "south")
        first = made.document("north", "south")
        more = Members("east")
        both = Members()
        both.keys = {**made.keys, **more.keys}
        both.listed = {**made.listed, **more.listed}

        judging.judge(both.document("north", "south", version=2), previous=first, now=NOW)

        # Two of three would be enough for the new one, but not for the one before.
        lone = both.document("north", "east", version=2)
        assert reason(lone, first) == Reason.BELOW_PREVIOUS

    def test_needs_its_own_threshold_too(self) -> None:
        made = Members("north")
        first = made.document("north")
        grown = Members("south", "east", "west")
        grown.keys["north"] = made.keys["north"]
        grown.listed["north"] = made.listed["north"]

        assert reason(grown.document("north", version=2), first) == Reason.BELOW_THRESHOLD

    @pytest.mark.parametrize("version", [1, 3, 4])
    def test_is_numbered_one_higher(self, version: int) -> None:
        made = Members("north")

        document = made.document("north", version=version)

        assert reason(document, made.document("north")) == Reason.SKIPS

    def test_is_of_the_same_federation(self) -> None:
        made = Members("north")

        document = made.document("north", version=2, federation="Other")

        assert reason(document, made.document("north")) == Reason.OTHER_FEDERATION

    def test_forgets_no_member(self) -> None:
        made = Members("north", "south")
        first = made.document("north", "south")

        document = made.document("north", version=2, members={"north": made.listed["north"]})

        assert reason(document, first) == Reason.FORGOTTEN_MEMBER

    def test_may_let_a_member_go(self) -> None:
        made = Members("north", "south", "east")
        first = made.document("north", "south")
        made.change("east", left_at=NOW)

        document = made.document("north", "south", version=2)

        judging.judge(document, previous=first, now=NOW)
        assert len(document.metadata.signed.keys) == 2

    def test_forgets_no_key(self) -> None:
        made = Members("north")
        first = made.document("north")
        made.list_key("north", KeyRole.LEDGER)

        assert reason(made.document("north", version=2), first) == Reason.FORGOTTEN_KEY

    @pytest.mark.parametrize("days", [-1, 1])
    def test_moves_no_keys_beginning(self, days: int) -> None:
        made = Members("north")
        first = made.document("north")
        [key] = made.listed["north"].keys[KeyRole.LEDGER]
        made.list_key("north", KeyRole.LEDGER, replace(key, since=key.since + days * DAY))

        assert reason(made.document("north", version=2), first) == Reason.FORGOTTEN_KEY

    @pytest.mark.parametrize(
        "after",
        [{"until": None}, {"until": NOW + 2 * DAY}],
    )
    def test_prolongs_no_key(self, after: dict[str, Any]) -> None:
        made = Members("north")
        [key] = made.listed["north"].keys[KeyRole.LEDGER]
        made.list_key("north", KeyRole.LEDGER, replace(key, until=NOW + DAY))
        first = made.document("north")
        made.list_key("north", KeyRole.LEDGER, replace(key, **after))

        assert reason(made.document("north", version=2), first) == Reason.PROLONGED_KEY

    def test_may_end_a_key_earlier(self) -> None:
        made = Members("north")
        [key] = made.listed["north"].keys[KeyRole.LEDGER]
        made.list_key("north", KeyRole.LEDGER, replace(key, until=NOW + DAY))
        first = made.document("north")
        made.list_key("north", KeyRole.LEDGER, replace(key, until=NOW))

        judging.judge(made.document("north", version=2), previous=first, now=NOW)

    def test_brings_no_revoked_key_back(self) -> None:
        made = Members("north")
        [key] = made.listed["north"].keys[KeyRole.LEDGER]
        made.list_key("north", KeyRole.LEDGER, replace(key, is_revoked=True))
        first = made.document("north")
        made.list_key("north", KeyRole.LEDGER, key)

        assert reason(made.document("north", version=2), first) == Reason.PROLONGED_KEY
