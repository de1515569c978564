"""Whoever is on call switches off from the command line, in their own name."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from provinces.oversight.models import Switch, SwitchChange
from tests.factories import incidents
from tests.factories.incidents import HOUR, NOW
from tests.pages import noon

__all__ = ["noon"]

pytestmark = pytest.mark.usefixtures("north", "noon")


def told(*said: str) -> dict[str, Any]:
    out = StringIO()
    call_command("switch", "north", *said, "--json", stdout=out)
    read: dict[str, Any] = json.loads(out.getvalue())
    return read


class TestSwitch:
    def test_switches_off_in_the_name_of_an_official(self) -> None:
        by = incidents.on_call()

        told("enrolment", "off", "--by", by.username, "--reason", "flaw", "--minutes", "30")

        made = Switch.objects.get()
        assert (made.part, made.reason, made.switched_by) == ("enrolment", "flaw", by)
        assert made.until == NOW + HOUR / 2

    def test_refuses_without_an_official_who_may(self) -> None:
        by = incidents.reader()

        for name in ("", "nobody", by.username):
            with pytest.raises(CommandError):
                told("enrolment", "off", "--by", name, "--reason", "flaw")

    def test_refuses_what_is_never_off(self) -> None:
        by = incidents.on_call()

        with pytest.raises(CommandError, match="never"):
            told("appeals", "off", "--by", by.username, "--reason", "flaw")

    def test_only_proposes_what_two_decide(self) -> None:
        switch = incidents.off()

        told("desk_look_up", "on", "--by", incidents.on_call().username)

        assert SwitchChange.objects.get().switch == switch
        assert switch.is_off(NOW)

    def test_lists_every_part(self) -> None:
        incidents.off()

        found = told("list")

        assert found["desk_look_up"].startswith("off until")
        assert (found["enrolment"], found["appeals"]) == ("on", "never off")
