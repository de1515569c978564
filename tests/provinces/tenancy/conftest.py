"""Provinces that a test adds, and that are gone after it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from psycopg import sql

from core.config.engines.address import ServerAddress
from core.config.engines.postgres import PostgresCluster
from provinces.tenancy import credentials, directory
from tests import database

DATABASE = "elsewhere"


@pytest.fixture(scope="session")
def other_server() -> Iterator[ServerAddress]:
    """A second PostgreSQL, with its own superuser's password."""
    home = Path(tempfile.mkdtemp(prefix="concord-other-"))
    home.chmod(0o711)
    cluster = PostgresCluster(home / "pg", fast=True)
    cluster.start()
    cluster.ensure_database(DATABASE)
    yield cluster.address
    cluster.stop()
    shutil.rmtree(home)


@pytest.fixture
def slug(transactional_db: None) -> Iterator[str]:
    """A name no province has; whatever bears it afterwards is removed.

    Logins are the server's, and another run may use the same one: the name is this process's.
    """
    name = f"west_{os.getpid()}"
    yield name
    login = directory.login_of(name)
    with database.owners_session() as session:
        session.execute(named("DROP SCHEMA IF EXISTS {} CASCADE", name))
        if session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone():
            session.execute(named("DROP OWNED BY {}", login))
            session.execute(named("DROP ROLE {}", login))
        session.execute("DELETE FROM tenancy_province WHERE schema_name = %s", [name])
    credentials.forget(name, login)
    directory.forget()


def named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def traces_of(slug: str) -> list[str]:
    """Return what there is of a province: its line, schema, login and key."""
    login = directory.login_of(slug)
    questions = {
        "line": ("SELECT 1 FROM tenancy_province WHERE schema_name = %s", slug),
        "schema": ("SELECT 1 FROM pg_namespace WHERE nspname = %s", slug),
        "login": ("SELECT 1 FROM pg_roles WHERE rolname = %s", login),
    }
    with database.owners_session() as session:
        found = [
            what
            for what, (query, name) in questions.items()
            if session.execute(query, [name]).fetchone()
        ]
    with open(settings.CREDENTIALS_FILE) as kept:
        content = kept.read()
    return found + [name for name in (f'"{slug}"', f'"{login}"') if name in content]
