"""The room provinces.facts."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "provinces.facts"
    label = "facts"
