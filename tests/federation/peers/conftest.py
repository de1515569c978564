"""Keys that a test may replace, and a federation to be in."""

from __future__ import annotations

import pytest

from federation.peers.documents import Document
from provinces.tenancy import directory

from . import founding


@pytest.fixture
def federation(north: directory.Entry, own_keys: None) -> Document:
    """Be in the north, in a federation with the south that was founded a month ago."""
    return founding.founded()
