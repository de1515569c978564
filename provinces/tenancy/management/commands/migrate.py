"""`manage.py migrate` migrates every schema, and grants what the new tables need."""

from __future__ import annotations

from typing import Any

from provinces.tenancy import services
from provinces.tenancy.management.commands import migrate_schemas


class Command(migrate_schemas.Command):
    """django-tenants' `migrate_schemas`; afterwards each login has what is its own again."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        services.renew_grants()
