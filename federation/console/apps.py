"""The room federation.console."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.web import navigation, places
from core.web import waiting as lines
from core.web.navigation import Bar, Link
from core.web.places import Piece, Place
from provinces.jurisdictions.powers import Power
from provinces.portal.apps import PUBLIC


class FederationConsoleConfig(AppConfig):
    name = "federation.console"
    label = "federation_console"

    def ready(self) -> None:
        """Fill the places that the pages of a province leave for its federation."""
        # They need all rooms' models.
        from . import (  # noqa: PLC0415
            both,
            contesting,
            exchange,
            homing,
            noticing,
            offering,
            waiting,
        )

        federation = Link(
            _("Other provinces"),
            "desk:overview",
            navigation.holding(Power.VIEW_FIGURES),
            rank=90,
            at="federation",
            about=_(
                "See to what waits between this province and others: offers of zones, treaties,"
                " conflicts and cases."
            ),
        )
        navigation.add(Bar.CONSOLE, federation)
        navigation.add(
            Bar.PORTAL,
            Link(_("Rules of entry"), "together:entry", rank=61, group=PUBLIC),
            Link(_("The federation"), "together:federation", rank=68, group=PUBLIC),
        )
        places.fill(Place.OPERATIONS, Piece("desk/on_operations.html", exchange.on_operations))
        lines.add(*waiting.DESKS)
        places.fill(Place.CONSOLE_TODAY, Piece("desk/on_today.html", waiting.on_today))
        places.fill(Place.PORTAL_FOOT, Piece("desk/foot.html"))
        places.fill(Place.RULES_NOTICE, Piece("desk/on_notice.html", noticing.on_notice))
        places.fill(Place.DESK, Piece("desk/on_desk.html"))
        places.fill(Place.ZONE, Piece("desk/on_zone.html", offering.on_zone))
        places.fill(Place.PROOF, Piece("desk/on_proof.html"))
        places.fill(Place.STATUS, Piece("desk/on_homing.html", homing.on_status))
        places.fill(Place.STATUS, Piece("desk/on_both.html", both.on_status))
        places.fill(Place.STATUS, Piece("desk/on_status.html", contesting.on_status))
