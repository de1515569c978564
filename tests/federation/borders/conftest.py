"""Two provinces of one federation, side by side."""

from __future__ import annotations

import pytest

from provinces.tenancy import directory

from . import border


@pytest.fixture
def neighbours(north: directory.Entry, own_keys: None) -> None:
    """Be in the north, with the south beside it in one federation."""
    border.made()


@pytest.fixture
def rivals(north: directory.Entry, own_keys: None) -> None:
    """Be in the north, with a strip of ground that the south claims as well."""
    border.made(is_disputed=True)
