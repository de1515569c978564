"""The room provinces.ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "provinces.ledger"
    label = "ledger"
