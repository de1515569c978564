"""The room provinces.zones."""

from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "provinces.zones"
    label = "zones"
