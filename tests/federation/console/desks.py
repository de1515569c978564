"""How tests sit at these desks: reading a page, giving an order, and reading what came of it."""

from __future__ import annotations

from typing import Any

from provinces.accounts.models import User
from tests.pages import address, reader, words


def shown(user: User, page: str, *values: Any, query: str = "") -> str:
    """Return what a page says to an official."""
    return words(reader(user).get(address(page, *values) + query))


def ordered(user: User, page: str, *values: Any, **fields: Any) -> str:
    """Give an order, and return what the page says to which it leads."""
    return words(reader(user).post(address(page, *values), fields, follow=True))


def status(user: User, page: str, *values: Any, **fields: Any) -> int:
    """Give an order, and return how it was answered."""
    return int(reader(user).post(address(page, *values), fields).status_code)
