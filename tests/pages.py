"""What tests of pages share: noon on the tests' clock, nothing kept from before, and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from provinces.tenancy import scope
from tests import cast


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the clock at the edge show the tests' noon, and let no page remember anything."""
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW)
    cache.clear()
    with translation.override("en"):
        yield
    cache.clear()


def address(page: str, *values: Any) -> str:
    """Return the address of a page of the province in scope."""
    inside = reverse(page, args=values)
    return f"/p/{scope.current().slug}{inside}"
