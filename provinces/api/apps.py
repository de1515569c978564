"""The room provinces.api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "provinces.api"
    label = "api"
