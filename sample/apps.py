"""The room sample."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "sample"
    label = "sample"
