"""The room provinces.console."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "provinces.console"
    label = "console"
