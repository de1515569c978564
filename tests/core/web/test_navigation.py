"""The links in a page's frame: whose, in which order, and where the reader is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from core.web import navigation
from core.web.navigation import Bar, Link

NOBODY = {"user": AnonymousUser()}
EVE = {"user": SimpleNamespace(is_authenticated=True, citizen="Eve")}
ADA = {"user": SimpleNamespace(is_authenticated=True), "may": {"view_figures": True}}


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_BARS", {})


def labels(told: dict[str, Any], bar: Bar = Bar.PORTAL) -> list[str]:
    return [link.label for link in navigation.shown(bar, told)]


class TestShown:
    def test_is_by_rank_and_then_as_added(self) -> None:
        navigation.add(Bar.PORTAL, Link("last", "a:last", rank=90), Link("one", "a:one"))
        navigation.add(Bar.PORTAL, Link("two", "a:two"), Link("first", "a:first", rank=1))

        assert labels(NOBODY) == ["first", "one", "two", "last"]

    def test_has_a_page_once_and_only_in_its_own_frame(self) -> None:
        navigation.add(Bar.PORTAL, Link("old", "a:one"))
        navigation.add(Bar.PORTAL, Link("new", "a:one"))

        assert labels(NOBODY) == ["new"]
        assert labels(NOBODY, Bar.CONSOLE) == []

    @pytest.mark.parametrize(
        ("told", "seen"),
        [
            (NOBODY, ["everybody", "visitor"]),
            (EVE, ["everybody", "citizen"]),
            (ADA, ["everybody", "official", "figures"]),
            ({}, ["everybody", "visitor"]),
        ],
    )
    def test_is_what_is_for_the_reader(self, told: dict[str, Any], seen: list[str]) -> None:
        navigation.add(
            Bar.PORTAL,
            Link("everybody", "a:everybody"),
            Link("visitor", "a:visitor", navigation.visitor),
            Link("citizen", "a:citizen", navigation.citizen),
            Link("official", "a:official", navigation.official),
            Link("figures", "a:figures", navigation.holding("audit", "view_figures")),
            Link("audit", "a:audit", navigation.holding("audit")),
        )

        assert labels(told) == seen


def row(told: dict[str, Any]) -> list[tuple[str, list[str], bool]]:
    found = navigation.ways(Bar.CONSOLE, told)
    return [(way.label, [link.label for link in way.links], way.is_here) for way in found]


class TestWays:
    def test_are_each_link_where_there_are_few(self) -> None:
        navigation.add(Bar.CONSOLE, Link("map", "a:map", group="zones"))
        navigation.add(Bar.CONSOLE, Link("list", "a:list", group="zones"))

        assert row({"here": "list"}) == [("map", ["map"], False), ("list", ["list"], True)]

    def test_are_groups_where_there_are_many(self) -> None:
        alone = [Link(f"{n}", f"a:{n}") for n in range(navigation.ROW)]
        navigation.add(Bar.CONSOLE, Link("map", "a:map", group="zones"), *alone)
        navigation.add(Bar.CONSOLE, Link("list", "a:list", group="zones"))

        first, *others = navigation.ways(Bar.CONSOLE, {"here": "list"})

        assert (first.label, first.page, first.is_here) == ("zones", "a:map", True)
        assert [link.label for link in first.links] == ["map", "list"]
        assert [way.label for way in others] == [link.label for link in alone]

    def test_a_group_of_one_is_that_link(self) -> None:
        alone = [Link(f"{n}", f"a:{n}") for n in range(navigation.ROW)]
        navigation.add(Bar.CONSOLE, Link("map", "a:map", group="zones"), *alone)

        assert row({})[0] == ("map", ["map"], False)


class TestLink:
    def test_is_at_the_last_part_of_its_page(self) -> None:
        assert Link("", "console:zones").here == "zones"

    def test_or_at_the_word_it_names(self) -> None:
        assert Link("", "desk:overview", at="federation").here == "federation"
