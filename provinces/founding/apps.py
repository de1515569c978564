"""The room provinces.founding."""

from django.apps import AppConfig


class FoundingConfig(AppConfig):
    name = "provinces.founding"
    label = "founding"
