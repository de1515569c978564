"""A log that goes on from a backup, stated, signed and followed by `manage.py federation`."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from federation.sync import pulling, queries, services
from federation.sync.violations import Violated, Violation
from provinces.ledger import queries as ledger
from provinces.tenancy import scope
from tests import cast
from tests.factories import federations, feeds
from tests.federation.sync.stories import Story, leaves
from tests.pages import noon  # noqa: F401  a fixture

NOW = cast.NOW
SIZE = 3


def told(*arguments: str) -> Any:
    out = StringIO()
    call_command("federation", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


@pytest.fixture
def file(federated: None, noon: None, tmp_path: Path) -> tuple[str, str]:  # noqa: F811
    """Where the statement goes round; the south has published three entries, and lost two."""
    with scope.province("south"):
        feeds.published(SIZE)
    return ("--file", str(tmp_path / "restored.json"))


@pytest.fixture
def story(file: tuple[str, str]) -> Story:
    """The south's feed as the north has read it: with the two entries that were lost."""
    with scope.province("south"):
        kept = [entry.data for entry in ledger.entries(0, SIZE)]
    told = Story("south", federations.ledger_key("south"), [*kept, *leaves("south", 2)])
    assert pulling.pull("south", now=NOW, transport=told).imported == SIZE + 2
    violated = Violated(Violation.REWRITTEN_HISTORY, "two", {"first": "1", "second": "2"})
    services.refuse("south", violated, now=NOW, log="feed")
    return told


class TestRestore:
    def test_goes_round_as_a_file_and_is_followed(
        self, file: tuple[str, str], story: Story
    ) -> None:
        because = ("--because", "restored from the backup of Monday")
        drafted = told("restoration", "--province", "south", "--feed", str(SIZE), *because, *file)
        told("sign-restoration", "--province", "north", *file)

        done = told("restore", "--province", "north", *file)

        assert (drafted["signatures"], done["signatures"]) == (1, 2)
        assert done["keeps"] == {"feed": SIZE}
        story.entries[SIZE:] = leaves("south", 4, start=50)
        assert pulling.pull("south", now=timezone.now(), transport=story).imported == 4
        held = [bytes(each.data) for each in queries.imported("south")]
        assert held == story.entries

    def test_is_refused_before_enough_have_signed(
        self, file: tuple[str, str], story: Story
    ) -> None:
        told("restoration", "--province", "south", "--feed", "3", "--because", "a backup", *file)

        with pytest.raises(CommandError, match="signed by 1 members instead of 2"):
            told("restore", "--province", "north", *file)

    def test_states_no_more_than_there_is(self, file: tuple[str, str]) -> None:
        with pytest.raises(CommandError, match="has 3 entries, not 4"):
            told("restoration", "--province", "south", "--feed", "4", "--because", "x", *file)

    def test_states_something_of_some_log(self, file: tuple[str, str]) -> None:
        with pytest.raises(CommandError, match="not logs"):
            told("restoration", "--province", "south", "--because", "a backup", *file)

    def test_reads_no_other_file(self, file: tuple[str, str], tmp_path: Path) -> None:
        (tmp_path / "restored.json").write_text("{}")

        with pytest.raises(CommandError, match="no statement"):
            told("restore", "--province", "north", *file)
