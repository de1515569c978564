"""The room provinces.notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "provinces.notices"
    label = "notices"
