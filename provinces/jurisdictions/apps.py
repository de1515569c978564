"""The room provinces.jurisdictions."""

from django.apps import AppConfig


class JurisdictionsConfig(AppConfig):
    name = "provinces.jurisdictions"
    label = "jurisdictions"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers them
