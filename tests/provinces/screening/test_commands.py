"""Laboratories and sites from the command line."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from provinces.screening import queries
from provinces.screening.models import Site
from tests.factories import areas

WHO = ["--name", "市疾控", "--contact-name", "Lin", "--contact", "010"]
WHERE = ["--name-zh", "一号", "--name-en", "One", "--address-zh", "路", "--address-en", "Road"]


def called(*words: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command(words[0], "north", "--json", *words[1:], stdout=out)
    return json.loads(out.getvalue())


def printed(*words: str) -> str:
    out = io.StringIO()
    call_command(words[0], "north", *words[1:], stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("north")
class TestLaboratories:
    def test_are_registered_rotated_and_revoked(self) -> None:
        first = called("laboratories", "register", "main", *WHO)["key"]
        second = called("laboratories", "rotate", "main")["key"]
        assert queries.laboratory_of_key(first, at=timezone.now()).reference == "main"
        assert queries.laboratory_of_key(second, at=timezone.now()).reference == "main"
        assert "key until" in printed("laboratories", "list")

        called("laboratories", "revoke", "main", "--because", "x")

        (told,) = called("laboratories", "list")["laboratories"]
        assert (told["reference"], told["key_until"]) == ("main", None)
        assert told["revoked"]

    def test_are_recalled(self) -> None:
        called("laboratories", "register", "main", *WHO)
        since = ["--since", "2026-11-15T08:00+08:00", "--because", "x"]

        assert called("laboratories", "recall", "main", *since)["voided"] == 0
        with pytest.raises(CommandError, match="in which zone"):
            called(
                "laboratories", "recall", "main", "--since", "2026-11-15T08:00", "--because", "x"
            )

    def test_are_none_at_first(self) -> None:
        assert printed("laboratories", "list") == "no laboratory is registered\n"

    @pytest.mark.parametrize(
        "words",
        [
            ["rotate", "nobody"],
            ["register", "NO", *WHO],
            ["register", "main", *WHO, "--site", "nowhere"],
        ],
    )
    def test_are_refused_in_words(self, words: list[str]) -> None:
        with pytest.raises(CommandError):
            called("laboratories", *words)

    def test_are_of_a_province_of_this_node(self) -> None:
        with pytest.raises(CommandError, match="no province"):
            call_command("laboratories", "nowhere", "list")


@pytest.mark.usefixtures("north")
class TestSites:
    def test_are_opened_listed_and_closed(self) -> None:
        area = areas.area("110101")
        called("sites", "open", "one", "--area", area.code, *WHERE, "--capacity", "3")
        assert "one  110101" in printed("sites", "list")

        (told,) = called("sites", "close", "one", "--because", "x")["sites"]

        assert told["cancelled"] == 0
        assert Site.objects.get().closed_at is not None
        assert called("sites", "list") == {"sites": []}

    @pytest.mark.parametrize(
        "words",
        [
            ["open", "one", "--area", "999999", *WHERE],
            ["open", "NO", "--area", "110101", *WHERE],
            ["open", "one", "--area", "110101", *WHERE, "--capacity", "0"],
            ["close", "nowhere", "--because", "x"],
        ],
    )
    def test_are_refused_in_words(self, words: list[str]) -> None:
        areas.area("110101")

        with pytest.raises(CommandError):
            called("sites", *words)
