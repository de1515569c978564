"""`manage.py divisions`: lists are signed, refused and shortened by hand."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from provinces.zones import services
from provinces.zones.models import DivisionList, DivisionRisk, State
from tests.factories import areas, offices, users, zones

SPELL = services.Spell(2, "110101", "福鼎家园", "high", "2022-11-20", "2022-11-27")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("divisions", "north", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def listed(north: object) -> DivisionList:
    """A list that Lin imported, and that Wu may sign."""
    for name, role in (("lin", "epidemiologist"), ("wu", "reviewer")):
        area = areas.area("110100")
        offices.office(users.user(name), area, role, now=zones.today(), unit=f"{name}'s office")
    areas.area("110101")
    by = users.User.objects.get(username="lin")
    found = services.import_divisions([SPELL], source="list", by=by, now=zones.today())
    assert found.awaiting is not None
    return found.awaiting


class TestDivisions:
    def test_shows_what_awaits_a_signature(self, listed: DivisionList) -> None:
        assert run() == f"{listed.pk}: list, 1 spells, imported by lin of lin's office\n"

    def test_signs(self, listed: DivisionList) -> None:
        assert run("--sign", str(listed.pk), "--by", "wu") == "1 added, 0 prolonged\n"
        assert run() == ""

    def test_refuses(self, listed: DivisionList) -> None:
        assert run("--refuse", str(listed.pk), "--by", "wu", "--because", "not ours") == "refused\n"
        assert DivisionList.objects.get().state == State.REFUSED

    def test_shows_shortens_and_withdraws_what_lists_say(self, listed: DivisionList) -> None:
        run("--sign", str(listed.pk), "--by", "wu")
        number = str(DivisionRisk.objects.get().pk)
        said = ("--by", "wu", "--because", "cleared")

        assert run("--listed", "110101") == (
            f"{number}: 福鼎家园, High, 2022-11-20 to 2022-11-27, list\n"
        )
        assert run("--shorten", number, "--last-on", "2022-11-22", *said) == "ends on 2022-11-22\n"
        assert run("--withdraw", number, *said) == "withdrawn\n"
        assert run("--listed", "110101") == ""

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (["--sign", "1000000", "--by", "wu"], "there is no list 1000000"),
            (["--sign", "{listed}"], "--by says who does so"),
            (["--sign", "{listed}", "--by", "nobody"], "nobody is called nobody"),
            (["--sign", "{listed}", "--by", "lin"], "lin may not|imported"),
            (["--refuse", "{listed}", "--by", "wu"], "gives its reason"),
            (["--shorten", "1", "--by", "wu"], "needs --last-on"),
            (["--withdraw", "1000000", "--by", "wu"], "no list says anything numbered 1000000"),
        ],
    )
    def test_tells_what_is_wrong(
        self, listed: DivisionList, arguments: list[str], problem: str
    ) -> None:
        with pytest.raises(CommandError, match=problem):
            run(*(argument.format(listed=listed.pk) for argument in arguments))

    def test_knows_the_provinces_of_the_node(self) -> None:
        with pytest.raises(CommandError, match="atlantis"):
            call_command("divisions", "atlantis")
