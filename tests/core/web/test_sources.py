"""Templates and styles obey the content security policy before a browser has to say so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.web.headers import POLICY

PROJECT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(
    path
    for room in ("core", "provinces", "federation")
    for path in (PROJECT / room).rglob("*.html")
)
STYLES = (PROJECT / "core/web/static/web/concord.css").read_text()
FORBIDDEN = {
    "inline style": r"\sstyle=",
    "inline handler": r"\son[a-z]+=",
    "inline script": r"<script(?![^>]*\ssrc=)",
    "style element": r"<style",
    "another site": r"(?:src|href|action)=.https?://",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has_an(what: str) -> None:
    # What is said to other templates is no attribute of an element.
    written = {path: re.sub(r"\{%.*?%\}", "", path.read_text()) for path in TEMPLATES}

    assert [path for path, text in written.items() if re.search(FORBIDDEN[what], text)] == []


def test_templates_are_short() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in TEMPLATES}

    assert {path: lines for path, lines in lengths.items() if lines > 60} == {}


def test_styles_are_one_short_file_that_loads_nothing() -> None:
    assert len(STYLES.splitlines()) <= 400
    assert "url(" not in STYLES
    assert "@import" not in STYLES


@pytest.mark.parametrize("name", ["--ink", "--paper", "--green", "--red", "--press", "--link"])
def test_colours_have_a_night(name: str) -> None:
    assert len(re.findall(rf"{name}: #", STYLES)) >= 2


def test_the_policy_lets_nothing_inline_or_foreign_in() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "default-src 'none'" in POLICY
