"""Django's `showmigrations`, as the owner of the schemas."""

from django.core.management.commands import showmigrations

from provinces.tenancy.management.owned import ActsAsOwner


class Command(ActsAsOwner, showmigrations.Command):
    """As Django's, but for the login."""
