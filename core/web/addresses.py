"""Addresses of many rows of one kind."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse


def of_rows(name: str) -> Callable[[object], str]:
    """Return what makes the address of a page from its one argument, in the request's province.

    The page is looked up once and not for each row, which of a long list takes a tenth of it all.
    Arguments stand in the address as they are: keys and references, which need no quoting.
    """
    before, _zero, after = reverse(name, args=[0]).rpartition("0")
    return lambda argument: f"{before}{argument}{after}"
