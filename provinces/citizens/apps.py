"""The room provinces.citizens."""

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "provinces.citizens"
    label = "citizens"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers itself
