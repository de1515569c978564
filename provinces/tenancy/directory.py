"""The directory as read by this process: which provinces there are and where.

It is read over a connection of its own, so that finding a province never disturbs the
transaction of another one, and kept for some seconds.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings

from . import credentials

KEEP_SECONDS = 30.0
DIRECTORY_LOGIN = "concord_directory"


class NoSuchProvince(LookupError):
    """No province of that name is hosted on this node."""


class NotPrepared(RuntimeError):
    """The node has no directory yet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A province's line in the directory."""

    schema_name: str
    name_zh: str
    name_en: str
    division_code: str
    time_zone: str
    host: str
    port: int | None
    database: str

    @property
    def slug(self) -> str:
        return self.schema_name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def login(self) -> str:
        return login_of(self.schema_name)

    @property
    def server(self) -> str:
        """The other server it lives on, `host:port/database`, or nothing for the node's own."""
        return f"{self.host}:{self.port}/{self.database}" if self.host else ""


_cache: dict[str, Any] = {"until": 0.0, "home": None, "entries": {}, "domains": {}}


def login_of(slug: str) -> str:
    """Return the name of a province's LOGIN role."""
    return f"concord_{slug}"


def forget() -> None:
    """Read the directory anew at the next question."""
    _cache["until"] = 0.0


def find(slug: str) -> Entry:
    """Return a province's entry; raises NoSuchProvince, and NotPrepared."""
    entry = _fresh()["entries"].get(slug)
    if entry is None:
        raise NoSuchProvince(slug)
    return entry


def find_by_host(host: str) -> Entry | None:
    """Return the province that a host name leads to, if any."""
    slug = _fresh()["domains"].get(host)
    return find(slug) if slug else None


def hosted() -> list[Entry]:
    """Return every province on this node, in the order of their division codes."""
    entries = _fresh()["entries"].values()
    return sorted(entries, key=lambda entry: (entry.division_code, entry.slug))


def _fresh() -> dict[str, Any]:
    home = settings.DATABASES["default"]
    place = (home["HOST"], home["PORT"], home["NAME"])
    if _cache["until"] < time.monotonic() or _cache["home"] != place:
        _cache.update(_read(home), until=time.monotonic() + KEEP_SECONDS, home=place)
    return _cache


def _login(home: dict[str, Any]) -> tuple[str, str]:
    if settings.PROVINCE_SWITCH != "login":
        return home["USER"], home["PASSWORD"]
    try:
        return DIRECTORY_LOGIN, credentials.password_of(DIRECTORY_LOGIN)
    except credentials.CredentialMissing:
        raise NotPrepared("this node is not prepared: `manage.py province prepare`") from None


def _read(home: dict[str, Any]) -> dict[str, Any]:
    user, password = _login(home)
    where = {"host": home["HOST"], "port": home["PORT"], "dbname": home["NAME"]}
    with psycopg.connect(user=user, password=password, **where) as session:
        rows = session.execute(
            "SELECT schema_name, name_zh, name_en, division_code, time_zone, host, port, database"
            " FROM public.tenancy_province WHERE schema_name <> 'template'"
        ).fetchall()
        domains = session.execute(
            "SELECT d.domain, p.schema_name FROM public.tenancy_domain d"
            " JOIN public.tenancy_province p ON p.id = d.tenant_id"
        ).fetchall()
    return {"entries": {row[0]: Entry(*row) for row in rows}, "domains": dict(domains)}
