"""The room provinces.jurisdictions."""

from django.apps import AppConfig


class JurisdictionsConfig(AppConfig):
    name = "provinces.jurisdictions"
    label = "jurisdictions"
