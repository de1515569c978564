"""The room provinces.console."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.web import navigation, places, waiting
from core.web.navigation import Bar, Link
from core.web.places import Piece, Place
from provinces.jurisdictions.powers import Power

# Whoever has many links sees these groups of them.
ZONES, EVIDENCE, PEOPLE = _("Zones"), _("Evidence"), _("People")
OPERATIONS, OVERSIGHT = _("Operations"), _("Oversight")

# What officials come for, each with a sentence on it: My desk lists these.
WORK = (
    Link(
        _("Desk"),
        "console:desk",
        navigation.holding(Power.ENROL_PERSON),
        rank=10,
        about=_(
            "Enrol people, print paper codes, book tests and file appeals for whoever comes to the"
            " desk."
        ),
    ),
    Link(
        _("Zones"),
        "console:zones",
        navigation.holding(Power.VIEW_FIGURES),
        rank=20,
        about=_(
            "Look at the zones declared in my areas; sign or refuse those that are mine to sign."
        ),
        group=ZONES,
    ),
    Link(
        _("Map of zones"),
        "console:zone-map",
        navigation.holding(Power.VIEW_FIGURES),
        rank=21,
        about=_("See the zones of my areas on a map, as they were, are, and will be."),
        group=ZONES,
    ),
    Link(
        _("Declare a zone"),
        "console:zone-declare",
        navigation.holding(Power.DECLARE_ZONE),
        rank=22,
        about=_("Draw a zone, see whom it would meet, and hand it to another office to sign."),
        group=ZONES,
    ),
    Link(
        _("Appeals"),
        "console:appeals",
        navigation.holding(Power.REVIEW_APPEAL),
        rank=40,
        about=_("Answer the appeals that lie with me, and see those of one cause together."),
    ),
    Link(
        _("People"),
        "console:people",
        navigation.holding(Power.VIEW_PERSON),
        rank=37,
        about=_("Open a person's record, for a purpose; they see who looked, when and what for."),
        group=PEOPLE,
    ),
    Link(
        _("In an emergency"),
        "console:emergency-open",
        navigation.holding(Power.BREAK_GLASS),
        rank=38,
        about=_(
            "Open a record outside your areas for three hours; the person is told, and another"
            " office judges it."
        ),
        group=PEOPLE,
    ),
    Link(
        _("Consents"),
        "console:consents",
        navigation.holding(Power.REVIEW_ACCESS),
        rank=38,
        about=_("Let colleagues open a record, and sign for people who need more care."),
        group=PEOPLE,
    ),
    Link(
        _("Emergencies"),
        "console:emergencies",
        navigation.holding(Power.REVIEW_ACCESS),
        rank=39,
        about=_("Judge what others have opened in emergencies, by the end of the next day."),
        group=PEOPLE,
    ),
    Link(
        _("Test sites"),
        "console:sites",
        navigation.holding(Power.RUN_SITE),
        rank=30,
        about=_("Receive people who come for a test, and note their samples."),
    ),
    Link(
        _("Orders"),
        "console:orders",
        navigation.holding(Power.CHECK_ORDER),
        rank=35,
        about=_(
            "Ask, by the code that somebody shows, whether they are under an order of isolation."
        ),
    ),
    Link(
        _("Venues"),
        "console:venues",
        navigation.holding(Power.MANAGE_VENUES),
        rank=36,
        about=_(
            "Register places where people can check in, and give the screens at their doors a new"
            " word."
        ),
    ),
    Link(
        _("Rules"),
        "console:rules",
        navigation.holding(Power.DRAFT_RULES, Power.SIGN_RULES),
        rank=70,
        about=_(
            "Draft rules, try them on everybody, sign those of another office, and see which are"
            " in force and which are to come."
        ),
    ),
    Link(
        _("Offices and people"),
        "console:offices",
        navigation.holding(Power.GRANT_OFFICE),
        rank=75,
        about=_(
            "See who holds which office, propose what is to change, and sign what others propose."
        ),
    ),
    Link(
        _("Recomputes"),
        "console:runs",
        navigation.holding(Power.WATCH_RUNS),
        rank=80,
        about=_("See when all statuses were worked out anew, and how many changed."),
        group=OPERATIONS,
    ),
    Link(
        _("Operations"),
        "console:operations",
        navigation.holding(Power.WATCH_RUNS),
        rank=82,
        about=_("See what waits in the queues, how exchange goes, and which engines answer."),
        group=OPERATIONS,
    ),
    Link(
        _("Alarms"),
        "console:alarms",
        navigation.holding(Power.AUDIT),
        rank=87,
        about=_("See where somebody tried to find people by their names and numbers."),
        group=OVERSIGHT,
    ),
    Link(
        _("Switches"),
        "console:switches",
        navigation.holding(Power.INCIDENT),
        rank=90,
        about=_("Switch a part of the service off at once, and sign what changes that."),
    ),
    Link(
        _("Breaches"),
        "console:breaches",
        navigation.holding(Power.INCIDENT),
        rank=91,
        about=_("Find out whose records were read that should not have been, and tell them."),
    ),
    Link(
        _("Legal requests"),
        "console:lawful",
        navigation.holding(Power.LAWFUL_REQUESTS),
        rank=92,
        about=_("Receive or examine what authorities ask about one person."),
    ),
    Link(
        _("Audit"),
        "console:audit",
        navigation.holding(Power.AUDIT),
        rank=84,
        about=_("Read all that was done, with nobody's name but officials', and check its proofs."),
        group=OVERSIGHT,
    ),
    Link(
        _("Misuse"),
        "console:misuse",
        navigation.holding(Power.AUDIT),
        rank=85,
        about=_("Examine what was found in the record that may be misuse."),
        group=OVERSIGHT,
    ),
    Link(
        _("Freezes"),
        "console:freezes",
        navigation.holding(Power.AUDIT),
        rank=86,
        about=_("Have something wait that is not in effect yet."),
        group=OVERSIGHT,
    ),
    Link(
        _("Cases and contacts"),
        "console:cases",
        navigation.holding(Power.PROPOSE_EVIDENCE),
        rank=22,
        about=_(
            "Keep the cases of my areas and their contacts, and file evidence, singly or by list."
        ),
        group=EVIDENCE,
    ),
    Link(
        _("Evidence to sign"),
        "console:evidence-waiting",
        navigation.holding(Power.APPROVE_EVIDENCE),
        rank=24,
        about=_("Approve or reject the evidence that another office has filed."),
        group=EVIDENCE,
    ),
    Link(
        _("Evidence of my office"),
        "console:evidence-ours",
        navigation.holding(Power.PROPOSE_EVIDENCE, Power.APPROVE_EVIDENCE),
        rank=25,
        about=_("End what is over of what my office filed or signed, and withdraw what is wrong."),
        group=EVIDENCE,
    ),
    Link(
        _("Evidence held back"),
        "console:holds",
        navigation.holding(Power.RELEASE_HOLD),
        rank=26,
        about=_(
            "Look at evidence that was held because it is about many, release it or refuse it."
        ),
        group=EVIDENCE,
    ),
    Link(
        _("Evidence held back"),
        "console:holds-audited",
        navigation.holding(Power.AUDIT),
        rank=88,
        about=_("See which evidence about many people was held, why, and what became of it."),
        group=OVERSIGHT,
    ),
)


class ConsoleConfig(AppConfig):
    name = "provinces.console"
    label = "console"

    def ready(self) -> None:
        """Add the links of this door to the frame of officials' pages, and what waits there."""
        # They need all rooms' models.
        from . import incidents_on_home  # noqa: PLC0415
        from .offices import homing  # noqa: PLC0415
        from .waiting import ROOMS  # noqa: PLC0415

        waiting.add(*ROOMS)
        navigation.add(
            Bar.CONSOLE,
            Link(_("My desk"), "console:home", rank=0),
            *WORK,
            Link(_("Public page"), "portal:home", rank=100, at="public"),
        )
        for template, find in (
            ("console/offices/on_home.html", homing.on_home),
            ("console/incidents_on_home.html", incidents_on_home.on_home),
        ):
            places.fill(Place.CONSOLE_HOME, Piece(template, find))
