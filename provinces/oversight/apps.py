"""The room provinces.oversight."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "provinces.oversight"
    label = "oversight"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers itself
