"""The second wall: a LOGIN role per province, that can use its own schema only.

Append-only tables are granted without UPDATE and DELETE; a trigger refuses them besides.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from psycopg import sql

from . import credentials, directory

OWN_SCHEMA = """
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE ON SEQUENCES TO {role};
ALTER ROLE {role} SET search_path = {schema};
"""

APPEND_ONLY = "REVOKE UPDATE, DELETE, TRUNCATE ON {schema}.{table} FROM {role}"

DIRECTORY = """
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT ON public.tenancy_province, public.tenancy_domain TO {role};
ALTER ROLE {role} SET search_path = public;
"""


def append_only_tables() -> list[str]:
    """Return the tables whose rows may be added and read, and nothing else."""
    return sorted(
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    )


def ensure_login(login: str) -> None:
    """Create a LOGIN role with its password from the secret store, or renew the password."""
    password = credentials.ensure_login(login)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login])
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        statement = sql.SQL("{} ROLE {} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD {}")
        cursor.execute(
            statement.format(sql.SQL(verb), sql.Identifier(login), sql.Literal(password))
        )


def grant_directory() -> None:
    """Let the directory's login read the directory, and nobody else anything in public."""
    ensure_login(directory.DIRECTORY_LOGIN)
    _run(DIRECTORY, role=directory.DIRECTORY_LOGIN)


def grant_province(slug: str) -> None:
    """Let a province's login use its own schema."""
    role = directory.login_of(slug)
    ensure_login(role)
    _run(OWN_SCHEMA, role=role, schema=slug)
    for table in append_only_tables():
        _run(APPEND_ONLY, role=role, schema=slug, table=table)


def _run(statements: str, **names: str) -> None:
    identifiers = {key: sql.Identifier(value) for key, value in names.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statements).format(**identifiers))
