"""The room provinces.accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "provinces.accounts"
    label = "accounts"
