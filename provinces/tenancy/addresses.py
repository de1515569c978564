"""Which login, on which server, serves a schema: the application's, or the owner's when asked.

The application never acts as the owner. Migrations, cloning, daily partitions and the sealing
of days do, inside `as_owner()`; a web process is deployed without the owner's password.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings

from . import credentials, directory
from .connecting import connection

PUBLIC = "public"
_owner: ContextVar[bool] = ContextVar("acting_as_owner", default=False)


class NotTheOwner(PermissionError):
    """This process holds no owner's credentials."""


@contextmanager
def as_owner() -> Iterator[None]:
    """Act as the owner of the schemas; for maintenance only.

    Raises NotTheOwner in a process that was started with the directory's login, and
    TransactionManagementError inside a transaction of another login.
    """
    if settings.DATABASES["default"]["USER"] == directory.DIRECTORY_LOGIN:
        raise NotTheOwner("DATABASE_URL names the directory's login, not the owner")
    token = _owner.set(True)
    try:
        _refresh()
        yield
    finally:
        _owner.reset(token)
        _refresh()


def _refresh() -> None:
    if connection.tenant is not None:
        connection.set_tenant(connection.tenant)


def address_for(schema: str) -> dict[str, Any]:
    """Return the settings (USER, PASSWORD, and HOST, PORT, NAME of another server) of a schema.

    Raises NoSuchProvince, NotPrepared or CredentialMissing.
    """
    if _owner.get():
        return _owner_address(schema)
    if schema == PUBLIC:
        return {"USER": directory.DIRECTORY_LOGIN, "PASSWORD": _directory_password()}
    entry = directory.find(schema)
    found = {"USER": entry.login, "PASSWORD": credentials.password_of(entry.login)}
    return {**found, **_elsewhere(entry)}


def _directory_password() -> str:
    try:
        return credentials.password_of(directory.DIRECTORY_LOGIN)
    except credentials.CredentialMissing:
        return ""  # a node not yet prepared: commands that need no database go on


def _owner_address(schema: str) -> dict[str, Any]:
    try:
        entry = directory.find(schema) if schema != PUBLIC else None
    except (directory.NoSuchProvince, directory.NotPrepared):
        entry = None  # the template, or a schema that is being made
    if entry is None or not entry.host:
        return {}
    owner = credentials.owner_of(entry.server)
    return {"USER": owner["user"], "PASSWORD": owner["password"], **_elsewhere(entry)}


def _elsewhere(entry: directory.Entry) -> dict[str, Any]:
    if not entry.host:
        return {}
    return {"HOST": entry.host, "PORT": str(entry.port), "NAME": entry.database}


def role_for(schema: str) -> str:
    """Return the role that stands for a schema where roles are switched."""
    return "none" if schema == PUBLIC or _owner.get() else directory.login_of(schema)
