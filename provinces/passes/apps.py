"""The room provinces.passes."""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    name = "provinces.passes"
    label = "passes"
