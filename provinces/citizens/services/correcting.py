"""What the registry told at enrolment is asked anew, and taken over where it says otherwise now.

Nobody's record is written by hand: a name, a district or a year of birth is what the registry says
with the person's own document, and the registry is corrected where it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens import budgets, documents, identities, registry
from provinces.citizens.models import Citizen, Consent, Identity
from provinces.citizens.registry import Claimed
from provinces.jurisdictions.models import Area
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope
from provinces.tenancy.tasks import nudge

from . import people
from .enrolling import LivesElsewhere

DRAIN = "provinces.status.tasks.drain"


class NotInRegistry(LookupError):
    """The registry does not know this name with the person's document."""


class NoIdentity(LookupError):
    """Of this person no name and no document are kept, so the registry cannot be asked."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Who somebody is by our books, and what the registry says of them now."""

    identity: Identity
    person: identities.Person
    name: str
    area: Area
    birth_year: int | None


def read_again(citizen: Citizen, *, name: str, by: Citizen | User, now: datetime) -> list[str]:
    """Ask the registry anew who a citizen is; return which fields were taken over, if any.

    `name` is as the person writes it now. The district and the year of birth follow the registry,
    the year only as long as it is agreed to. Raises NoIdentity, NotInRegistry, LivesElsewhere,
    OverBudget, RegistryDown, and InATransaction.
    """
    identity, person = kept_identity(citizen)
    budgets.spend("correction", actor=str(citizen.pk), now=now)
    name = " ".join(name.split())
    claimed = Claimed(documents.kind_of(person.document), person.document, name)
    match = registry.current().look_up(claimed)
    if match is None:
        raise NotInRegistry("the registry has another name for this document")
    area = Area.objects.filter(code=match.area).first()
    if area is None:
        raise LivesElsewhere(f"{match.area} is no area of this province")
    said = _Said(identity, person, name, area, match.birth_year)
    return _take_over(citizen, said, by=by, now=now)


def kept_identity(citizen: Citizen) -> tuple[Identity, identities.Person]:
    """Return who a citizen is by our books; raises NoIdentity. For this room alone."""
    identity = Identity.objects.filter(citizen=citizen).first()
    if identity is None:
        raise NoIdentity("no identity is kept of this person")
    key = credentials.key_of(scope.current().slug)
    return identity, identities.unseal(key, citizen.reference, bytes(identity.sealed))


@transaction.atomic
def _take_over(citizen: Citizen, said: _Said, *, by: Citizen | User, now: datetime) -> list[str]:
    """Write what differs, and record by their names which fields did."""
    row = Citizen.objects.select_for_update().get(pk=citizen.pk)
    fields: dict[str, Any] = {}
    if row.area_id != said.area.pk:
        fields["area"] = said.area
    agreed = Consent.objects.in_force(now).filter(citizen=row, item="birth_year").exists()
    if agreed and said.birth_year is not None and row.birth_year != said.birth_year:
        fields["birth_year"] = said.birth_year
    for field, value in fields.items():
        setattr(row, field, value)
    if fields:
        row.save(update_fields=list(fields))
    changed = sorted(fields)
    if said.name != said.person.full_name:
        key = credentials.key_of(scope.current().slug)
        person = replace(said.person, full_name=said.name)
        sealed = identities.seal(key, row.reference, person)
        Identity.objects.filter(pk=said.identity.pk).update(sealed=sealed)
        changed.append("full_name")
    if changed:
        body = {"fields": changed}
        ledger.record(Event.RECORD_CORRECTED, by=by, about=row, at=now, body=body)
        people.mark_stale([row.pk], because=Event.RECORD_CORRECTED, at=now)
        nudge(DRAIN)
    return changed
