"""The room provinces.evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "provinces.evidence"
    label = "evidence"
