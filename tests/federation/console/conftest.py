"""Pages are looked at in English, at noon, between two provinces of one federation."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.client import ProvinceClient
from tests.pages import noon

__all__ = ["noon"]


@pytest.fixture(autouse=True)
def _at_noon(noon: None) -> None:
    """Every test here is at noon."""


@pytest.fixture
def client() -> ProvinceClient:
    """A browser in which nobody is signed in, and that prefers English."""
    return ProvinceClient(headers={"accept-language": "en"})


@pytest.fixture
def own_keys(settings: Settings, tmp_path: Path) -> None:
    """Let keys be made for this test alone."""
    kept = tmp_path / "credentials.json"
    shutil.copy(settings.CREDENTIALS_FILE, kept)
    settings.CREDENTIALS_FILE = str(kept)
