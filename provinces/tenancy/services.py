"""Provinces come to this node, and the node's own schemas are kept up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from psycopg.errors import DuplicateSchema

from . import cloning, credentials, directory, grants, keys, scope
from .addresses import as_owner
from .models import SLUG, TEMPLATE, Province


class AlreadyHosted(ValueError):
    """A province of that name is on this node, or a schema of that name on its server."""


class IncompletePlace(ValueError):
    """Another server is named by host, port and database, all three."""


class SchemaLost(RuntimeError):
    """A province was on its server, and its schema no longer is."""


HAS = """
SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %(schema)s),
       EXISTS (SELECT FROM pg_roles WHERE rolname = %(login)s)
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a province's schema goes; without a host, the node's own server.

    Another server's owner must be in the secret store: `credentials.remember_owner`.
    """

    host: str = ""
    port: int | None = None
    database: str = ""

    def __post_init__(self) -> None:
        parts = (self.host, self.port, self.database)
        if any(parts) and not all(parts):
            raise IncompletePlace("give host, port and database, or none of them")


OWN_SERVER = Place()


def prepare_node() -> None:
    """Bring the directory, the template and every province up to the code's migrations.

    A province that lacks keys is given them, and one whose addition was cut off is finished.
    Raises SchemaLost.
    """
    with as_owner(), scope.schema(scope.PUBLIC):
        _migrate(schema_name=scope.PUBLIC)
        _ensure_template()
        _migrate(schema_name=TEMPLATE)
        _finish_additions()
        _migrate(tenant=True)
        renew_grants()
    for entry in directory.hosted():
        keys.ensure(entry.slug)


def _migrate(**which: Any) -> None:
    call_command("migrate_schemas", verbosity=0, interactive=False, **which)


def fault_of(slug: str) -> str:
    """Return why a name cannot be a province's, "" where it can."""
    try:
        SLUG(slug)
    except ValidationError as problem:
        return str(problem.messages[0])
    return ""


def renew_grants() -> None:
    """Give every login of the node what it may do, and nothing more; as the owner."""
    grants.grant_directory()
    directory.forget()
    for entry in directory.hosted():
        with scope.province(entry.slug):
            grants.grant_province(entry.slug)


def _ensure_template() -> None:
    if not Province.objects.filter(schema_name=TEMPLATE).exists():
        Province.objects.create(schema_name=TEMPLATE, name_zh="模板", name_en="Template")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {TEMPLATE}")


def _finish_additions() -> None:
    """Build what is listed and has no schema: whoever added it was killed meanwhile.

    Migrations would otherwise run in the only schema of its path that exists, the public one. A
    node that was never prepared has no login yet that reads the directory: the owner does.
    """
    listed = Province.objects.exclude(schema_name=TEMPLATE).order_by("schema_name")
    for slug in listed.values_list("schema_name", flat=True):
        with scope.schema(slug), connection.cursor() as cursor:
            cursor.execute(HAS, {"schema": slug, "login": directory.login_of(slug)})
            has_schema, has_login = cursor.fetchone()
        if has_schema:
            continue
        if has_login:  # made in one transaction with the schema, and logins outlive those
            raise SchemaLost(f"{slug} was on its server, and its schema is gone: restore it")
        _make_keys(slug)
        _build_schema(slug)


def add(
    slug: str, *, name_zh: str, name_en: str, division_code: str = "", place: Place = OWN_SERVER
) -> directory.Entry:
    """Create a province by cloning the template: schema, login, key, directory entry.

    Raises AlreadyHosted, ValidationError for a name that cannot be a schema's, LoginOfAnother,
    and CredentialMissing for a server whose owner is unknown. What fails leaves nothing behind.
    """
    province = Province(
        schema_name=slug,
        name_zh=name_zh,
        name_en=name_en,
        division_code=division_code,
        host=place.host,
        port=place.port,
        database=place.database,
    )
    SLUG(slug)
    province.clean_fields(exclude=["id"])
    with as_owner(), scope.schema(scope.PUBLIC), _undone_on_failure(province):
        _build_schema(slug)
    return directory.find(slug)


@contextmanager
def _undone_on_failure(province: Province) -> Iterator[None]:
    """List a province with keys of its own; take both back where what follows fails."""
    slug = province.schema_name
    _list(province)
    is_new = _make_keys(slug)
    try:
        yield
    except Exception:
        province.delete()
        directory.forget()
        if is_new:
            credentials.forget(slug, directory.login_of(slug))
        raise


def _make_keys(slug: str) -> bool:
    """Have a province's keys; tell whether its master key is new."""
    is_new = credentials.ensure_key(slug)
    keys.ensure(slug)
    return is_new


def _list(province: Province) -> None:
    try:
        with transaction.atomic():
            province.save(force_insert=True)
    except (IntegrityError, ValidationError):  # the latter is django-tenants' own look-up
        raise AlreadyHosted(f"{province.schema_name} is already on this node") from None
    directory.forget()


def _build_schema(slug: str) -> None:
    statements = cloning.dump_template()
    with scope.schema(slug), transaction.atomic():
        try:
            cloning.replay(statements, slug)
        except DuplicateSchema:
            raise AlreadyHosted(f"its server has a schema {slug} already") from None
        grants.grant_province(slug)
