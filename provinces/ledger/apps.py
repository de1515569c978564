"""The room provinces.ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "provinces.ledger"
    label = "ledger"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers itself
