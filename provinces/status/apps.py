"""The room provinces.status."""

from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "provinces.status"
    label = "status"
