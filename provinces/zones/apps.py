"""The room provinces.zones."""

from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "provinces.zones"
    label = "zones"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers itself
