"""The room federation.console."""

from django.apps import AppConfig


class FederationConsoleConfig(AppConfig):
    name = "federation.console"
    label = "federation_console"
