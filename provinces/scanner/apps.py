"""The room provinces.scanner."""

from django.apps import AppConfig


class ScannerConfig(AppConfig):
    name = "provinces.scanner"
    label = "scanner"
