"""Django's `sqlmigrate`, as the owner of the schemas."""

from django.core.management.commands import sqlmigrate

from provinces.tenancy.management.owned import ActsAsOwner


class Command(ActsAsOwner, sqlmigrate.Command):
    """As Django's, but for the login."""
