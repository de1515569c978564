"""Which rules are in force, which are to come, and what became of those before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from django.db.models import F, Q, QuerySet

from provinces.accounts.models import User
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Level
from provinces.jurisdictions.powers import Power

from . import sunset
from .models import Draft, Ruleset, State
from .standing import Place, Standing, standings

RULESETS = Path(__file__).parent / "rulesets"

# Taken back in time. Said without negation, so that it is the same in Python and in SQL.
STANDS = Q(withdrawal=None) | Q(withdrawal__withdrawn_at__gte=F("in_force_from"))


@dataclass(frozen=True, slots=True)
class Version:
    """A published version, and where it stands at a moment."""

    ruleset: Ruleset
    standing: Standing


def in_force(at: datetime) -> Ruleset | None:
    """Return the rule set in force at a moment, if any.

    That is the one that began last. An emergency only interrupts: when it has ended, what was in
    force before is in force again, up to its own end. None is, once the programme has ended.
    """
    if sunset.is_over(at):
        return None
    came = Ruleset.objects.filter(STANDS, in_force_from__lte=at)
    last = came.filter(Q(emergency="") | Q(expires_at__gt=at)).order_by("-in_force_from", "-pk")
    found = last.first()
    return found if found is not None and found.expires_at > at else None


def any_came(after: datetime, until: datetime) -> bool:
    """Tell whether any rule set came into force in `(after, until]`."""
    came = Ruleset.objects.filter(STANDS, in_force_from__gt=after, in_force_from__lte=until)
    return came.exists()


def in_notice(at: datetime) -> QuerySet[Ruleset]:
    """Return the versions that everybody can read and that do not count yet, the first before."""
    standing = Ruleset.objects.filter(withdrawal=None, in_force_from__gt=at)
    return standing.order_by("in_force_from", "pk")


def last_to_come() -> Ruleset | None:
    """Return the version that begins last, emergencies left out, whenever that is."""
    lasting = Ruleset.objects.filter(STANDS, emergency="")
    return lasting.order_by("-in_force_from", "-pk").first()


def emergencies(after: datetime, before: datetime) -> QuerySet[Ruleset]:
    """Return the emergencies that last into `(after, before)`, the last to end first."""
    standing = Ruleset.objects.filter(STANDS).exclude(emergency="")
    return standing.filter(expires_at__gt=after, in_force_from__lt=before).order_by("-expires_at")


def are_signed() -> bool:
    """Tell whether officials have ever published a version."""
    return Ruleset.objects.filter(signed_by__isnull=False).exists()


def published() -> QuerySet[Ruleset]:
    """Return every published version, withdrawn ones included, the last to begin first."""
    return Ruleset.objects.select_related("withdrawal").order_by("-in_force_from", "-pk")


def versions(at: datetime) -> list[Version]:
    """Return every published version with its standing at a moment, the last to begin first."""
    found = list(published())
    places = [_place(ruleset) for ruleset in reversed(found)]
    known = {standing.key: standing for standing in standings(places, at)}
    return [Version(ruleset, known[ruleset.pk]) for ruleset in found]


def named(name: str, version: str) -> Ruleset | None:
    """Return a published version, or None."""
    return Ruleset.objects.filter(name=name, version=version).first()


def drafts(user: User, at: datetime) -> QuerySet[Draft]:
    """Return the drafts an official sees, the last edited first.

    Their own, and with the power to sign those under review.
    """
    seen = Q(drafted_by=user)
    if _has_over_all(user, Power.SIGN_RULES, at):
        seen |= Q(state=State.SUBMITTED)
    return Draft.objects.filter(seen).select_related("drafted_by").order_by("-edited_at", "-pk")


def readable(user: User, at: datetime) -> QuerySet[Draft]:
    """Return the drafts that an official may read, whatever became of them, the last edited first.

    With the power to draft for the province everybody's; with the one to sign, those that were
    ever submitted.
    """
    found = Draft.objects.select_related("drafted_by", "sent_back_by", "ruleset")
    found = found.order_by("-edited_at", "-pk")
    if _has_over_all(user, Power.DRAFT_RULES, at):
        return found
    if _has_over_all(user, Power.SIGN_RULES, at):
        return found.filter(submitted_at__isnull=False)
    return found.none()


def listed(user: User, at: datetime) -> QuerySet[Draft]:
    """Return the drafts that an official may read, without what they say but for their `names`."""
    found = readable(user, at).annotate(names=F("document__names"))
    return found.defer("document", "ruleset__document")


def shipped(name: str) -> dict[str, Any]:
    """Return a rule set's document as it ships with the code."""
    return json.loads((RULESETS / f"{name}.json").read_text())


def shipped_names() -> list[str]:
    """Return the names of the rule sets that ship with the code."""
    return sorted(path.stem for path in RULESETS.glob("*.json"))


def renewed(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document as a version that is not published yet: 2026-1, 2026-1.2, 2026-1.3 …"""
    taken = set(Ruleset.objects.filter(name=document["name"]).values_list("version", flat=True))
    version = document["version"]
    numbered = (f"{version}.{number}" for number in count(2))
    return {
        **document,
        "version": next(one for one in chain([version], numbered) if one not in taken),
    }


def _has_over_all(user: User, power: Power, at: datetime) -> bool:
    """Tell whether an official has a power over the whole province."""
    return scoping.within(user, power, at).filter(level=Level.PROVINCE).exists()


def _place(ruleset: Ruleset) -> Place:
    withdrawal = getattr(ruleset, "withdrawal", None)
    return Place(
        key=ruleset.pk,
        begins=ruleset.in_force_from,
        expires=ruleset.expires_at,
        interrupts=bool(ruleset.emergency),
        withdrawn=withdrawal.withdrawn_at if withdrawal else None,
    )
