"""Being in a province: every query is in exactly one, or fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from . import directory
from .connecting import connection

PUBLIC = "public"


class NoProvince(RuntimeError):
    """Nothing says which province this is about."""


@contextmanager
def province(slug: str) -> Iterator[directory.Entry]:
    """Be in a province, then return to where one was.

    Raises NoSuchProvince, and TransactionManagementError inside another province's transaction.
    """
    entry = directory.find(slug)
    before = connection.tenant
    connection.set_tenant(entry)
    try:
        yield entry
    finally:
        connection.set_tenant(before)


@contextmanager
def schema(name: str) -> Iterator[None]:
    """Be in a schema that need not be a listed province; for maintenance as the owner."""
    before = connection.tenant
    connection.set_schema(name)
    try:
        yield
    finally:
        connection.set_tenant(before)


def current() -> directory.Entry:
    """Return the entry of the province in scope; raises NoProvince."""
    if connection.schema_name in (None, PUBLIC):
        raise NoProvince("no province is in scope")
    return directory.find(connection.schema_name)
