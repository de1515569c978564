"""The room provinces.presence."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    name = "provinces.presence"
    label = "presence"
