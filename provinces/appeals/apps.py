"""The room provinces.appeals."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "provinces.appeals"
    label = "appeals"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers itself
