"""A membership goes round as a file, from the command line."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests import cast


def said(*arguments: Any) -> str:
    """Run the command; return what it wrote."""
    output = StringIO()
    call_command("membership", *map(str, arguments), stdout=output)
    return output.getvalue()


def card(slug: str, at: Path) -> Path:
    """Write how a province would be listed."""
    file = at / f"{slug}.json"
    file.write_text(said("card", slug, "--url", f"https://{slug}.example/p/{slug}/federation/"))
    return file


@pytest.fixture
def composed(db: None, own_keys: None, tmp_path: Path) -> Path:
    """A first document of two provinces' cards, which nobody has signed."""
    file = tmp_path / "draft"
    cards = [card(slug, tmp_path) for slug in (cast.NORTH, cast.SOUTH)]
    said("compose", "Test", *cards, "--output", file)
    return file


class TestMembership:
    def test_is_composed_signed_by_each_joined_and_taken(
        self, composed: Path, tmp_path: Path
    ) -> None:
        copies = [tmp_path / slug for slug in (cast.NORTH, cast.SOUTH)]
        for copy in copies:
            said("sign", copy.name, composed, "--output", copy)
        said("join", *copies, "--output", tmp_path / "whole")

        for copy in copies:
            said("take", copy.name, tmp_path / "whole")

        shown = [json.loads(said("show", copy.name)) for copy in copies]
        assert [each["version"] for each in shown] == [1, 1]
        assert sorted(shown[0]["members"]) == [cast.NORTH, cast.SOUTH]
        assert [each["peer"] for each in json.loads(said("peers", cast.NORTH))] == [cast.SOUTH]

    def test_is_not_taken_before_all_that_must_have_signed(self, composed: Path) -> None:
        said("sign", cast.NORTH, composed, "--output", composed)

        with pytest.raises(CommandError, match="below-threshold"):
            said("take", cast.NORTH, composed)

    def test_names_a_file_that_is_no_card(self, own_keys: None, db: None, tmp_path: Path) -> None:
        file = tmp_path / "card"
        file.write_text("[]")

        with pytest.raises(CommandError, match=r"card is not a card: it has no slug and member"):
            said("compose", "Test", file)

    def test_names_a_file_that_is_not_there(self, db: None, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="nowhere: No such file or directory"):
            said("sign", cast.NORTH, tmp_path / "nowhere")

    def test_refuses_a_document_that_is_none(self, db: None, tmp_path: Path) -> None:
        file = tmp_path / "document"
        file.write_text("{}")

        with pytest.raises(CommandError, match="BadMembership: malformed"):
            said("take", cast.NORTH, file)
