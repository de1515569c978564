"""The second wall: a LOGIN role per province, that can use its own schema only.

Append-only tables are granted without UPDATE and DELETE; a trigger refuses them besides. So it is
with what a model says is `withheld`: retention removes such rows, as the owner. What migrations
wrote is there to be read.
"""

from __future__ import annotations

import psycopg
from django.apps import apps
from django.db import connection
from psycopg import sql
from psycopg.pq.abc import PGconn

from . import credentials, directory
from .models import STRUCTURE_ROWS

OWN_SCHEMA = """
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE ON SEQUENCES TO {role};
"""

APPEND_ONLY = "REVOKE UPDATE, DELETE, TRUNCATE ON {schema}.{table} FROM {role}"
WITHHELD = "REVOKE {rights} ON {schema}.{table} FROM {role}"
READ_ONLY = "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {schema}.{table} FROM {role}"

DIRECTORY = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT ON public.tenancy_province, public.tenancy_domain TO {role};
"""

LOGIN = """
{verb} ROLE {role} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD {password};
ALTER ROLE {role} SET search_path = {schema};
"""

IS_AS_WANTED = """
SELECT rolcanlogin AND NOT (rolinherit OR rolsuper OR rolcreatedb OR rolcreaterole
                            OR rolreplication OR rolbypassrls)
       AND EXISTS (SELECT FROM pg_db_role_setting WHERE setrole = r.oid AND setdatabase = 0
                   AND setconfig @> ARRAY['search_path=' || %(schema)s])
FROM pg_roles r WHERE rolname = %(login)s
"""


class LoginOfAnother(RuntimeError):
    """The server knows a login of that name, and this node not its password."""


def append_only_tables() -> list[str]:
    """Return the tables whose rows may be added and read, and nothing else."""
    return sorted(
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    )


def withheld() -> dict[str, tuple[str, ...]]:
    """Return the tables on which some rights are the owner's alone, and which those are."""
    models = [(model._meta.db_table, getattr(model, "withheld", ())) for model in apps.get_models()]
    return {table: rights for table, rights in sorted(models) if rights}


def ensure_login(login: str, schema: str) -> None:
    """Have a LOGIN role with its password from the secret store, at home in its schema.

    One that is as wanted is left alone. The server is told the password's SCRAM verifier, never
    the password. Raises LoginOfAnother: logins are a server's, not a database's, and another
    node's must not be taken over.
    """
    with connection.cursor() as cursor:
        cursor.execute(IS_AS_WANTED, {"login": login, "schema": schema})
        found = cursor.fetchone()
        if found and not credentials.has_login(login):
            raise LoginOfAnother(
                f"the server has a login {login}, but its password is not in this node's secret"
                " store: restore the store, or use a server that no other node uses"
            )
        password = credentials.ensure_login(login)
        if found == (True,) and _opens(login, password):
            return
        statement = sql.SQL(LOGIN).format(
            verb=sql.SQL("ALTER" if found else "CREATE"),
            role=sql.Identifier(login),
            password=sql.Literal(_verifier(cursor.connection.pgconn, login, password)),
            schema=sql.Identifier(schema),
        )
        cursor.execute(statement)


def _opens(login: str, password: str) -> bool:
    """Tell whether the server in use lets a login in with this password."""
    here = connection.settings_dict
    where = {"host": here["HOST"], "port": here["PORT"], "dbname": here["NAME"]}
    try:
        psycopg.connect(user=login, password=password, **where).close()
    except psycopg.OperationalError:
        return False
    return True


def _verifier(session: PGconn, login: str, password: str) -> str:
    made = session.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return made.decode()


def grant_directory() -> None:
    """Let the directory's login read the directory, and nobody else anything in public."""
    close_public()
    ensure_login(directory.DIRECTORY_LOGIN, "public")
    _run(DIRECTORY, role=directory.DIRECTORY_LOGIN)


def grant_province(slug: str) -> None:
    """Let a province's login use its own schema, on whichever server that is."""
    close_public()
    role = directory.login_of(slug)
    ensure_login(role, slug)
    _run(OWN_SCHEMA, role=role, schema=slug)
    for table in append_only_tables():
        _run(APPEND_ONLY, role=role, schema=slug, table=table)
    for table, rights in withheld().items():
        statement = WITHHELD.replace("{rights}", ", ".join(rights))
        _run(statement, role=role, schema=slug, table=table)
    for table in STRUCTURE_ROWS:
        _run(READ_ONLY, role=role, schema=slug, table=table)


def close_public() -> None:
    """Take from everybody what PostgreSQL lets everybody do in the public schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege('public', 'public', 'USAGE, CREATE')")
        if cursor.fetchone()[0]:
            cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")


def _run(statements: str, **names: str) -> None:
    identifiers = {key: sql.Identifier(value) for key, value in names.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statements).format(**identifiers))
