"""The room provinces.screening."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "provinces.screening"
    label = "screening"
