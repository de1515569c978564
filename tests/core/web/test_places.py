"""Places on pages are filled by rooms further up, and shown in order."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template

from core.web import places
from core.web.places import Piece, Place


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing fill any place."""
    monkeypatch.setattr(places, "_FILLED", {})


def shown(name: str, **known: Any) -> str:
    return Template("{% load web %}{% place name %}").render(Context({"name": name, **known}))


@pytest.mark.usefixtures("empty")
class TestPlace:
    def test_is_empty_until_it_is_filled(self) -> None:
        assert shown("portal-foot") == ""

    def test_shows_a_piece_once_with_what_it_is_told(self) -> None:
        piece = Piece("web/components/mini.html", lambda known: {"name": known["who"]})
        places.fill(Place.STATUS, piece)
        places.fill(Place.STATUS, piece)

        said = shown("status", who="<b>Eve</b>", shape="green")

        assert said.count("&lt;b&gt;Eve&lt;/b&gt;") == 1
        assert places.pieces(Place.STATUS) == (piece,)

    def test_shows_nothing_where_a_piece_has_nothing_to_say(self) -> None:
        places.fill(Place.STATUS, Piece("web/components/mini.html", lambda _known: None))

        assert shown("status") == ""

    def test_is_one_of_those_that_pages_leave(self) -> None:
        with pytest.raises(ValueError, match="attic"):
            shown("attic")
