"""What production serves: every file under the name of its digest, and every reference kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from core.web import assets

PROJECT = Path(__file__).resolve().parents[3]
STORAGES = {"staticfiles": {"BACKEND": "core.web.storage.OwnModules"}}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the static files were collected."""
    assets.provide(PROJECT)
    root = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=root, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def hashed(folder: Path, name: str) -> str:
    stem, suffix = name.rsplit(".", maxsplit=1)
    (found,) = folder.glob(f"{stem}.????????????.{suffix}")
    return found.read_text()


def test_our_scripts_import_what_was_collected(collected: Path) -> None:
    start = hashed(collected / "web", "start.js")

    (imported,) = re.findall(r'from "\.\./(vendor/govuk/govuk\.[0-9a-f]{12}\.js)"', start)
    assert (collected / imported).exists()


def test_icons_within_a_style_are_whole(collected: Path) -> None:
    style = hashed(collected / "vendor/geoman", "geoman.css")

    assert 'url("#' not in style
    assert "url%28%23" in style


def test_pictures_beside_a_style_are_found(collected: Path) -> None:
    style = hashed(collected / "vendor/leaflet", "leaflet.css")

    named = re.findall(r'url\("(images/[\w.-]+)"\)', style)
    assert named
    assert [one for one in named if not (collected / "vendor/leaflet" / one).exists()] == []
