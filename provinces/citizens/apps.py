"""The room provinces.citizens."""

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "provinces.citizens"
    label = "citizens"
