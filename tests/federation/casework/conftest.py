"""A federation of the north and the south to be in."""

from __future__ import annotations

import pytest

from provinces.tenancy import directory
from tests.federation.casework import stories


@pytest.fixture
def federation(north: directory.Entry) -> directory.Entry:
    """Be in the north, in a federation with the south."""
    stories.founded()
    return north
