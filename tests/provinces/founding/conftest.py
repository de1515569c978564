"""The document that the manual shows, and provinces of a test's own."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.provinces.tenancy.conftest import slug

__all__ = ["slug"]

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "province.json"
WRITTEN: dict[str, Any] = json.loads(EXAMPLE.read_bytes())


@pytest.fixture
def shown() -> dict[str, Any]:
    """The manual's document, to be changed."""
    return copy.deepcopy(WRITTEN)
