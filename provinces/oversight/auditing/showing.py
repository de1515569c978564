"""An entry of the ledger as an auditor sees it: officials by name, people under another one.

Of the particulars what is on the list is shown, and all else withheld: texts that people wrote may
name somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger import queries as ledger
from provinces.ledger.models import Payload
from provinces.tenancy import credentials, scope

from . import pseudonyms
from .pseudonyms import Pseudonyms

# What an entry may say without naming a person: numbers, moments, offices, kinds.
PLAIN = frozenset({
    "act", "action", "answer_by", "area", "case", "cells", "changed", "channel", "class", "clock",
    "conformance", "count", "decision", "digest", "draft", "edition", "ends_at", "ended_at",
    "entries", "expires_at", "files", "first", "ground", "happened_at", "hold",
    "issuer", "kind", "last", "level", "office", "onset_at",
    "outcome", "people", "purpose", "read", "remote", "resting_on_it", "role",
    "run", "ruleset", "second_office", "sha256", "source", "starts_at", "state", "thing", "things",
    "unit", "until", "version", "with", "zone",
})  # fmt: skip
# Where a person is named by reference.
PERSON = frozenset({"citizen", "subject", "holder", "of"})
PEOPLE = "citizens.citizen:"
ACCOUNT = "accounts.user:"
KEPT_CASE = "evidence.evidence:"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something in an entry: an official's name, a person's other name, or a thing."""

    text: str
    is_person: bool = False
    official: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown; `withheld` are the particulars that are not."""

    number: int
    at: datetime
    event: str
    wording: str
    by: Named
    about: Named
    told: tuple[tuple[str, str], ...] = ()
    withheld: tuple[str, ...] = field(default=())


def names_for(auditor: User, case: str = "") -> Pseudonyms:
    """Return the names of people for an auditor, in a case or in none; raises CredentialMissing."""
    secret = credentials.key_of(scope.current().slug)
    return pseudonyms.made(secret, auditor=auditor.pk, case=case)


def lines(payloads: Iterable[Payload], names: Pseudonyms) -> list[Line]:
    """Return entries as an auditor sees them."""
    found = list(payloads)
    known = _Known.of(found, names)
    return [_line(payload, known) for payload in found]


@dataclass(frozen=True, slots=True)
class _Known:
    """Whom entries name: officials by key, the citizens of accounts, people by reference."""

    names: Pseudonyms
    officials: Mapping[int, User]
    citizens: Mapping[int, int]
    references: Mapping[str, int]

    @classmethod
    def of(cls, payloads: Iterable[Payload], names: Pseudonyms) -> _Known:
        rows = list(payloads)
        said = [text for row in rows for text in (row.by, row.about)]
        accounts = {_key(text) for text in said if text.startswith(ACCOUNT)}
        citizens = dict(Citizen.objects.filter(user__in=accounts).values_list("user", "pk"))
        named = {value for row in rows for key, value in row.body.items() if _may_name(key, value)}
        references = Citizen.objects.filter(reference__in=named).values_list("reference", "pk")
        officials = User.objects.in_bulk([key for key in accounts if key not in citizens])
        return cls(names, officials, citizens, dict(references))

    def named(self, text: str) -> Named:
        if text.startswith(PEOPLE):
            return Named(self.names.of(_key(text)), is_person=True)
        if text.startswith(ACCOUNT):
            key = _key(text)
            if key in self.citizens:
                return Named(self.names.of(self.citizens[key]), is_person=True)
            official = self.officials.get(key)
            # One that is gone may have been anybody's.
            return Named(_official(official), official=key) if official else Named("")
        return Named(text)


def _line(payload: Payload, known: _Known) -> Line:
    told, withheld = [], []
    for key, value in sorted(payload.body.items()):
        if key in PERSON and value in known.references:
            told.append((key, known.names.of(known.references[value])))
        elif key in PLAIN and _is_plain(value) and not _is_written(payload.entry.event, key, value):
            told.append((key, str(value)))
        elif value not in ("", [], {}, None):
            withheld.append(key)
    return Line(
        number=payload.pk,
        at=payload.entry.recorded_at,
        event=payload.entry.event,
        wording=ledger.wording(payload.entry),
        by=known.named(payload.by),
        about=known.named(payload.about),
        told=tuple(told),
        withheld=tuple(withheld),
    )


def _official(user: User) -> str:
    return user.full_name or user.username


def _may_name(key: str, value: Any) -> bool:
    return key in PERSON and isinstance(value, str)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool) and len(str(value)) <= 120


def _is_written(event: str, key: str, value: Any) -> bool:
    """Tell whether a case stands there as an official wrote it, not as one that is kept here."""
    is_of_evidence = key == "case" and event.startswith("evidence.")
    return is_of_evidence and not str(value).startswith(KEPT_CASE)


def _key(reference: str) -> int:
    return int(reference.rpartition(":")[2])
