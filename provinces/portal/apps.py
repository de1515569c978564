"""The room provinces.portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "provinces.portal"
    label = "portal"
