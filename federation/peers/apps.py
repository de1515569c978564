"""The room federation.peers."""

from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "federation.peers"
    label = "peers"
