"""What sources, classes of places and the fields of a rule set are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.facts.schema import GROUP_OF, Source
from provinces.facts.words import GROUPS

from .saying import in_chinese, meaning

OBSERVED = {
    Source.ZONE_EXPOSURE: _("Stays in zones of risk"),
    Source.DIVISION_STAY: _("Stays in divisions on an official list"),
    Source.COMPANIONSHIP: _("Time spent in one place with a case"),
    Source.TEST_RESULT: _("Results of laboratories"),
    Source.VACCINATION: _("The vaccination register"),
}

PLACES = {
    "public_place": _("Public places"),
    "school": _("Schools"),
    "workplace": _("Workplaces"),
    "shop": _("Shops"),
    "restaurant": _("Restaurants"),
    "entertainment": _("Entertainment"),
    "scenic_area": _("Scenic areas"),
    "event": _("Events"),
    "place_of_worship": _("Places of worship"),
    "construction_site": _("Construction sites"),
    "hotel": _("Hotels"),
    "care_home": _("Care homes"),
    "clinic": _("Clinics, other than emergency care"),
    "own_compound": _("One's own compound"),
    "other_compound": _("Other compounds"),
    "transport": _("Public transport"),
    "intercity_transport": _("Transport between cities"),
    "flight": _("Flights"),
    "high_speed_rail": _("High-speed trains"),
    "train": _("Trains"),
    "coach": _("Coaches"),
    "ship": _("Ships"),
    "metro": _("Metro"),
    "bus": _("Buses"),
    "taxi": _("Taxis"),
    "travel_to_city": _("Coming here from elsewhere"),
    "travel_from_city": _("Leaving for elsewhere"),
    "emergency_care": _("Emergency care"),
    "testing": _("Testing"),
    "going_home": _("Going home"),
    "appealing": _("Contesting a status"),
}

ADMISSIONS = {
    "allowed": _("Allowed"),
    "ask": _("On conditions"),
    "refused": _("Not allowed"),
}

CONSEQUENCES = {
    "free": _("Free to go about"),
    "restricted": _("Restricted"),
    "held": _("Held"),
}

FIELDS = {
    "name": _("Name"),
    "version": _("Version"),
    "names": _("Title"),
    "modelled_on": _("Modelled on"),
    "days_in_force": _("Days in force"),
    "default": _("Status without a ground"),
    "rank": _("Rank"),
    "consequence": _("What follows"),
    "meaning": _("What it means"),
    "rests_on": _("Rests on"),
    "when": _("Condition"),
    "anchor": _("Counted from"),
    "phases": _("How long"),
    "evidence": _("Shown with the decision"),
    "legal_basis": _("Legal basis"),
    "answerable": _("Who answers"),
    "office": _("Office"),
    "contact": _("Contact"),
    "texts": _("Told to the person"),
    "reason": _("Reason"),
    "clears": _("How it ends"),
    "dwell_minutes": _("Minutes before a stay counts"),
    "companion": _("Time spent with a case"),
    "resolution": _("Size of a place (H3 resolution)"),
    "minutes": _("Minutes together"),
    "stay_minutes": _("Minutes stayed there altogether"),
    "lookback_days": _("Days looked back"),
    "as_of": _("As of"),
    "facts": _("Facts"),
    "expect": _("Expected"),
    "status": _("Status"),
    "until": _("Until"),
    "grounds": _("Grounds"),
    "title": _("Title"),
    "date": _("Date"),
    "entry": _("Entry to the province"),
    "contact_parameters": _("Tracing of contacts"),
    "statuses": _("Statuses"),
    "consequences": _("Where one may go"),
    "cases": _("Test cases"),
    "parameters": _("Parameters"),
    "schema": _("Format"),
    "key": _("Key"),
    "fact": _("Fact"),
    "after": _("Fact"),
    "test": _("Number of the negative test"),
    "clock": _("Which moment of a test counts"),
    "counting": _("How days are counted"),
    "days": _("Days"),
    "tests": _("Negative tests"),
    "event": _("When this moment comes"),
    "count": _("Negative tests needed"),
    "within_days": _("Within so many days"),
    "hours_apart": _("At least so many hours apart"),
    "since": _("Tests count from"),
    "zh-hans": _("in Chinese"),
    "en": _("in English"),
}


def source(key: str) -> Any:
    """Return what a source of facts is called."""
    if key in OBSERVED:
        return OBSERVED[Source(key)]
    group = {str(of): group for of, group in GROUP_OF.items()}.get(key)
    if group is None:
        return key
    return GROUPS[group].zh if in_chinese() else GROUPS[group].en


def place(key: str) -> Any:
    """Return what a class of places is called."""
    return PLACES.get(key, key)


def admission(key: str) -> Any:
    """Return what a place does with somebody, in a word."""
    return ADMISSIONS.get(key, key)


def consequence(key: str) -> Any:
    """Return what follows from a status, in a word."""
    return CONSEQUENCES.get(key, key)


def field(path: tuple[str, ...]) -> str:
    """Return what a field of a rule set is called, from the outside in."""
    return " · ".join(str(FIELDS.get(key, key)) for key in path)


def fact(name: str) -> str:
    """Return what a fact means."""
    return meaning(name)
