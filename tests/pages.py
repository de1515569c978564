"""What tests of pages share: noon on the tests' clock, nothing kept from before, and addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone, translation

from provinces.accounts.models import User
from provinces.tenancy import scope
from tests import cast
from tests.client import ProvinceClient, signed_in


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the clock at the edge show the tests' noon, and let no page remember anything."""
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW)
    caches["process"].clear()
    with translation.override("en"):
        yield
    caches["process"].clear()


def address(page: str, *values: Any) -> str:
    """Return the address of a page of the province in scope."""
    inside = reverse(page, args=values)
    return f"/p/{scope.current().slug}{inside}"


def reader(user: User, language: str = "en") -> ProvinceClient:
    """Return a browser in which a user is signed in, and that prefers a language."""
    client = signed_in(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    return client


def words(response: Any) -> str:
    """Return what a page says, without its markup, each run of white space as one space."""
    text = re.sub(
        r"<(script|style|head)\b.*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S
    )
    return " ".join(html.unescape(text).split())
