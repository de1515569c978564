"""From a document and a name to a person, for officials alone: counted, alarmed, within reach.

Whoever calls has counted the try before; a canary raises an alarm. A name that is not the
document's finds as little as a document that is nobody's.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from provinces.accounts.models import User
from provinces.citizens import canaries, identities
from provinces.citizens.models import Citizen, CitizenQuerySet, Identity
from provinces.citizens.registry import Claimed
from provinces.jurisdictions.powers import Power
from provinces.tenancy import credentials, scope

Source = dict[str, str]


def find_person(claimed: Claimed, *, by: User, source: Source, now: datetime) -> Citizen | None:
    """Return the person of a document and name within an official's reach, to open their record.

    Nobody, somebody out of reach and somebody protected are told alike.
    """
    visible = Citizen.objects.visible_to(by, Power.VIEW_PERSON, now).unguarded(by, now)
    return sought(claimed, visible.exclude(user=by), "person", source=source, now=now)


def sought_at_once(whom: Claimed | str, *, source: Source, now: datetime) -> str:
    """Return the reference of whoever's record an official would open in an emergency, or "".

    For `break_glass` and nothing else: besides `find_writer` no search is unbounded by areas.
    """
    if isinstance(whom, str):
        return whom
    found = sought(whom, Citizen.objects.all(), "emergency", source=source, now=now)
    return found.reference if found else ""


def find_writer(claimed: Claimed, *, source: Source, now: datetime) -> Citizen | None:
    """Return whoever wrote a letter under their document and name, wherever they live.

    For a worker, which tells nobody what it found.
    """
    return sought(claimed, Citizen.objects.all(), "mail", source=source, now=now)


def sought(
    claimed: Claimed, among: CitizenQuerySet, kind: str, *, source: Source, now: datetime
) -> Citizen | None:
    """Return the person of a document and name among some, None where there is none."""
    key = credentials.key_of(scope.current().slug)
    hashed = identities.document_hash(key, claimed.number)
    canaries.touch(hashed, kind, source=source, now=now)
    found = Identity.objects.filter(document_hash=hashed, citizen__in=among)
    identity = found.select_related("citizen__area").first()
    return _if_theirs(key, identity, claimed) if identity else None


@dataclass(frozen=True, slots=True)
class Search:
    """Who looks for people by document and name, by which power, and how it is counted."""

    kind: str
    power: Power
    by: User
    source: Source

    def among(self, now: datetime) -> CitizenQuerySet:
        """Return those within reach, and nobody who is protected."""
        return Citizen.objects.visible_to(self.by, self.power, now).unguarded(self.by, now)


def find(claimed: Claimed, search: Search, *, now: datetime) -> Citizen | None:
    """Return the person of a document and name on whom an official has a power.

    Nobody at all, somebody out of reach or protected, and another name than the document's are
    answered alike. Counting the search is for the caller.
    """
    return sought(claimed, search.among(now), search.kind, source=search.source, now=now)


def find_many(claimed: Sequence[Claimed], search: Search, *, now: datetime) -> list[Citizen | None]:
    """Return the people of documents and names, in order, as `find` does one by one."""
    key = credentials.key_of(scope.current().slug)
    hashes = [identities.document_hash(key, each.number) for each in claimed]
    for planted in canaries.among(hashes):
        canaries.touch(planted, search.kind, source=search.source, now=now)
    rows = Identity.objects.filter(document_hash__in=hashes, citizen__in=search.among(now))
    known = {bytes(row.document_hash): row for row in rows.select_related("citizen__area")}
    return [
        _if_theirs(key, known[hashed], each) if hashed in known else None
        for hashed, each in zip(hashes, claimed, strict=True)
    ]


def _if_theirs(key: bytes, identity: Identity, claimed: Claimed) -> Citizen | None:
    """Return whose an identity is, if the name that is claimed is theirs."""
    person = identities.unseal(key, identity.citizen.reference, bytes(identity.sealed))
    is_same = hmac.compare_digest(_plain(person.full_name), _plain(claimed.full_name))
    return identity.citizen if is_same else None


def _plain(name: str) -> bytes:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split()).encode()
