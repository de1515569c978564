"""The room provinces.rules."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "provinces.rules"
    label = "rules"
