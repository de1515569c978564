"""The room provinces.notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "provinces.notices"
    label = "notices"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415
