"""Registers apps of others with a province, lists them, and shuts them out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.accounts import channels
from provinces.tenancy import directory, scope


class Command(BaseCommand):
    """`channels register PROVINCE NAME ADDRESS…`, `channels list|revoke PROVINCE …`."""

    help = "registers apps that citizens may let act for them, lists them, and shuts them out"

    def add_arguments(self, parser: CommandParser) -> None:
        orders = parser.add_subparsers(dest="order", required=True)
        register = orders.add_parser("register", help="register an app; prints its client id")
        register.add_argument("province")
        register.add_argument("name", help="as citizens are shown it")
        register.add_argument("addresses", nargs="+", help="https addresses to lead back to")
        listing = orders.add_parser("list", help="list the apps that are registered")
        listing.add_argument("province")
        revoke = orders.add_parser("revoke", help="shut an app out, at once")
        revoke.add_argument("province")
        revoke.add_argument("name")

    def handle(self, *_args: Any, order: str, province: str, **options: Any) -> None:
        try:
            with scope.province(province):
                getattr(self, order)(options)
        except directory.NoSuchProvince:
            raise CommandError(f"no province {province} on this node") from None
        except channels.NameTaken:
            raise CommandError(f"an app named {options['name']} is registered") from None
        except channels.NotAnAddress as wrong:
            raise CommandError(str(wrong)) from None
        except channels.ChannelUnknown:
            raise CommandError(f"no app named {options['name']} is registered") from None

    def register(self, options: dict[str, Any]) -> None:
        """Register an app."""
        app = channels.register(options["name"], options["addresses"], now=timezone.now())
        self.stdout.write(app.client_id)

    def list(self, _options: dict[str, Any]) -> None:
        """List the apps: client id, name, addresses."""
        for app in channels.registered():
            self.stdout.write(f"{app.client_id}  {app.name}  {app.redirect_uris}")

    def revoke(self, options: dict[str, Any]) -> None:
        """Shut an app out."""
        channels.shut_out(options["name"], now=timezone.now())
