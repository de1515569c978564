"""The room provinces.evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "provinces.evidence"
    label = "evidence"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers itself
