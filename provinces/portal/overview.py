"""What the node's first page says of a province: its doors, zones, rules, and who answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions import queries as jurisdictions
from provinces.retention import queries as retention
from provinces.rules import queries as rules
from provinces.status import wording
from provinces.tenancy import directory, scope

from . import zonemap


@dataclass(frozen=True, slots=True)
class Door:
    """A way into a province: for whom, what they come for, and its page, first that exists."""

    who: Any
    comes_for: Any
    words: Any
    pages: tuple[str, ...]


DOORS = (
    Door(
        _("Citizens"),
        _("See my status, why, until when, and where to turn if it is wrong."),
        _("My status"),
        ("portal:status",),
    ),
    Door(
        _("Officials"),
        _("Sign zones, see figures of my area, watch the nightly run."),
        _("The console"),
        ("console:home",),
    ),
    Door(
        _("Checkpoints"),
        _("Check a pass, and see what to do next."),
        _("Check a pass"),
        ("scanner:home", "scanner:scan"),
    ),
    Door(
        _("Visitors"),
        _("Learn the rules of entry, and enrol with the province I am visiting."),
        _("Visiting"),
        ("portal:enrol", "together:entry"),
    ),
    Door(
        _("Other provinces"),
        _("Read and witness a province's public ledger."),
        _("The federation"),
        ("together:federation",),
    ),
)
# What everybody may read of a province; those that are not there are not shown.
READINGS = (
    (_("Today's figures"), "portal:home"),
    (_("What this province got wrong"), "portal:figures"),
    (_("Rules of entry"), "together:entry"),
    (_("All rule sets"), "portal:rules"),
    (_("Map and table of zones"), "portal:zones"),
    (_("What data may be used for"), "portal:purposes"),
    (_("What is kept, and for how long"), "portal:retention"),
    (_("What this province published"), "portal:published"),
)


@dataclass(frozen=True, slots=True)
class Overview:
    """A province as the node shows it; of one that cannot be reached, only its name and doors."""

    entry: directory.Entry
    zones: list[Any]
    ruleset: Any
    ruleset_name: Any
    answerable: list[Any]
    ending: Any = None
    controller: Any = None
    is_reached: bool = True

    @property
    def doors(self) -> list[tuple[Door, str]]:
        """Return each door with its address, empty where it is not open."""
        return [(door, self.first_of(door.pages)) for door in DOORS]

    @property
    def readings(self) -> list[tuple[Any, str]]:
        """Return the words and addresses of the pages that everybody may read."""
        found = [(words, self.first_of((page,))) for words, page in READINGS]
        return [(words, address) for words, address in found if address]

    @property
    def ruleset_page(self) -> str:
        """Return the address of the rule set in force."""
        return address_of(
            self.entry.slug, "portal:ruleset", self.ruleset.name, self.ruleset.version
        )

    @property
    def document(self) -> str:
        """Return the address of what its map is drawn from."""
        return address_of(self.entry.slug, "portal:zones-document")

    def first_of(self, pages: tuple[str, ...]) -> str:
        """Return the address of the first of some pages that there is, or nothing."""
        for page in pages:
            try:
                return address_of(self.entry.slug, page)
            except NoReverseMatch:
                continue
        return ""


def of(entry: directory.Entry, now: datetime) -> Overview:
    """Return what is said of a province; a server of its own may be down."""
    try:
        with scope.province(entry.slug):
            ruleset = rules.in_force(now)
            return Overview(
                entry,
                zonemap.own(now),
                ruleset,
                wording.name(ruleset),
                wording.answerable(ruleset),
                retention.ending(now),
                jurisdictions.controller(now),
            )
    except DatabaseError:
        return Overview(entry, [], None, "", [], is_reached=False)


def address_of(slug: str, page: str, *values: Any) -> str:
    """Return the address of a province's page, seen from the node; raises NoReverseMatch."""
    prefix = get_script_prefix()
    inside = reverse(page, urlconf=settings.ROOT_URLCONF, args=values).removeprefix(prefix)
    return f"{prefix}p/{slug}/{inside}"
