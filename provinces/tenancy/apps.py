"""The room provinces.tenancy."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "provinces.tenancy"
    label = "tenancy"
