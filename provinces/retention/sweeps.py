"""What the nightly purge erases by itself: for each class, which rows are ripe.

Classes with laws of their own are dropped by their rooms; see `services.days`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from oauth2_provider.models import AccessToken, Grant, RefreshToken

from provinces.appeals.models import Appeal, MailedAppeal
from provinces.citizens.models import (
    Admission,
    CaseAssignment,
    Consent,
    Emergency,
    Lifting,
    Mandate,
    Protection,
)
from provinces.evidence.models import Trip
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.notices.models import Notice
from provinces.oversight.models import BreachPerson, Case, LawfulRequest
from provinces.passes.models import Posting
from provinces.presence.models import Device
from provinces.status.models import Current, Decision, Outcome

# What tells a person who looked, and who acted for them.
ACCESS = (
    Event.RECORD_READ,
    Event.EMERGENCY_OPENED,
    Event.EXPORT_MADE,
    Event.PERSON_SERVED,
    Event.MANDATE_USED,
    Event.TRIP_ASKED,
    Event.CHANNEL_USED,
    Event.ORDER_CHECKED,
    Event.LAWFUL_TOLD,
)
# What says that something was erased names nobody, and stays to be verified.
STAYS = (Event.PURGE_CERTIFIED, Event.PROGRAMME_LAPSED)


@dataclass(frozen=True, slots=True)
class Sweep:
    """The rows of a table that are ripe before a moment; `commitments` has what stays of each."""

    kind: str
    ripe: Callable[[datetime], QuerySet[Any]]
    commitments: type[Model] | None = None


def _payloads(before: datetime) -> QuerySet[Payload]:
    return Payload.objects.filter(entry__recorded_at__lt=before)


def access(before: datetime) -> QuerySet[Payload]:
    """Return the entries that tell people who looked, of before a moment."""
    return _payloads(before).filter(entry__event__in=ACCESS)


def payloads(before: datetime) -> QuerySet[Payload]:
    """Return what else was recorded before a moment."""
    return _payloads(before).exclude(entry__event__in=(*ACCESS, *STAYS))


def outcomes(before: datetime) -> QuerySet[Outcome]:
    """Return decisions made before a moment that are neither in force nor contested."""
    in_force = Current.objects.filter(decision=OuterRef("pk"))
    contested = Appeal.objects.filter(decision=OuterRef("pk"))
    old = Outcome.objects.filter(decision__made_at__lt=before)
    return old.filter(~Exists(in_force), ~Exists(contested))


def consents(before: datetime) -> QuerySet[Consent]:
    """Return consents that expired or were withdrawn before a moment."""
    return Consent.objects.filter(Q(expires_at__lt=before) | Q(withdrawn_at__lt=before))


def mandates(before: datetime) -> QuerySet[Mandate]:
    """Return mandates that ended or were revoked before a moment."""
    return Mandate.objects.filter(Q(ends_at__lt=before) | Q(revoked_at__lt=before))


SWEEPS = (
    Sweep("access", access, Entry),
    Sweep("payloads", payloads, Entry),
    Sweep("outcomes", outcomes, Decision),
    Sweep("notices", lambda before: Notice.objects.filter(created_at__lt=before)),
    Sweep("letters", lambda before: Posting.objects.filter(settled_at__lt=before)),
    Sweep("consents", consents),
    Sweep("mandates", mandates),
    Sweep("assignments", lambda before: CaseAssignment.objects.filter(ends_at__lt=before)),
    Sweep("emergencies", lambda before: Emergency.objects.filter(opened_at__lt=before)),
    Sweep("protections", lambda before: Lifting.objects.filter(protection__ends_at__lt=before)),
    Sweep("protections", lambda before: Protection.objects.filter(ends_at__lt=before)),
    Sweep("protections", lambda before: Admission.objects.filter(asked_at__lt=before)),
    Sweep("misuse", lambda before: Case.objects.filter(closed_at__lt=before)),
    Sweep("trips", lambda before: Trip.objects.filter(departs_at__lt=before)),
    Sweep("mailed-appeals", lambda before: MailedAppeal.objects.filter(taken_at__lt=before)),
    Sweep("lawful", lambda before: LawfulRequest.told.filter(told_at__lt=before)),
    Sweep("breaches", lambda before: BreachPerson.objects.filter(told_at__lt=before)),
    Sweep("devices", lambda before: Device.objects.filter(revoked_at__lt=before)),
    Sweep("channels", lambda before: Grant.objects.filter(expires__lt=before)),
    Sweep("channels", lambda before: RefreshToken.objects.filter(revoked__lt=before)),
    Sweep("channels", lambda before: AccessToken.objects.filter(
        Q(refresh_token=None) | Q(refresh_token__revoked__lt=before), expires__lt=before
    )),
)  # fmt: skip
