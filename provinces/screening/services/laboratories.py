"""Laboratories are registered, given keys that expire, and revoked."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core.db import locks
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening.models import (
    Laboratory,
    LaboratoryKey,
    Result,
    SealedResult,
    Site,
    ToldHome,
)
from provinces.screening.queries.laboratories import hash_of

from .batches import reason
from .results import void

# After a rotation the key before it still counts for so long, to be replaced without a gap.
OVERLAP = timedelta(hours=24)
REFERENCE = re.compile(r"[a-z0-9][a-z0-9-]{1,23}")


class AlreadyRegistered(ValueError):
    """There is a laboratory of this reference or name."""


class NotRegistrable(ValueError):
    """A reference, a name or a contact is missing, or not what it should be."""


class NoSuchSite(LookupError):
    """There is no site of this code."""


class AlreadyRevoked(ValueError):
    """The laboratory reports no more."""


@dataclass(frozen=True, slots=True)
class Registration:
    """Who a laboratory is, who answers for it, and the codes of the sites it reports for."""

    reference: str
    name: str
    contact_name: str
    contact: str
    sites: tuple[str, ...] = ()


@transaction.atomic
def register(registration: Registration, *, by: str, now: datetime) -> Laboratory:
    """Register a laboratory; it has no key yet.

    Raises NotRegistrable, AlreadyRegistered, and NoSuchSite.
    """
    _require_sound(registration)
    known = Laboratory.objects.filter(reference=registration.reference)
    if (known | Laboratory.objects.filter(name=registration.name.strip())).exists():
        raise AlreadyRegistered("a laboratory of this reference or name is registered")
    made = Laboratory.objects.create(
        reference=registration.reference,
        name=registration.name.strip(),
        contact_name=registration.contact_name.strip(),
        contact=registration.contact.strip(),
        registered_at=now,
    )
    made.sites.set(_sites(registration.sites))
    body = {"name": made.name, "sites": sorted(registration.sites)}
    ledger.record(Event.LABORATORY_REGISTERED, by=by, about=made, at=now, body=body)
    return made


def _require_sound(registration: Registration) -> None:
    if not REFERENCE.fullmatch(registration.reference):
        raise NotRegistrable("a reference is 2 to 24 small letters, digits and hyphens")
    texts = {"name": 120, "contact_name": 80, "contact": 120}
    for field, most in texts.items():
        text = getattr(registration, field).strip()
        if not text or not text.isprintable() or len(text) > most:
            raise NotRegistrable(f"{field} is missing, unprintable, or longer than {most}")


def _sites(codes: Iterable[str]) -> list[Site]:
    found = list(Site.objects.filter(code__in=set(codes)))
    if missing := set(codes) - {site.code for site in found}:
        raise NoSuchSite(f"no site has the code {', '.join(sorted(missing))}")
    return found


@transaction.atomic
def issue_key(laboratory: Laboratory, *, by: str, now: datetime) -> str:
    """Give a laboratory a fresh key and return it; it is shown once and not kept.

    Keys it has already count for a day more at most. Raises AlreadyRevoked.
    """
    laboratory = Laboratory.objects.select_for_update().get(pk=laboratory.pk)
    _require_standing(laboratory)
    LaboratoryKey.objects.filter(laboratory=laboratory, expires_at__gt=now + OVERLAP).update(
        expires_at=now + OVERLAP
    )
    token = f"lab_{secrets.token_urlsafe(32)}"
    expires_at = now + timedelta(days=settings.SCREENING_KEY_DAYS)
    LaboratoryKey.objects.create(
        laboratory=laboratory, token_hash=hash_of(token), issued_at=now, expires_at=expires_at
    )
    body = {"expires": expires_at.isoformat()}
    ledger.record(Event.LABORATORY_KEY_ISSUED, by=by, about=laboratory, at=now, body=body)
    return token


@transaction.atomic
def revoke(laboratory: Laboratory, *, because: str, by: str, now: datetime) -> Laboratory:
    """Let a laboratory report no more; what it has reported stands, unless it is recalled.

    Raises AlreadyRevoked, and NoReason.
    """
    because = reason(because)
    laboratory = Laboratory.objects.select_for_update().get(pk=laboratory.pk)
    _require_standing(laboratory)
    laboratory.revoked_at, laboratory.revoked_because = now, because
    laboratory.save(update_fields=["revoked_at", "revoked_because"])
    laboratory.keys.filter(expires_at__gt=now).update(expires_at=now)
    body = {"because": because}
    ledger.record(Event.LABORATORY_REVOKED, by=by, about=laboratory, at=now, body=body)
    return laboratory


@transaction.atomic
def recall(laboratory: Laboratory, *, since: datetime, because: str, by: str, now: datetime) -> int:
    """Take back all that a laboratory has reported since a moment, as after a key was stolen.

    Whoever it was of is judged anew, guests by their homes. Returns how many results were taken
    back. Raises NoReason.
    """
    because = reason(because)
    locks.hold("results on their way", [0])
    SealedResult.objects.filter(version__laboratory=laboratory, received_at__gte=since).delete()
    standing = Result.objects.filter(
        laboratory=laboratory.name, received_at__gte=since, voided_at=None
    )
    voided = [
        void(result, because=because, source=by, now=now) for result in standing.order_by("pk")
    ]
    told = ToldHome.objects.filter(
        version__laboratory=laboratory, version__received_at__gte=since, wrong_because=""
    )
    untold = told.update(wrong_because=because)
    body = {
        "since": since.isoformat(),
        "because": because,
        "results": len(voided),
        "told_home": untold,
    }
    ledger.record(Event.REPORTS_RECALLED, by=by, about=laboratory, at=now, body=body)
    return len(voided) + untold


def _require_standing(laboratory: Laboratory) -> None:
    if laboratory.revoked_at is not None:
        raise AlreadyRevoked(f"{laboratory} was revoked at {laboratory.revoked_at.isoformat()}")
