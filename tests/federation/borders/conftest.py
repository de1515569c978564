"""Two provinces of one federation, side by side."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_django import Settings

from provinces.tenancy import directory

from . import border


@pytest.fixture
def own_keys(settings: Settings, tmp_path: Path) -> None:
    """Let keys be made for this test alone."""
    kept = tmp_path / "credentials.json"
    shutil.copy(settings.CREDENTIALS_FILE, kept)
    settings.CREDENTIALS_FILE = str(kept)


@pytest.fixture
def neighbours(north: directory.Entry, own_keys: None) -> None:
    """Be in the north, with the south beside it in one federation."""
    border.made()


@pytest.fixture
def rivals(north: directory.Entry, own_keys: None) -> None:
    """Be in the north, with a strip of ground that the south claims as well."""
    border.made(is_disputed=True)
