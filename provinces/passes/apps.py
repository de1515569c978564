"""The room provinces.passes."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    name = "provinces.passes"
    label = "passes"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415
