"""django-tenants' `migrate_schemas`, as the owner of the schemas."""

from django_tenants.management.commands import migrate_schemas

from provinces.tenancy.management.owned import ActsAsOwner


class Command(ActsAsOwner, migrate_schemas.Command):
    """As django-tenants', but for the login."""
