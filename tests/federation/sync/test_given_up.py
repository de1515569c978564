"""What was given up with a lost history: others' words of it pass, and it stays as evidence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from core.signing import notes
from core.signing.keys import SigningKey
from federation.borders import services as borders
from federation.borders.models import Held
from federation.peers import queries as peers
from federation.peers import services as membership
from federation.peers.restorations import Kept, Restoration
from federation.sync import services, verifying, witnessing
from federation.sync.fetching import Remote
from federation.sync.services import NotInCommon
from provinces.ledger import queries as own
from provinces.ledger import sealing
from provinces.ledger import services as publishing
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.ledger.models import Entry
from provinces.tenancy import scope
from tests import cast
from tests.factories import feeds, ledger
from tests.federation.sync.losses import KEPT, pull, restore, said, signed
from tests.federation.sync.stories import Story, leaf, leaves, root

NOW = cast.NOW
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("federated")


class TestWords:
    """What third provinces show of a history that was given up."""

    def heard(self, story: Story, first: list[bytes], key: SigningKey, at: int | None) -> Any:
        note = Story("south", story.key, first).note()
        if at is not None:
            line = notes.cosignature(note.rpartition("\n\n")[0] + "\n", key, at)
            note = notes.with_lines(note, [line])
        told = {"witnessed": [{"peer": "south", "log": "feed", "note": note}]}
        east = Story("east", key, documents={"v1/witnessed": told})
        return witnessing.exchange(Remote("east", east), now=NOW, road=lambda _slug: story)

    @pytest.mark.parametrize(("at", "split"), [(-60, ()), (None, ()), (300, ()), (301, ("south",))])
    def test_count_if_they_were_cosigned_since(
        self,
        story: Story,
        forked: list[bytes],
        east_key: SigningKey,
        at: int | None,
        split: tuple[str, ...],
    ) -> None:
        restore(signed(said(forked)))
        pull(story, after=40)
        moment = None if at is None else int(NOW.timestamp()) + at

        assert self.heard(story, [*forked, leaf("south")][:5], east_key, moment) == split

    def test_of_what_was_kept_are_compared(
        self, story: Story, forked: list[bytes], east_key: SigningKey
    ) -> None:
        restore(signed(said(forked)))
        pull(story, after=40)

        assert self.heard(story, leaves("south", KEPT, start=9), east_key, None) == ("south",)


class TestVerify:
    def test_finds_nothing_wrong_afterwards(self, story: Story, forked: list[bytes]) -> None:
        restore(signed(said(forked)))
        assert verifying.verify_held(now=NOW) == []

        pull(story, after=40)

        assert verifying.verify_held(now=NOW) == []

    @pytest.mark.parametrize(
        ("change", "found"),
        [
            ("UPDATE sync_imported SET data = data || ' ' WHERE index = 4 AND history = 0",
             [("entry-differs", "concord/south/feed, history 0, entry 4"),
              ("root-differs", "concord/south/feed, history 0")]),
            ("DELETE FROM sync_imported WHERE index = 5 AND history = 0",
             [("entry-missing", "concord/south/feed, history 0")]),
            ("UPDATE peers_restored SET document = replace(document, 'Monday', 'Sunday')",
             [("restoration-differs", "concord/south/feed, history 0")]),
        ],
        ids=["altered", "removed", "statement"],
    )  # fmt: skip
    def test_names_what_was_done_to_the_evidence(
        self, story: Story, forked: list[bytes], change: str, found: list[tuple[str, str]]
    ) -> None:
        restore(signed(said(forked)))
        pull(story, after=40)

        assert ledger.tampered(change)

        assert [(each.fault, each.place) for each in verifying.verify_held(now=NOW)] == found


class TestOwn:
    """The province whose log it is takes its own statement, too."""

    def stated(self, size: int) -> Restoration:
        """Return the south's statement of its feed, signed by both."""
        with scope.province("south"):
            kept = Kept(size, own.root_of("feed", size))
            drafted = membership.draft_restoration({"feed": kept}, because="a backup", now=NOW)
        return membership.sign_restoration(drafted, now=NOW)

    def test_statement_takes_nothing_of_its_own_off_its_map(self) -> None:
        with scope.province("south"):
            feeds.published(2)
            ended = {"reference": "S-9", "version": 1}
            with transaction.atomic():
                publishing.publish(Kind.ZONE_ENDED, ended, at=NOW)
            sealing.seal(now=NOW)
            borders.take_own(now=NOW)
        statement = self.stated(1)

        with scope.province("south"):
            assert services.restore(statement, by="operator", now=NOW) == ["feed"]

            (row,) = Held.objects.filter(origin="south")
            assert (row.index, row.history, peers.history("south", "feed")) == (2, 1, 1)

    def test_statement_of_another_feed_is_refused(self, forked: list[bytes]) -> None:
        statement = signed(said(forked, size=0, logs={"feed": Kept(0, bytes(32))}))

        with scope.province("south"), pytest.raises(NotInCommon, match="our feed"):
            services.restore(statement, by="operator", now=NOW)

    def test_statement_is_drafted_with_its_own_signature(self) -> None:
        drafted = membership.draft_restoration(
            {"feed": Kept(0, root([]))}, because="a backup", now=NOW
        )

        assert (drafted.peer, len(drafted.signatures)) == ("north", 1)
        assert Entry.objects.filter(event=Event.RESTORATION_SIGNED).count() == 1
