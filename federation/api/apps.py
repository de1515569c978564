"""The room federation.api."""

from django.apps import AppConfig


class FederationApiConfig(AppConfig):
    name = "federation.api"
    label = "federation_api"
