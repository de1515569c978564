"""A version is published: by two offices, or once, when the province is set up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from core.db import locks
from provinces.accounts.models import User
from provinces.ledger import queries as feed
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.ledger.leaves import second
from provinces.rules import gate, queries
from provinces.rules.labels import canonical, digest_of, label_of
from provinces.rules.models import Ruleset
from provinces.rules.terms import BETWEEN_EMERGENCIES, EMERGENCY, Terms
from provinces.rules.terms import reason as reason_of
from provinces.tenancy.tasks import nudge

from . import renewing


class AlreadyPublished(ValueError):
    """This version of the rule set has been published."""


class OutOfOrder(ValueError):
    """The version would be superseded before it began, or supersede one that comes later."""


class EmergencyAgain(OutOfOrder):
    """Emergencies follow each other so closely that nobody would ever be given notice."""


class OfficialsSign(ValueError):
    """The province's officials publish its rule sets, under two signatures."""


@transaction.atomic
def publish(
    document: dict[str, Any], *, by: User | None = None, now: datetime, emergency: str = ""
) -> Ruleset:
    """Put a rule set in force at once, unsigned, to set a province up.

    It passes the same gate as every other. Raises NotADocument, AlreadyPublished, InvalidTerms,
    OfficialsSign once officials have published a version, and what the gate raises.
    """
    name, version = label_of(document)
    require_unpublished(name, version)
    if queries.are_signed():
        raise OfficialsSign(f"{name} {version}: officials draft and sign this province's rules")
    gate.require(document)
    ruleset = issue(document, Terms(now, reason_of(emergency)), now=now)
    ledger.record(Event.RULESET_PUBLISHED, by=by, about=ruleset, at=now, body=particulars(ruleset))
    return ruleset


def issue(document: dict[str, Any], terms: Terms, *, now: datetime, **signatures: Any) -> Ruleset:
    """Store and publish a version that is read from now on, and has passed the gate.

    With signatures it comes into force on the terms given, else at once.
    """
    name, version = label_of(document)
    begins = terms.begins(now) if signatures else now
    ruleset = Ruleset.objects.create(
        name=name,
        version=version,
        document=document,
        digest=digest_of(document),
        notice_at=now,
        in_force_from=begins,
        expires_at=terms.ends(begins, document["days_in_force"]),
        emergency=terms.emergency,
        **signatures,
    )
    renewing.begin_programme(now=now)
    _announce(ruleset, now)
    nudge("provinces.status.tasks.minute")
    return ruleset


@transaction.atomic
def publish_unpublished(*, now: datetime) -> int:
    """Publish versions from before there was a feed, unless they are over; return how many."""
    locks.hold("rule sets", [0])
    said = {body["digest"] for body in feed.published(Kind.RULESET_PUBLISHED)}
    standing = Ruleset.objects.filter(expires_at__gt=now, withdrawal=None).order_by("pk")
    unsaid = [ruleset for ruleset in standing if ruleset.digest not in said]
    for ruleset in unsaid:
        _announce(ruleset, now)
    return len(unsaid)


def _announce(ruleset: Ruleset, now: datetime) -> None:
    written = canonical(ruleset.document)
    body = {**announcement(ruleset), "document": ledger.reference_to(written)}
    ledger.publish(Kind.RULESET_PUBLISHED, body, at=now, blobs=[written])


def require_unpublished(name: str, version: str) -> None:
    """Hold the province's rule sets until the transaction ends; raises AlreadyPublished."""
    locks.hold("rule sets", [0])
    if Ruleset.objects.filter(name=name, version=version).exists():
        raise AlreadyPublished(f"{name} {version} is published; a change needs a new version")


def require_order(terms: Terms, *, now: datetime) -> None:
    """Require that a version would come after those published before it; raises OutOfOrder.

    An emergency may come between: what it interrupts goes on when it has ended. It raises
    EmergencyAgain where that is within a week of another one.
    """
    last = queries.last_to_come()
    begins = terms.begins(now)
    if terms.emergency:
        _require_first_in_a_while(begins)
    if not terms.emergency and last is not None and begins <= last.in_force_from:
        raise OutOfOrder(
            f"it would begin at {begins.isoformat()}, and {last}, published before, begins at"
            f" {last.in_force_from.isoformat()}: let it begin later, or withdraw {last}"
        )


def _require_first_in_a_while(begins: datetime) -> None:
    ends = begins + EMERGENCY
    near = queries.emergencies(begins - BETWEEN_EMERGENCIES, ends + BETWEEN_EMERGENCIES)
    if other := near.first():
        raise EmergencyAgain(
            f"{other} is an emergency, from {other.in_force_from.isoformat()} to"
            f" {other.expires_at.isoformat()}, and another one keeps"
            f" {BETWEEN_EMERGENCIES.days} days' distance from it: give this version its notice"
        )


def particulars(ruleset: Ruleset) -> dict[str, Any]:
    """Return what the ledger commits to of a published version."""
    return {
        "name": ruleset.name,
        "version": ruleset.version,
        "digest": ruleset.digest,
        "in_force_from": ruleset.in_force_from.isoformat(),
        "expires_at": ruleset.expires_at.isoformat(),
        "emergency": ruleset.emergency,
    }


def announcement(ruleset: Ruleset) -> dict[str, Any]:
    """Return what the feed says of a published version, but for its document."""
    return {
        "id": ruleset.name,
        "version": ruleset.version,
        "digest": ruleset.digest,
        "in_force_from": second(ruleset.in_force_from),
        "expires": second(ruleset.expires_at),
        "emergency": ruleset.emergency,
    }
