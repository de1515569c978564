"""The room federation.borders."""

from django.apps import AppConfig


class BordersConfig(AppConfig):
    name = "federation.borders"
    label = "borders"
