"""The room provinces.retention."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "provinces.retention"
    label = "retention"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415
