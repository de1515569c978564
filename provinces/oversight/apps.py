"""The room provinces.oversight."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "provinces.oversight"
    label = "oversight"
