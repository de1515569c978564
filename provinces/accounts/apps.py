"""The room provinces.accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "provinces.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415  apps load

        from . import checks, services  # noqa: F401, PLC0415  registers them

        user_logged_in.connect(services.list_session, dispatch_uid="accounts.list_session")
