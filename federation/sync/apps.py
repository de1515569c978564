"""The room federation.sync."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "federation.sync"
    label = "sync"
