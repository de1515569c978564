"""The room federation.console."""

from django.apps import AppConfig

from core.web import places
from core.web.places import Piece, Place


class FederationConsoleConfig(AppConfig):
    name = "federation.console"
    label = "federation_console"

    def ready(self) -> None:
        """Fill the places that the pages of a province leave for its federation."""
        from . import contesting, overview  # noqa: PLC0415  they need all rooms' models

        places.fill(Place.CONSOLE_WAYS, Piece("desk/ways.html", overview.in_ways))
        places.fill(Place.CONSOLE_HOME, Piece("desk/on_home.html", overview.on_home))
        places.fill(Place.PORTAL_FOOT, Piece("desk/foot.html"))
        places.fill(Place.STATUS, Piece("desk/on_status.html", contesting.on_status))
