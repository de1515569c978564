"""The room federation.casework."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "federation.casework"
    label = "casework"
