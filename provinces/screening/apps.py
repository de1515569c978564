"""The room provinces.screening."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "provinces.screening"
    label = "screening"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers itself
