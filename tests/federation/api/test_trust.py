"""`manage.py federation`: founding, signing and taking memberships, suspending peers."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole
from tests.factories import federations
from tests.pages import noon  # noqa: F401  a fixture

pytestmark = pytest.mark.usefixtures("north", "own_keys", "noon")


def told(*arguments: str) -> Any:
    out = StringIO()
    call_command("federation", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


class TestFound:
    def test_has_each_sign_and_take(self) -> None:
        made = told("found", "Test", "north", "south")

        assert (made["version"], made["members"]) == (1, ["north", "south"])
        assert told("membership", "--province", "south")["is_complete"]
        assert {each["member"] for each in told("keys", "--province", "north")["keys"]} == {
            "north",
            "south",
        }

    def test_is_done_once(self) -> None:
        told("found", "Test", "north", "south")

        with pytest.raises(CommandError, match="already-founded"):
            told("found", "Test", "north", "south")


class TestMembership:
    def test_is_renewed_from_hand_to_hand(self, tmp_path: Path) -> None:
        federations.founded()
        file = ("--file", str(tmp_path / "membership.json"))
        assert told("draft", "--province", "north", *file)["missing"] == 2

        for slug in federations.HOSTED:
            told("sign", "--province", slug, *file)
        for slug in federations.HOSTED:
            told("take", "--province", slug, *file)

        assert told("membership", "--province", "north")["version"] == 2

    def test_is_not_taken_before_enough_have_signed(self, tmp_path: Path) -> None:
        federations.founded()
        file = ("--file", str(tmp_path / "membership.json"))
        told("rotate", "ledger", "--province", "north", *file)
        told("sign", "--province", "north", *file)

        with pytest.raises(CommandError, match="threshold"):
            told("take", "--province", "north", *file)

    def test_says_which_file_is_missing(self, tmp_path: Path) -> None:
        federations.founded()

        with pytest.raises(CommandError, match=r"gone\.json"):
            told("take", "--province", "north", "--file", str(tmp_path / "gone.json"))

    def test_lists_a_province_by_its_card(self, tmp_path: Path) -> None:
        told("found", "Test", "north")
        card = tmp_path / "card.json"
        card.write_text(json.dumps(told("card", "--province", "south")))
        file = ("--file", str(tmp_path / "membership.json"))

        drafted = told("draft", "--province", "north", "--card", str(card), *file)

        assert drafted["members"] == ["north", "south"]


class TestRetireKeys:
    @pytest.fixture
    def rotated(self, north: object, own_keys: object, noon: object, tmp_path: Path) -> None:  # noqa: F811
        """The north's request key is replaced; the one before has its end in a week."""
        federations.founded()
        file = ("--file", str(tmp_path / "membership.json"))
        told("rotate", "request", "--province", "north", *file)
        for action in ("sign", "take"):
            for slug in federations.HOSTED:
                told(action, "--province", slug, *file)

    @pytest.mark.usefixtures("rotated")
    def test_is_refused_while_peers_accept_the_key(self) -> None:
        with pytest.raises(CommandError, match="counts until"):
            told("retire-keys", "request", "--province", "north")

    @pytest.mark.usefixtures("rotated")
    def test_tells_first_what_it_would_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        later = timezone.now() + timedelta(days=8)
        monkeypatch.setattr(timezone, "now", lambda: later)
        before = keys.signing_keys(KeyRole.REQUEST)

        dry = told("retire-keys", "request", "--province", "north", "--dry-run")
        assert keys.signing_keys(KeyRole.REQUEST) == before
        done = told("retire-keys", "request", "--province", "north")

        assert (dry["is_done"], done["is_done"]) == (False, True)
        assert [each["key"] for each in dry["ends"]] == [each.verifier.text for each in before[1:]]
        assert dry["ends"] == done["ends"]
        assert "stay verified" in dry["ends"][0]["over"]
        assert keys.signing_keys(KeyRole.REQUEST) == before[:1]
        assert before[1].verifier in keys.verifiers(KeyRole.REQUEST)
        assert Entry.objects.filter(event=Event.KEY_RETIRED).count() == 1

    def test_ends_nothing_where_nothing_was_replaced(self) -> None:
        federations.founded()

        assert told("retire-keys", "sealing", "--province", "north")["ends"] == []
        assert not Entry.objects.filter(event=Event.KEY_RETIRED).exists()


class TestPeers:
    def test_are_suspended_and_resumed_for_a_reason(self) -> None:
        federations.founded()
        named = ("south", "--province", "north", "--because", "an inquiry")

        told("suspend", *named)
        assert told("peers", "--province", "north")["peers"][0]["state"] == "suspended"
        told("resume", *named)
        assert told("peers", "--province", "north")["peers"][0]["state"] == "active"

    def test_that_are_none_are_not_suspended(self) -> None:
        federations.founded()

        with pytest.raises(CommandError, match="west"):
            told("suspend", "west", "--province", "north", "--because", "an inquiry")

    def test_are_followed_again_only_after_a_fork(self) -> None:
        federations.founded()

        with pytest.raises(CommandError, match="two histories"):
            told("follow", "south", "--province", "north", "--because", "they restored it")
