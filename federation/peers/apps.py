"""The room federation.peers."""

from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "federation.peers"
    label = "peers"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  registers itself
