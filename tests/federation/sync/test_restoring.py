"""A peer that lost some of what it had published is followed from what both histories share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from core.signing import notes
from core.signing.keys import SigningKey
from federation.borders.models import Held
from federation.peers import documents, restorations
from federation.peers import queries as peers
from federation.peers import services as membership
from federation.peers.models import Restored
from federation.peers.restorations import BadRestoration, Kept, Restoration
from federation.sync import pulling, queries, services, verifying, witnessing
from federation.sync.fetching import Remote
from federation.sync.models import Cursor, Imported, Witnessed
from federation.sync.pulling import Pulled
from federation.sync.services import NotForked, NotInCommon
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests import cast
from tests.factories import federations, ledger
from tests.federation.sync.stories import Story, leaf, leaves, root

NOW = cast.NOW
DAY = timedelta(days=1)
KEPT = 3

pytestmark = pytest.mark.usefixtures("federated")


def pull(story: Story, *, after: int = 0) -> Pulled:
    return pulling.pull("south", now=NOW + timedelta(seconds=after), transport=story)


def held() -> list[bytes]:
    return [bytes(entry.data) for entry in queries.imported("south")]


def said(entries: list[bytes], *, log: str = "feed", size: int = KEPT, **other: Any) -> Restoration:
    """Return the south's statement, signed by nobody."""
    told: dict[str, Any] = {
        "federation": "Test",
        "peer": "south",
        "at": NOW,
        "because": "restored from the backup of Monday",
        "logs": {log: Kept(size, root(entries[:size]))},
    }
    return Restoration(**{**told, **other})


def signed(statement: Restoration, by: Iterable[str] = federations.HOSTED) -> Restoration:
    for slug in by:
        with scope.province(slug):
            statement = restorations.signed(statement, keys.signing_keys(KeyRole.MEMBERSHIP))
    return statement


def restore(statement: Restoration) -> list[str]:
    return services.restore(statement, by="operator", now=NOW)


@pytest.fixture
def forked(story: Story) -> list[bytes]:
    """The south's feed, read, and then told otherwise from the fourth entry on; as it was first."""
    zone = {"reference": "S-1", "version": 1}
    story.entries += [*leaves("south", 5), leaf("south", kind="zone.ended", body=zone)]
    first = list(story.entries)
    assert pull(story).imported == 6
    story.entries[KEPT:] = leaves("south", 4, start=50)
    assert pull(story, after=20).refused == ("rewritten-history",)
    return first


class TestRestore:
    def test_reads_on_from_what_is_kept(self, story: Story, forked: list[bytes]) -> None:
        assert restore(signed(said(forked))) == ["feed"]

        done = pull(story, after=40)

        assert (done.imported, done.is_well) == (4, True)
        assert held() == story.entries
        assert queries.cursor("south", "feed").history == 1
        assert pull(story, after=60).is_well

    def test_keeps_what_is_given_up_for_ever(self, story: Story, forked: list[bytes]) -> None:
        note = queries.cursor("south", "feed").note

        restore(signed(said(forked)))
        pull(story, after=40)

        kept = Imported.with_given_up.filter(history=0).order_by("index")
        assert [bytes(each.data) for each in kept] == forked
        row = Restored.objects.get()
        assert (row.note, row.size, row.history) == (note, KEPT, 1)
        assert row.line.startswith("— concord/north ")
        assert len(queries.forks("south")) == 1
        assert Entry.objects.filter(event=Event.PEER_RESTORED).count() == 1

    def test_unsays_what_was_said_in_it(self, story: Story, forked: list[bytes]) -> None:
        assert Held.objects.filter(origin="south").count() == 1

        restore(signed(said(forked)))

        assert not Held.objects.filter(origin="south").exists()
        assert Held.with_given_up.filter(origin="south").count() == 1

    def test_hears_what_is_said_in_the_same_place_now(
        self, story: Story, forked: list[bytes]
    ) -> None:
        zone = {"reference": "S-2", "version": 1}
        story.entries[5] = leaf("south", kind="zone.ended", body=zone)

        restore(signed(said(forked)))
        pull(story, after=40)

        (row,) = Held.objects.filter(origin="south")
        assert (row.index, row.history, row.body["reference"]) == (5, 1, "S-2")

    def test_cosigns_what_goes_on(self, story: Story, forked: list[bytes]) -> None:
        restore(signed(said(forked)))
        assert not Witnessed.objects.filter(log="feed").exists()

        pull(story, after=40)

        assert Witnessed.objects.get(log="feed").size == len(story.entries)

    def test_can_be_done_again_for_another_loss(self, story: Story, forked: list[bytes]) -> None:
        restore(signed(said(forked)))
        pull(story, after=40)
        second = list(story.entries)
        story.entries[2:] = leaves("south", 9, start=90)
        assert pull(story, after=60).refused == ("rewritten-history",)

        restore(signed(said(second, size=2)))
        pull(story, after=80)

        assert held() == story.entries
        assert queries.cursor("south", "feed").history == 2
        assert Imported.with_given_up.count() == 6 + 4 + 9
        assert verifying.verify_held(now=NOW) == []

    def test_is_of_the_audit_log_as_well(self, story: Story) -> None:
        story.audit += [b"one", b"two", b"three", b"four"]
        pull(story)
        first = list(story.audit)
        story.audit[KEPT:] = [b"other", b"five"]
        assert pull(story, after=20).refused == ("rewritten-history",)

        restore(signed(said(first, log="audit")))

        assert pull(story, after=40).sizes["audit"] == 5

    def test_takes_no_further_who_had_not_read_as_far(self, story: Story) -> None:
        story.entries += leaves("south", 2)
        pull(story)
        story.entries[1:] = leaves("south", 4, start=50)
        pull(story, after=20)
        whole = [*leaves("south", 2), *leaves("south", 3, start=2)]

        restore(signed(said(whole, size=5)))

        assert queries.cursor("south", "feed").size == 2
        assert pull(story, after=40).refused == ("rewritten-history",)


class TestStatement:
    """Who must have signed it, and what must be so."""

    def refused(self, statement: Restoration, why: str) -> None:
        with pytest.raises(BadRestoration, match=why):
            restore(statement)
        assert queries.cursor("south", "feed").state == Cursor.State.FORKED
        assert not Restored.objects.exists()

    def test_of_the_peer_alone_does_not_count(self, forked: list[bytes]) -> None:
        self.refused(signed(said(forked), ["south"]), "signed by 1 members instead of 2")

    def test_without_the_peer_does_not_count(self, forked: list[bytes]) -> None:
        self.refused(signed(said(forked), ["north"]), "south has not signed it itself")

    def test_that_was_changed_after_it_was_signed_does_not_count(self, forked: list[bytes]) -> None:
        before = signed(said(forked))

        self.refused(said(forked, size=2, signatures=before.signatures), "not signed it itself")

    @pytest.mark.parametrize(
        ("other", "why"),
        [
            ({"federation": "Other"}, "instead of Test"),
            ({"peer": "west"}, "no member"),
            ({"at": NOW + DAY}, "yet to come"),
        ],
    )
    def test_of_something_else_does_not_count(
        self, forked: list[bytes], other: dict[str, Any], why: str
    ) -> None:
        self.refused(signed(said(forked, **other)), why)

    def test_does_not_count_without_a_membership_in_force(self, forked: list[bytes]) -> None:
        with pytest.raises(BadRestoration, match="in force"):
            services.restore(signed(said(forked)), by="operator", now=NOW + 999 * DAY)

    def test_of_entries_that_were_not_read_here_is_refused(self, forked: list[bytes]) -> None:
        with pytest.raises(NotInCommon, match="the first 3 entries"):
            restore(signed(said(leaves("south", 5, start=7))))

        assert queries.cursor("south", "feed").size == 6
        assert not Restored.objects.exists()

    def test_is_needed_for_who_told_two_histories_alone(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        pull(story)

        with pytest.raises(NotForked):
            restore(signed(said(story.entries)))

        assert len(held()) == 5

    def test_counts_once(self, story: Story, forked: list[bytes]) -> None:
        statement = signed(said(forked))
        restore(statement)
        pull(story, after=40)
        story.entries[-1:] = leaves("south", 1, start=77)
        pull(story, after=60)

        with pytest.raises(BadRestoration, match="counts already"):
            restore(statement)

    def test_is_read_as_it_was_written(self, forked: list[bytes]) -> None:
        statement = signed(said(forked))

        assert restorations.opened(statement.to_bytes()) == statement

    @pytest.mark.parametrize(
        "change",
        [
            (b'"size":3', b'"size":-3'),
            (b'"size":3', b'"size":3,"more":1'),
            (b'"feed"', b'"weather"'),
            (b'"because":"restored', b'"because":" ",  "x":"'),
            (b"concord-restoration", b"root"),
            (b'"at":"2026', b'"at":"someday'),
            (b"{", b"["),
        ],
    )
    def test_is_refused_in_any_other_form(
        self, forked: list[bytes], change: tuple[bytes, bytes]
    ) -> None:
        data = signed(said(forked)).to_bytes()

        with pytest.raises(BadRestoration):
            restorations.opened(data.replace(*change, 1))

    def test_is_no_membership(self, forked: list[bytes]) -> None:
        """What signs for one is never taken for the other."""
        document = peers.held()
        assert document is not None

        with pytest.raises(BadRestoration):
            restorations.opened(document.to_bytes())
        with pytest.raises(documents.BadMembership):
            documents.opened(signed(said(forked)).to_bytes())


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

    def test_statement_is_kept_and_follows_nobody(self, story: Story, forked: list[bytes]) -> None:
        statement = signed(said(forked))

        with scope.province("south"):
            assert services.restore(statement, by="operator", now=NOW) == ["feed"]
            assert peers.history("south", "feed") == 1

    def test_statement_is_drafted_with_its_own_signature(self) -> None:
        drafted = membership.draft_restoration(
            {"feed": Kept(0, root([]))}, because="a backup", now=NOW
        )

        assert (drafted.peer, len(drafted.signatures)) == ("north", 1)
        assert Entry.objects.filter(event=Event.RESTORATION_SIGNED).count() == 1
