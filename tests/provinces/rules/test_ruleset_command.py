"""`manage.py ruleset`: the life of a rule set from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from provinces.accounts.models import User
from provinces.rules import services
from provinces.rules.models import Draft, Ruleset, State
from tests import cast
from tests.factories import rulesets
from tests.pages import noon

__all__ = ["noon"]

pytestmark = pytest.mark.usefixtures("noon")
NOW = cast.NOW


@pytest.fixture
def drafter(north: object) -> User:
    return rulesets.drafter()


@pytest.fixture
def signatory(north: object) -> User:
    return rulesets.signatory()


def run(*words: object, as_json: bool = True) -> Any:
    """Run the command in the north; return what it printed, as an object or as text."""
    out = io.StringIO()
    call_command("ruleset", cast.NORTH, *map(str, words), json=as_json, stdout=out)
    return json.loads(out.getvalue()) if as_json else out.getvalue()


def written(folder: Path, **changes: Any) -> Path:
    path = folder / "rules.json"
    path.write_text(json.dumps(rulesets.document(**changes)))
    return path


class TestLife:
    def test_goes_from_a_file_to_a_signed_version(
        self, drafter: User, signatory: User, tmp_path: Path
    ) -> None:
        told = run("draft", written(tmp_path, version="7"), "--user", drafter.username)
        number = told["draft"]
        run("submit", number, "--user", drafter.username)
        signed = run("sign", number, "--edition", 1, "--user", signatory.username)

        assert told["state"] == "drafted"
        assert (signed["version"], signed["stage"]) == ("first/7", "in_notice")
        assert signed["in_force_from"] == "2026-11-17T04:00:00+00:00"
        assert Ruleset.objects.get().signed_by == signatory

    def test_may_go_back_to_the_drafter(
        self, drafter: User, signatory: User, tmp_path: Path
    ) -> None:
        draft = rulesets.submitted(drafter)

        back = run("send-back", draft.pk, "--because", "unclear", "--user", signatory.username)
        path = written(tmp_path, days_in_force=30)
        again = run("draft", path, "--draft", draft.pk, "--user", drafter.username)

        assert (back["state"], again["edition"]) == ("sent_back", 2)
        assert Draft.objects.get().document["days_in_force"] == 30

    def test_may_end_by_dropping_or_withdrawing(self, drafter: User, signatory: User) -> None:
        draft = rulesets.drafted(drafter, version="1")
        rulesets.signed(version="2")

        run("drop", draft.pk, "--user", drafter.username)
        told = run("withdraw", "first", "2", "--because", "error", "--user", signatory.username)

        assert Draft.objects.get(pk=draft.pk).state == State.WITHDRAWN
        assert told["stage"] == "withdrawn"

    def test_takes_terms(self, drafter: User) -> None:
        one, other = rulesets.drafted(drafter), rulesets.drafted(drafter)

        wished = "2026-12-01T00:00:00+08:00"
        run("submit", one.pk, "--from", wished, "--user", drafter.username)
        run("submit", other.pk, "--emergency", "outbreak", "--user", drafter.username)

        one.refresh_from_db()
        other.refresh_from_db()
        assert one.wished_from.isoformat() == "2026-11-30T16:00:00+00:00"
        assert other.emergency == "outbreak"


class TestReading:
    def test_lists_versions_and_drafts(self, drafter: User) -> None:
        ruleset = services.publish(rulesets.document("1"), now=NOW)
        rulesets.drafted(drafter, version="2")

        told = run("list")

        assert [one["version"] for one in told["versions"]] == ["first/1"]
        assert told["versions"][0]["stage"] == "in_force"
        assert told["versions"][0]["digest"] == ruleset.digest
        assert [one["version"] for one in told["drafts"]] == ["first/2"]

    def test_is_put_in_words_for_people(self, drafter: User) -> None:
        services.publish(rulesets.document("1"), now=NOW)

        told = run("list", as_json=False)

        assert told.startswith("versions: 1\n  version first/1, stage in_force, ")
        assert told.endswith("drafts: none\n")

    def test_shows_a_document(self, north: object) -> None:
        services.publish(rulesets.document("1"), now=NOW)

        assert run("show", "first", "1")["document"] == rulesets.document("1")
        assert json.loads(run("show", "first", "1", as_json=False)) == rulesets.document("1")

    def test_tells_what_differs(self, north: object) -> None:
        services.publish(rulesets.document("1"), now=NOW)
        services.publish(rulesets.document("2", days_in_force=30), now=timezone.now())

        told = run("diff", "first/1", "first/2")

        assert told["about"] == [
            {"path": ["version"], "old": "1", "new": "2"},
            {"path": ["days_in_force"], "old": 90, "new": 30},
        ]
        assert told["grounds"] == []
        assert "path ['days_in_force'], old 90, new 30" in run(
            "diff", "first/1", "first/2", as_json=False
        )


class TestRefusal:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("show", "first", "9"), "first 9 is not published"),
            (("diff", "first/1", "first"), "named NAME/VERSION"),
            (("drop", 999, "--user", "nobody"), "nobody is called nobody"),
        ],
    )
    def test_of_what_is_not_there(self, north: object, words: Any, message: str) -> None:
        services.publish(rulesets.document("1"), now=NOW)

        with pytest.raises(CommandError, match=message):
            run(*words)

    def test_of_a_draft_that_is_not_there(self, drafter: User) -> None:
        with pytest.raises(CommandError, match="there is no draft 999"):
            run("drop", 999, "--user", drafter.username)

    def test_of_a_province_that_is_not_there(self, db: None) -> None:
        with pytest.raises(CommandError, match="no province atlantis on this node"):
            call_command("ruleset", "atlantis", "list")

    def test_of_a_file_that_is_none(self, drafter: User, tmp_path: Path) -> None:
        broken = tmp_path / "rules.json"
        broken.write_text("{")

        with pytest.raises(CommandError, match="is no JSON"):
            run("draft", broken, "--user", drafter.username)
        with pytest.raises(CommandError, match="No such file"):
            run("draft", tmp_path / "nothing.json", "--user", drafter.username)

    def test_of_somebody_without_the_power(self, ada: User, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="may not draft_rules"):
            run("draft", written(tmp_path), "--user", ada.username)

    def test_of_what_does_not_pass_the_gate(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter, cases=[])

        with pytest.raises(CommandError, match="it does not pass:\ncases"):
            run("submit", draft.pk, "--user", drafter.username)

    def test_of_what_was_edited_since(self, drafter: User, signatory: User) -> None:
        draft = rulesets.submitted(drafter)

        with pytest.raises(CommandError, match="at edition 1, and 2 was read"):
            run("sign", draft.pk, "--edition", 2, "--user", signatory.username)
