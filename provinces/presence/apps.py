"""The room provinces.presence."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    name = "provinces.presence"
    label = "presence"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers itself
