"""The room federation.casework."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "federation.casework"
    label = "casework"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415
