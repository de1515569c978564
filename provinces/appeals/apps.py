"""The room provinces.appeals."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "provinces.appeals"
    label = "appeals"
