"""The room provinces.accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "provinces.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers them
