"""A federation of the north and the south to be in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_django import Settings

from provinces.tenancy import directory
from tests.federation.casework import stories


@pytest.fixture
def own_keys(settings: Settings, tmp_path: Path) -> None:
    """Let keys be replaced for this test alone."""
    kept = tmp_path / "credentials.json"
    shutil.copy(settings.CREDENTIALS_FILE, kept)
    settings.CREDENTIALS_FILE = str(kept)


@pytest.fixture
def federation(north: directory.Entry) -> directory.Entry:
    """Be in the north, in a federation with the south."""
    stories.founded()
    return north
