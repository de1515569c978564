"""The room provinces.retention."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "provinces.retention"
    label = "retention"
