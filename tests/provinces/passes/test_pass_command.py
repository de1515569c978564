"""`manage.py pass`: what is issued is verified, and each failure has its words."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from provinces.citizens.models import Citizen
from provinces.passes.models import Issued
from tests.cast import NOW
from tests.factories import passes as made
from tests.factories import road

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture(autouse=True)
def rules(north: Any) -> None:
    road.first_ruleset()


def ran(*given: str) -> dict[str, Any]:
    """Return what the command tells, and with what status it exits."""
    out, status = StringIO(), 0
    try:
        call_command("pass", *given, "--json", stdout=out)
    except SystemExit as left:
        status = int(str(left.code))
    return {**json.loads(out.getvalue()), "status": status}


class TestIssue:
    @pytest.mark.parametrize("kind", ["paper", "day", "live"])
    def test_makes_a_pass_that_counts(self, eve: Citizen, kind: str) -> None:
        text = ran("issue", "north", eve.reference, "--kind", kind)["text"]

        told = ran("verify", text)
        assert (told["verdict"], told["kind"], told["status"]) == ("allow", kind, 0)
        assert told["checked_by"] == "north"

    def test_makes_an_entry_pass(self, eve: Citizen) -> None:
        made.policy()

        told = ran("issue", "north", eve.reference, "--kind", "entry", "--host", "south")

        assert ran("verify", "north", told["text"])["why"].startswith("This entry pass is for")
        assert ran("verify", "south", told["text"])["failure"] == "UnknownKey"

    @pytest.mark.parametrize(
        "given",
        [
            ("north", "nobody"),
            ("nowhere", "nobody"),
            ("north", "eve", "--kind", "entry", "--host", "south"),
        ],
    )
    def test_says_what_cannot_be(self, eve: Citizen, given: tuple[str, ...]) -> None:
        named = [eve.reference if each == "eve" else each for each in given]

        with pytest.raises(CommandError):
            call_command("pass", "issue", *named)


class TestVerify:
    def test_reads_a_file(self, eve: Citizen, tmp_path: Path) -> None:
        file = tmp_path / "code.txt"
        file.write_text(ran("issue", "north", eve.reference)["text"] + "\n")

        assert ran("verify", str(file))["verdict"] == "allow"

    def test_tells_what_a_place_does(self) -> None:
        text = ran("issue", "north", made.exposed().reference)["text"]

        assert ran("verify", text, "--place", "workplace")["status"] == 2
        assert ran("verify", text, "--place", "emergency_care")["status"] == 0

    def test_has_words_for_each_failure(self, eve: Citizen) -> None:
        text = ran("issue", "north", eve.reference)["text"]

        later = (NOW + timedelta(days=31)).isoformat()
        assert ran("verify", text, "--as-of", later)["failure"] == "Expired"
        assert ran("verify", "north", "hello")["failure"] == "NotAPass"
        Issued.objects.update(withdrawn_at=NOW, because="asked")
        told = ran("verify", text)
        assert (told["failure"], told["status"]) == ("Withdrawn", 1)
        assert told["why"] == "This code was withdrawn. Ask the person to show a new one."

    def test_is_told_for_reading_as_well(self, eve: Citizen) -> None:
        text = ran("issue", "north", eve.reference)["text"]
        out = StringIO()

        call_command("pass", "verify", text, stdout=out)

        assert "Let in" in out.getvalue()

    @pytest.mark.parametrize(
        "given", [("hello",), ("north", "south", "CC1:"), ("north", "CC1:", "--as-of", "noon")]
    )
    def test_says_what_is_wrong_with_the_question(self, given: tuple[str, ...]) -> None:
        with pytest.raises(CommandError):
            call_command("pass", "verify", *given)
