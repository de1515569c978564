"""django-tenants' `migrate_schemas`, as the owner of the schemas."""

from __future__ import annotations

from typing import Any

from django_tenants.management.commands import migrate_schemas

from provinces.tenancy.management.owned import ActsAsOwner
from provinces.tenancy.scope import PUBLIC

OF_PUBLIC = {"app_label": "tenancy", "schema_name": PUBLIC, "shared": False}


class Command(ActsAsOwner, migrate_schemas.Command):
    """As django-tenants', but for the login, and that the public schema has the directory alone.

    There it would walk through the migrations of every room, to apply none of them.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        is_of_all = not (options["tenant"] or options["shared"] or options["schema_name"])
        is_of_public = options["shared"] or options["schema_name"] == PUBLIC
        if options["app_label"] or not (is_of_all or is_of_public):
            super().handle(*args, **options)
            return
        super().handle(*args, **{**options, **OF_PUBLIC})
        if is_of_all:
            super().handle(*args, **{**options, "tenant": True})
