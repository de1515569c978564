"""The room provinces.portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.web import navigation, places
from core.web.navigation import Bar, Link
from core.web.places import Piece, Place

# What citizens see in the row: these, and their status and code.
OUT, HEALTH, SELF = _("Going out"), _("My health"), _("About me")
# Everybody's pages, from whatever room they are.
PUBLIC = _("Zones and rules")


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
            Link(_("May I travel?"), "portal:travel", navigation.citizen, rank=16, group=OUT),
            Link(_("Check in"), "portal:check-in", navigation.citizen, rank=18, group=OUT),
            Link(_("My tests"), "portal:tests", navigation.citizen, rank=20, group=HEALTH),
            Link(_("How I am"), "portal:declarations", navigation.citizen, rank=22, group=HEALTH),
            Link(_("Profile"), "portal:profile", navigation.citizen, rank=30, group=SELF),
            Link(_("My data"), "portal:my-data", navigation.citizen, rank=32, group=SELF),
            Link(_("My appeals"), "portal:appeals", navigation.citizen, rank=34, group=SELF),
            Link(
                _("Acting for others"), "portal:mandates", navigation.citizen, rank=36, group=SELF
            ),
            Link(_("Zones"), "portal:zones", rank=55, group=PUBLIC),
            Link(_("Rules"), "portal:rules", rank=60, group=PUBLIC),
            Link(_("Figures"), "portal:figures", rank=62, group=PUBLIC),
            Link(_("What is kept"), "portal:retention", rank=65, group=PUBLIC),
            Link(_("What data may be used for"), "portal:purposes", rank=66, group=PUBLIC),
            Link(_("What this province published"), "portal:published", rank=67, group=PUBLIC),
            Link(_("Check a pass"), "scanner:home", navigation.visitor, rank=75, at="scanner"),
            Link(_("My desk"), "console:home", navigation.official, rank=90, at="desk"),
            Link(
                _("Signing in and security"),
                "mfa_index",
                _signed_in,
                rank=95,
                at="security",
                group=SELF,
            ),
            Link(_("Enrol"), "portal:enrol", navigation.visitor, rank=95),
            Link(_("Sign in"), "portal:sign-in", navigation.visitor, rank=100),
        )
        places.fill(Place.PORTAL_HOME, Piece("portal/service_home.html", service.on_home))
        places.fill(Place.PORTAL_FOOT, Piece("portal/service_foot.html"))
        places.fill(Place.STATUS, Piece("portal/appeals/on_status.html", appeals.on_status))


def _signed_in(told: navigation.Told) -> bool:
    return not navigation.visitor(told)
