"""Provinces come to this node, and the node's own schemas are kept up to date."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, transaction

from . import cloning, credentials, directory, grants, scope
from .addresses import as_owner
from .models import SLUG, TEMPLATE, Province


class AlreadyHosted(ValueError):
    """A province of that name is on this node."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a province's schema goes; without a host, the node's own server."""

    host: str = ""
    port: int | None = None
    database: str = ""


OWN_SERVER = Place()


def prepare_node() -> None:
    """Bring the directory, the template and every province up to the code's migrations."""
    with as_owner():
        call_command("migrate_schemas", schema_name="public", verbosity=0, interactive=False)
        grants.grant_directory()
        directory.forget()
        _ensure_template()
        call_command("migrate_schemas", tenant=True, verbosity=0, interactive=False)
        for entry in directory.hosted():
            with scope.province(entry.slug):
                grants.grant_province(entry.slug)


def _ensure_template() -> None:
    if not Province.objects.filter(schema_name=TEMPLATE).exists():
        Province.objects.create(schema_name=TEMPLATE, name_zh="模板", name_en="Template")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {TEMPLATE}")


def add(
    slug: str, *, name_zh: str, name_en: str, division_code: str = "", place: Place = OWN_SERVER
) -> directory.Entry:
    """Create a province by cloning the template: schema, login, key, directory entry.

    Raises AlreadyHosted, or ValidationError for a name that cannot be a schema's.
    """
    if Province.objects.filter(schema_name=slug).exists():
        raise AlreadyHosted(f"{slug} is already on this node")
    province = Province(
        schema_name=slug,
        name_zh=name_zh,
        name_en=name_en,
        division_code=division_code,
        host=place.host,
        port=place.port,
        database=place.database,
    )
    _check_slug(province)
    credentials.ensure_key(slug)
    with as_owner():
        province.save()
        directory.forget()
        try:
            _build_schema(slug)
        except Exception:
            province.delete()
            directory.forget()
            raise
    return directory.find(slug)


def _check_slug(province: Province) -> None:
    SLUG(province.schema_name)
    province.clean_fields(exclude=["id"])


def _build_schema(slug: str) -> None:
    statements = cloning.dump_template()
    with scope.schema(slug), transaction.atomic():
        cloning.replay(statements, slug)
        grants.grant_province(slug)
