"""Django's `makemigrations`, as the owner of the schemas."""

from django.core.management.commands import makemigrations

from provinces.tenancy.management.owned import ActsAsOwner


class Command(ActsAsOwner, makemigrations.Command):
    """As Django's, but for the login."""
