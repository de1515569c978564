"""Keys that a test may replace, and a federation to be in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_django import Settings

from federation.peers.documents import Document
from provinces.tenancy import directory

from . import founding


@pytest.fixture
def own_keys(settings: Settings, tmp_path: Path) -> None:
    """Let keys be replaced for this test alone."""
    kept = tmp_path / "credentials.json"
    shutil.copy(settings.CREDENTIALS_FILE, kept)
    settings.CREDENTIALS_FILE = str(kept)


@pytest.fixture
def federation(north: directory.Entry, own_keys: None) -> Document:
    """Be in the north, in a federation with the south that was founded a month ago."""
    return founding.founded()
