"""The room provinces.console."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.web import navigation
from core.web.navigation import Bar, Link
from provinces.jurisdictions.powers import Power


class ConsoleConfig(AppConfig):
    name = "provinces.console"
    label = "console"

    def ready(self) -> None:
        """Add the links of this door to the frame of officials' pages."""
        navigation.add(
            Bar.CONSOLE,
            Link(_("My desk"), "console:home", rank=0),
            Link(_("Desk"), "console:desk", navigation.holding(Power.ENROL_PERSON), rank=10),
            Link(_("Zones"), "console:zones", navigation.holding(Power.VIEW_FIGURES), rank=20),
            Link(_("Appeals"), "console:appeals", navigation.holding(Power.REVIEW_APPEAL), rank=40),
            Link(_("Test sites"), "console:sites", navigation.holding(Power.RUN_SITE), rank=30),
            Link(_("Orders"), "console:orders", navigation.holding(Power.CHECK_ORDER), rank=35),
            Link(_("Venues"), "console:venues", navigation.holding(Power.MANAGE_VENUES), rank=36),
            Link(_("Recomputes"), "console:runs", navigation.holding(Power.WATCH_RUNS), rank=80),
            Link(_("Alarms"), "console:alarms", navigation.holding(Power.AUDIT), rank=85),
            Link(_("Public page"), "portal:home", rank=100, at="public"),
        )
