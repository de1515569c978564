"""Everything held of others, recomputed: one bit that is not as it was signed is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from core.signing import notes
from federation.sync import pulling, verifying
from federation.sync.models import Cursor, Witnessed
from provinces.ledger import queries as ledger
from provinces.ledger import services
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import federations, feeds
from tests.federation.sync.stories import Story, leaf, leaves, reference

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("federated")


@pytest.fixture
def read(story: Story) -> Story:
    """The south's feed and audit log, read to their ends."""
    story.entries += [*leaves("south", 300), leaf("south", body={"document": reference(b"rules")})]
    story.audit += [b"one"]
    assert pulling.pull("south", now=NOW, transport=story.holding(b"rules")).is_well
    return story


def kinds() -> list[str]:
    return [found.fault for found in verifying.verify_held(now=NOW)]


def tampered(table: str, change: str) -> None:
    """Change a table as whoever owns it could, with its triggers off."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(change.format(table))
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


FLIPPED = "set_byte({0}, 9, get_byte({0}, 9) # 1)"


class TestVerifyHeld:
    @pytest.mark.usefixtures("read")
    def test_finds_nothing_wrong_with_what_was_pulled(self) -> None:
        assert verifying.verify_held(now=NOW) == []

    @pytest.mark.usefixtures("read")
    @pytest.mark.parametrize(
        ("change", "found"),
        [
            (f"data = {FLIPPED.format('data')}", ["entry-differs", "root-differs"]),
            (f"leaf_hash = {FLIPPED.format('leaf_hash')}", ["entry-differs"]),
            ("index = 1000", ["entry-missing"]),
        ],
    )
    def test_finds_an_entry_that_was_changed(self, change: str, found: list[str]) -> None:
        tampered("sync_imported", f"UPDATE {{0}} SET {change} WHERE index = 200")

        assert kinds() == found

    @pytest.mark.usefixtures("read")
    def test_finds_an_entry_that_was_removed_from_the_end(self) -> None:
        tampered("sync_imported", "DELETE FROM {0} WHERE index = 300")

        assert kinds() == ["root-differs"]

    @pytest.mark.usefixtures("read")
    def test_finds_a_blob_that_was_changed(self) -> None:
        tampered("sync_importedblob", "UPDATE {0} SET data = 'other'")

        assert kinds() == ["blob-differs"]

    @pytest.mark.usefixtures("read")
    @pytest.mark.parametrize(
        ("change", "found"),
        [
            ({"note": "x"}, ["bad-signature"]),
            ({"note_root": bytes(32)}, ["cursor-differs"]),
            ({"root": bytes(32)}, ["root-differs", "root-differs"]),
        ],
    )
    def test_finds_a_cursor_that_is_not_where_it_was_signed(
        self, change: dict[str, object], found: list[str]
    ) -> None:
        Cursor.objects.filter(log="feed").update(**change)

        assert kinds() == found

    @pytest.mark.usefixtures("read")
    def test_finds_a_log_of_no_member(self) -> None:
        Cursor.objects.create(peer="west", log="feed", next_try_at=NOW)

        assert kinds() == ["no-member"]

    @pytest.mark.usefixtures("read")
    def test_finds_a_cosignature_that_is_not_ours(self) -> None:
        key = federations.ledger_key("south")
        for each in Witnessed.objects.filter(log="audit"):
            text = each.note.rpartition("\n\n")[0] + "\n"
            line = notes.cosignature(text, key, 1)
            Witnessed.objects.filter(pk=each.pk).update(line=line)

        assert kinds() == ["cosignature-differs"]

    @pytest.mark.parametrize(
        ("slug", "found"), [("south", []), ("north", []), ("east", ["cosignature-differs"])]
    )
    def test_looks_at_what_others_cosigned_of_ours(
        self, slug: str, found: list[str], east_key: Callable[..., object]
    ) -> None:
        feeds.published(3)
        key = federations.ledger_key("south" if slug == "east" else slug)
        text = ledger.head("feed").note.rpartition("\n\n")[0] + "\n"
        line = notes.cosignature(text if slug != "east" else "other\n1\n2\n", key, 1)
        services.take_cosignature("feed", 3, witness=f"concord/{slug}", line=line, now=NOW)

        assert kinds() == found
