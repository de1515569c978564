"""The room provinces.exposure."""

from django.apps import AppConfig


class ExposureConfig(AppConfig):
    name = "provinces.exposure"
    label = "exposure"
