"""Entries of the ledger in words: what their particulars are called, what they say, and of what.

The ledger keeps keys of closed lists. An auditor reads the words for them; what no list has, such
as a digest or a reference, is shown as it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web import context
from provinces.citizens.purposes import Purpose
from provinces.citizens.queries.alarms import KINDS
from provinces.evidence.classes import EvidenceClass
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.roles import ROLES
from provinces.oversight import wording as oversight
from provinces.oversight.auditing.showing import Line, Named
from provinces.oversight.figures.definitions import CELLS, Name
from provinces.oversight.lawful import wording as lawful
from provinces.tenancy import directory

from . import particular_words as words
from .evidence import wording as evidence
from .offices import words as offices
from .zones import UNITS
from .zoning.forms import LEVELS

KEYS: dict[str, Any] = {
    "act": _("What was done"),
    "action": _("What was done"),
    "answer_by": _("To be answered by"),
    "area": _("Area"),
    "case": _("Case of reference"),
    "cells": _("Cells"),
    "changed": _("How many changed"),
    "channel": _("By which way"),
    "class": _("Class"),
    "clock": _("Its time ends"),
    "conformance": _("Security score"),
    "count": _("How many"),
    "decision": _("Decision"),
    "digest": _("Digest"),
    "draft": _("Draft"),
    "edition": _("Edition"),
    "ends_at": _("Until"),
    "ended_at": _("Ended"),
    "entries": _("Entries"),
    "expires_at": _("Expires"),
    "files": _("Files"),
    "first": _("From day"),
    "ground": _("Ground"),
    "happened_at": _("When it happened"),
    "hold": _("Hold"),
    "issuer": _("Said by"),
    "kind": _("Kind"),
    "last": _("Until day"),
    "level": _("Level"),
    "office": _("Office"),
    "onset_at": _("First symptoms"),
    "outcome": _("What came of it"),
    "people": _("How many people"),
    "purpose": _("What for"),
    "read": _("Lines read"),
    "remote": _("Not in that province"),
    "resting_on_it": _("What rests on it"),
    "role": _("Role"),
    "run": _("Recompute"),
    "ruleset": _("Rules"),
    "second_office": _("Second office"),
    "sha256": _("Digest"),
    "source": _("Source"),
    "starts_at": _("From"),
    "state": _("State"),
    "thing": _("What"),
    "things": _("How many things"),
    "unit": _("Office"),
    "until": _("Until"),
    "version": _("Version"),
    "with": _("Together with"),
    "zone": _("Zone"),
    "citizen": _("Person"),
    "subject": _("Person"),
    "holder": _("Who acts for them"),
    "of": _("Whose"),
    # Never shown, only said to be there.
    "authority": _("Who answers for it"),
    "basis": _("Law it rests on"),
    "because": _("Reason"),
    "case_evidence": _("Case evidence"),
    "details": _("Particulars"),
    "fields": _("Fields of the record"),
    "legal_basis": _("Law it rests on"),
    "method": _("How it was found out"),
    "reason": _("Reason"),
    "source_reference": _("Paper it stands in"),
    "symptoms": _("Symptoms"),
    "verdict": _("What was found"),
    "way": _("By which way"),
    "added": _("What was added"),
    "answerable": _("Who answers for it"),
    "app": _("App"),
    "appointment": _("Appointment"),
    "as_of": _("As of"),
    "blob": _("Document"),
    "capacity": _("How many at once"),
    "cause": _("Cause"),
    "centre": _("Centre"),
    "change": _("Change of offices"),
    "code": _("Code"),
    "decider": _("Who decides"),
    "detail": _("Particulars"),
    "effective": _("Parts in effect"),
    "expires": _("Expires"),
    "findings": _("Findings"),
    "fine_cells": _("Cells"),
    "from": _("From"),
    "host": _("Province"),
    "indexes": _("Place in the log"),
    "invitation": _("Invitation"),
    "item": _("What"),
    "key": _("Key of the province"),
    "laboratory": _("Laboratory"),
    "line": _("Line"),
    "log": _("Log"),
    "name": _("Name"),
    "number": _("How many"),
    "peer": _("Province"),
    "pieces": _("Evidence"),
    "policy": _("Rules of entry"),
    "reasons": _("Reason"),
    "reference": _("Reference"),
    "refused": _("Refused"),
    "request": _("A legal request"),
    "root": _("Root"),
    "rules": _("Rules"),
    "sample": _("Sample"),
    "scopes": _("What it is for"),
    "seq": _("Place in the log"),
    "site": _("Test site"),
    "sites": _("Test sites"),
    "size": _("Entries"),
    "sizes": _("Entries"),
    "suspect": _("Who is suspected"),
    "terms": _("Terms"),
    "text": _("Text"),
    "text_en": _("Text"),
    "text_zh": _("Text"),
    "tie": _("Conflict"),
    "to": _("To"),
    "treaty": _("Treaty"),
    "tries": _("Tries"),
    "what": _("What"),
    "why": _("Why"),
    "wished_from": _("To begin on"),
    "zones": _("Zones"),
}
# What an entry is about, by the model that its reference names, or the word before the colon.
THINGS: dict[str, Any] = {
    "appeals.appeal": _("Appeal"),
    "appeals.reversal": _("Reversal"),
    "borders.conflict": _("Conflict"),
    "borders.entrypolicy": _("Rules of entry"),
    "borders.offer": _("Offer"),
    "borders.treaty": _("Treaty"),
    "budget": _("Limit"),
    "carrier": _("Carrier"),
    "citizens.emergency": _("Emergency access"),
    "evidence.batch": _("List of evidence"),
    "evidence.evidence": _("Evidence"),
    "evidence.hold": _("Held evidence"),
    "file": _("File"),
    "jurisdictions.area": _("Area"),
    "jurisdictions.change": _("Change of offices"),
    "key": _("Key of the province"),
    "membership": _("Membership"),
    "oversight.breach": _("Breach"),
    "oversight.case": _("Misuse case"),
    "oversight.lawfulrequest": _("A legal request"),
    "oversight.ledgercheck": _("Check of the ledger"),
    "oversight.switch": _("Switch"),
    "peer": _("Province"),
    "presence.venue": _("Venue"),
    "province": _("Province"),
    "rules.draft": _("Draft of a rule set"),
    "rules.ruleset": _("Rule set"),
    "screening.laboratory": _("Laboratory"),
    "screening.site": _("Test site"),
    "status.run": _("Recompute"),
    "zones.divisionlist": _("Official list"),
    "zones.version": _("Zone version"),
    "zones.zone": _("Zone"),
}
PURPOSES: dict[str, Any] = {**CELLS[Name.READS], Purpose.EVIDENCE: _("Filing of evidence")}
MOMENTS = frozenset({"answer_by", "clock", "first", "last", "until"})
A_DAY = len("2026-11-20")
# What is read letter by letter: digests, references, and keys of lists that have no words here.
CODE = re.compile(r"[0-9a-f]{16,}|[a-z0-9]+([._:-][a-z0-9]+)+")
OUTCOMES: dict[str, Mapping[str, Any]] = {
    "appeal": {
        "upheld": _("Upheld"),
        "partly": _("Partly upheld"),
        "refused": _("Refused"),
        "ended": _("The hold ended by itself first"),
    },
    "lawful": lawful.OUTCOMES,
}
LISTS: dict[str, Mapping[str, Any]] = {
    "act": words.ACTS,
    "channel": words.CHANNELS,
    "kind": {**words.KINDS, **offices.KINDS, **KINDS},
    "outcome": words.STATES,
    "purpose": PURPOSES,
    "source": evidence.ORIGINS,
    "state": words.STATES,
    "thing": oversight.THINGS,
}


@dataclass(frozen=True, slots=True)
class Particular:
    """One particular: what it is called, and what it says; `is_code` where that stands as kept."""

    called: Any
    said: Any
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in words; `withheld` is what the particulars that are not shown are called."""

    line: Line
    by: Named
    about: Named
    told: tuple[Particular, ...]
    withheld: tuple[str, ...]


def in_words(lines: Iterable[Line]) -> list[Entry]:
    """Return entries as an auditor reads them, in one statement whatever their number."""
    found = list(lines)
    codes = {value for line in found for key, value in line.told if key == "area"}
    areas = jurisdictions.names_of(codes) if codes else {}
    return [_entry(line, areas) for line in found]


def _entry(line: Line, areas: Mapping[str, Any]) -> Entry:
    return Entry(
        line=line,
        by=_thing(line.by),
        about=_thing(line.about),
        told=tuple(_particular(line.event, key, value, areas) for key, value in line.told),
        withheld=tuple(dict.fromkeys(str(_called(key)) for key in line.withheld)),
    )


def _thing(named: Named) -> Named:
    """Return something that an entry names in words, as "Zone version 12"; people as they are."""
    model, _colon, key = named.text.partition(":")
    thing = THINGS.get(model)
    if model == "budget":
        key = str(KINDS.get(key, key))
    elif model in ("peer", "province"):
        key = _province(key)
    return named if thing is None or named.is_person else Named(f"{thing} {key}".strip())


def _province(slug: str) -> str:
    with suppress(directory.NoSuchProvince):
        return context.named(directory.find(slug), get_language() or "en")
    return slug


def _particular(event: str, key: str, value: str, areas: Mapping[str, Any]) -> Particular:
    if key == "area" and value in areas:
        named = context.named(areas[value], get_language() or "en")
        return Particular(KEYS[key], f"{named} · {value}")
    if key == "unit" and event.startswith("zone."):
        return Particular(_("Kind of place"), UNITS.get(value, value))
    called = _called(key)
    moment = _moment(value) if key.endswith("_at") or key in MOMENTS else None
    said = moment or _from_a_list(event, key, value)
    return Particular(called, said or value, is_code=said is None and bool(CODE.fullmatch(value)))


def _called(key: str) -> Any:
    return KEYS.get(key) or words.WITHHELD.get(key, words.OTHERS)


def _moment(value: str) -> str | None:
    """Return a day or a moment as a page writes it, None for what is neither."""
    with suppress(ValueError):
        if len(value) == A_DAY:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        at = timezone.localtime(datetime.fromisoformat(value))
        return date_format(at, "SHORT_DATETIME_FORMAT")
    return None


def _from_a_list(event: str, key: str, value: str) -> Any:
    """Return what a value of a closed list is called, None for any other."""
    kind = event.partition(".")[0]
    if key == "role":
        return _role(value)
    if key == "class" and value in set(EvidenceClass):
        return evidence.of_class(value)
    if key == "level" and kind in ("zone", "offer", "divisions"):
        return LEVELS.get(value)
    if key == "outcome" and kind in OUTCOMES:
        return OUTCOMES[kind].get(value)
    return LISTS.get(key, {}).get(value)


def _role(key: str) -> str | None:
    role = ROLES.get(key)
    if role is None:
        return None
    return role.name_zh if (get_language() or "").startswith("zh") else role.name_en
