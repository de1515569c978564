"""The room provinces.portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.web import navigation, places
from core.web.navigation import Bar, Link
from core.web.places import Piece, Place


class PortalConfig(AppConfig):
    name = "provinces.portal"
    label = "portal"

    def ready(self) -> None:
        """Add the links of this door to the frame of pages for everybody, and its own pieces."""
        from . import appeals, service  # noqa: PLC0415  models are there by now

        navigation.add(
            Bar.PORTAL,
            Link(_("Today"), "portal:home", rank=0),
            Link(_("My status"), "portal:status", navigation.citizen, rank=10),
            Link(_("My code"), "portal:code", navigation.citizen, rank=12),
            Link(_("May I travel?"), "portal:travel", navigation.citizen, rank=16),
            Link(_("My tests"), "portal:tests", navigation.citizen, rank=20),
            Link(_("Check in"), "portal:check-in", navigation.citizen, rank=25),
            Link(_("How I am"), "portal:declarations", navigation.citizen, rank=30),
            Link(_("Acting for others"), "portal:mandates", navigation.citizen, rank=40),
            Link(_("My appeals"), "portal:appeals", navigation.citizen, rank=50),
            Link(_("Zones"), "portal:zones", rank=55),
            Link(_("Rules"), "portal:rules", rank=60),
            Link(_("Figures"), "portal:figures", rank=62),
            Link(_("What is kept"), "portal:retention", rank=65),
            Link(_("My data"), "portal:my-data", navigation.citizen, rank=70),
            Link(_("Check a pass"), "scanner:home", navigation.visitor, rank=75, at="scanner"),
            Link(_("Profile"), "portal:profile", navigation.citizen, rank=80),
            Link(_("My desk"), "console:home", navigation.official, rank=90, at="desk"),
            Link(_("Signing in and security"), "mfa_index", _signed_in, rank=95, at="security"),
            Link(_("Enrol"), "portal:enrol", navigation.visitor, rank=95),
            Link(_("Sign in"), "portal:sign-in", navigation.visitor, rank=100),
        )
        places.fill(Place.PORTAL_HOME, Piece("portal/service_home.html", service.on_home))
        places.fill(Place.PORTAL_FOOT, Piece("portal/service_foot.html"))
        places.fill(Place.STATUS, Piece("portal/appeals/on_status.html", appeals.on_status))


def _signed_in(told: navigation.Told) -> bool:
    return not navigation.visitor(told)
