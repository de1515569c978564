"""The peers' desk, the overview, and the pages for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.signing.p256 import PassKey, fresh_secret
from federation.console import naming, violations
from federation.peers.models import Peer
from federation.peers.queries import Expiring, peers
from federation.sync.models import Cursor, Fork, Refusal
from federation.sync.violations import Violation
from provinces.accounts.models import User
from provinces.tenancy import directory
from provinces.tenancy.keys import KeyRole
from tests import cast
from tests.client import ProvinceClient
from tests.factories import federations, feeds, ledger, road
from tests.factories import passes as made
from tests.federation.casework import stories
from tests.pages import address, words

from .desks import ordered, shown, status

NOW = cast.NOW
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _federation(north: directory.Entry, own_keys: None) -> None:
    federations.founded()
    Peer.objects.get_or_create(slug=cast.SOUTH, defaults={"url": "https://south.example/"})


@pytest.fixture
def officer() -> User:
    return stories.official("federation_officer", unit="federation office")


def behind() -> None:
    Cursor.objects.create(
        peer=cast.SOUTH, log="feed", note_size=1200, next_try_at=NOW, checked_at=NOW,
        failures=2, trouble="nobody answers",
    )  # fmt: skip


class TestPeers:
    def test_says_how_far_behind_we_are_and_what_expires(self, officer: User) -> None:
        behind()

        said = shown(officer, "desk:peers")

        assert "South Followed Feed: 1,200" in said
        assert "of the list of members." in said

    def test_calls_what_expires_by_words(self) -> None:
        key = Expiring("passes key since 2026-10-16", NOW, KeyRole.PASSES, NOW)

        assert naming.of_ours(key) == "Key that signs passes, since 15 November 2026"
        assert naming.of_ours(Expiring("membership 1", NOW)) == "The membership"

    def test_says_how_old_the_list_is_by_which_its_passes_are_checked(self, officer: User) -> None:
        made.relayed(cast.SOUTH, PassKey("concord/south", fresh_secret()), at=NOW - HOUR)

        said = shown(officer, "desk:peer", cast.SOUTH)

        assert "our checkpoints go by it Not renewed lately" in said

    def test_names_refusals_and_forks(self, officer: User) -> None:
        behind()
        Refusal.objects.create(
            peer=cast.SOUTH, log="feed", code="bad-leaf", detail="entry 7 is not in the tree",
            first_at=NOW, last_at=NOW,
        )  # fmt: skip
        Fork.objects.create(peer=cast.SOUTH, log="feed", first="one", second="two", found_at=NOW)

        said = shown(officer, "desk:peer", cast.SOUTH)

        assert "or is none at all entry 7 is not in the tree" in said
        assert "Two histories" in said
        assert "0 of 1,200 entries read" in said
        assert "It could not be asked nobody answers" in said
        assert "Told two histories" in shown(officer, "desk:peers")


class TestViolations:
    def test_all_have_words(self) -> None:
        assert set(violations.VIOLATIONS) == set(Violation)

    def test_are_said_where_they_keep_a_log(self, officer: User) -> None:
        behind()
        Cursor.objects.update(trouble="rollback: 7 is less than 9", is_refused=True)

        said = shown(officer, "desk:peer", cast.SOUTH)

        assert "Its log became shorter than it was rollback: 7 is less than 9" in said


class TestSuspend:
    def test_stops_imports_and_resume_takes_them_up(self, officer: User) -> None:
        assert "Say why" in ordered(officer, "desk:peer-suspend", cast.SOUTH)

        suspended = ordered(officer, "desk:peer-suspend", cast.SOUTH, reason="two histories")
        assert "Suspended. Nothing more is imported" in suspended
        assert peers().get(pk=cast.SOUTH).state == "suspended"
        assert "decided in the meantime" in ordered(
            officer, "desk:peer-suspend", cast.SOUTH, reason="again"
        )

        resumed = ordered(officer, "desk:peer-resume", cast.SOUTH, reason="explained")
        assert "Resumed." in resumed
        assert peers().get(pk=cast.SOUTH).state == "active"

    def test_needs_the_power_and_a_peer(self, officer: User) -> None:
        other = stories.official("high_reviewer", unit="province review")

        assert status(other, "desk:peer-suspend", cast.SOUTH, reason="no") == 403
        assert status(officer, "desk:peer-suspend", "atlantis", reason="no") == 404


class TestToday:
    def test_says_on_an_officials_desk_how_far_others_are_followed(self, officer: User) -> None:
        behind()

        said = shown(officer, "console:home")

        assert "How other provinces are followed" in said
        assert "South less than a minute ago 1,200 2" in said
        assert "0 open cases at the border" in said


class TestOverview:
    def test_counts_what_waits(self, officer: User) -> None:
        said = shown(officer, "desk:overview")

        assert "No clock runs that waits for you." in said
        assert "Contests to answer: 0. Messages to answer: 0." in said

    def test_is_for_officials_with_figures(self) -> None:
        clerk = stories.official("desk_clerk", unit="desk")

        assert "Other provinces" not in shown(clerk, "console:home")


class TestFederation:
    def test_tells_everybody_members_recognition_and_logs(self, client: ProvinceClient) -> None:
        feeds.published(3)

        said = words(client.get(address("together:federation")))

        assert "North" in said
        assert "South" in said
        assert "Recognised" in said
        assert "of 10" in said
        assert "Feed: what this province publishes 3" in said

    def test_leads_to_a_checkpoint_once_there_is_one(self, client: ProvinceClient) -> None:
        checkpoint = address("federation:checkpoint", "feed")
        before = client.get(address("together:federation")).content.decode()

        ledger.seal()

        after = client.get(address("together:federation")).content.decode()
        assert f'"{checkpoint}"' not in before
        assert f'"{checkpoint}"' in after
        assert client.get(checkpoint).status_code == 200

    def test_is_linked_from_the_foot(self, client: ProvinceClient) -> None:
        road.first_ruleset()

        assert "members, recognition and public logs" in words(client.get(address("portal:rules")))


class TestVerifying:
    def test_shows_the_key_to_verify_with(self, client: ProvinceClient) -> None:
        said = words(client.get(address("together:verifying")))

        assert federations.ledger_key(cast.NORTH).verifier.text in said
        assert "verify_proof.py proof.json --key" in said
