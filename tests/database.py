"""The tests' own PostgreSQL: a template with two provinces, and a copy of it for each run.

The server stops with the last run that uses it; its data stays, so that the next one starts in
a fraction of a second. The template is made anew when what shapes its tables has changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from psycopg import sql

from core.config.engines.address import ServerAddress
from core.config.engines.postgres import PostgresCluster
from core.config.settings.base import database_from
from provinces.retention import services as retention
from provinces.tenancy import credentials, directory, scope
from provinces.tenancy import services as tenancy
from provinces.tenancy.connecting import connection
from tests import cast

PROJECT = Path(__file__).resolve().parents[1]
HOME = Path(settings.CREDENTIALS_FILE).parent
TEMPLATE = "concord_template"
SHAPED_BY = (
    "core/db/*.py",
    "core/config/settings/*.py",
    "*/*/migrations/*.py",
    "*/*/models.py",
    "*/*/models/*.py",
    "provinces/tenancy/**/*.py",
    "provinces/retention/*.py",
    "provinces/jurisdictions/powers.py",
    "tests/cast.py",
    "tests/database.py",
)


@contextmanager
def running() -> Iterator[ServerAddress]:
    """Have the server run as long as any process of any run needs it."""
    HOME.mkdir(parents=True, exist_ok=True)
    cluster = PostgresCluster(HOME / "pg", fast=True)
    with (HOME / "users.lock").open("w") as users:
        _begin_anew_without_passwords(users)
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield cluster.start()
        finally:
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                cluster.stop()


def _begin_anew_without_passwords(users: IO[str]) -> None:
    """Remove data whose logins' passwords are gone, if nobody is using the server."""
    with suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not Path(settings.CREDENTIALS_FILE).exists():
            PostgresCluster(HOME / "pg").stop()
            shutil.rmtree(HOME / "pg", ignore_errors=True)


@contextmanager
def copied(server: ServerAddress) -> Iterator[str]:
    """Have a database of one's own, a copy of the template, and let Django use it."""
    name = f"concord_{os.getpid()}"
    with psycopg.connect(server.url("postgresql", "postgres"), autocommit=True) as session:
        with _alone():
            _drop_left_over(session)
            if _comment_on(session, TEMPLATE) != fingerprint() or not _is_usable():
                _make_template(session, server)
            statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
            session.execute(_named(statement, name, TEMPLATE))
        _use(server, name)
        try:
            yield name
        finally:
            _close()
            session.execute(_named("DROP DATABASE {} WITH (FORCE)", name))


def fingerprint() -> str:
    """Return a digest of every file that has a say in what the template looks like."""
    digest = hashlib.sha256()
    for pattern in SHAPED_BY:
        for path in sorted(PROJECT.glob(pattern)):
            if ".venv" not in path.parts:
                digest.update(f"{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _is_usable() -> bool:
    """Tell whether the passwords of the template's logins are still known."""
    logins = [directory.DIRECTORY_LOGIN, *map(directory.login_of, cast.PROVINCES)]
    try:
        return all(credentials.password_of(login) for login in logins)
    except credentials.CredentialMissing:
        return False


def _make_template(session: psycopg.Connection, server: ServerAddress) -> None:
    session.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", TEMPLATE))
    session.execute(_named("CREATE DATABASE {}", TEMPLATE))
    _use(server, TEMPLATE)
    shape = fingerprint()
    tenancy.prepare_node()
    for slug, (code, name_zh, name_en) in cast.PROVINCES.items():
        tenancy.add(slug, name_zh=name_zh, name_en=name_en, division_code=code)
        with scope.province(slug):
            retention.keep_days(now=cast.NOW)
    _close()
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
    session.execute(statement.format(sql.Identifier(TEMPLATE), sql.Literal(shape)))


def _use(server: ServerAddress, name: str) -> None:
    """Point Django's one alias at a database, in every thread to come."""
    address = database_from(server.url("postgresql", name))
    kept = {key: address[key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    settings.DATABASES["default"].update(kept)
    directory.forget()
    connection.set_schema_to_public()


def _close() -> None:
    connection.set_schema_to_public()
    connection.close()


@contextmanager
def _alone() -> Iterator[IO[str]]:
    with (HOME / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def _drop_left_over(session: psycopg.Connection) -> None:
    """Drop the databases of runs that did not live to do it."""
    for (name,) in session.execute("SELECT datname FROM pg_database").fetchall():
        made_by = re.fullmatch(r"concord_(\d+)", name)
        if made_by and not Path(f"/proc/{made_by[1]}").exists():
            session.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _comment_on(session: psycopg.Connection, name: str) -> str | None:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = session.execute(query, [name]).fetchone()
    return row[0] if row else None


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def empty() -> None:
    """Remove every row that a test has committed; the directory and the structure stay."""
    with owners_session() as session:
        session.execute("SET session_replication_role = replica")
        for schema, table in session.execute(_FILLED).fetchall():
            session.execute(_named("DELETE FROM {}.{}", schema, table))


def owners_session() -> psycopg.Connection:
    """Return a session of the owner's, apart from Django's connection."""
    home = settings.DATABASES["default"]
    return _session(home["USER"], home["PASSWORD"])


def session_of(login: str) -> psycopg.Connection:
    """Return a session of a login's, as a thief of the secret store would get it."""
    return _session(login, credentials.password_of(login))


def _session(user: str, password: str) -> psycopg.Connection:
    home = settings.DATABASES["default"]
    where = {"host": home["HOST"], "port": home["PORT"], "dbname": home["NAME"]}
    return psycopg.connect(user=user, password=password, autocommit=True, **where)


# Tables with rows, outside the directory, but for the rows that migrations made.
_FILLED = """
SELECT n.nspname, c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname <> 'public' AND n.nspname !~ '^(pg_|information_schema)' AND c.relkind = 'r'
  AND c.relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
  AND pg_relation_size(c.oid) > 0
"""
