"""The programme begins with the first rule set, and goes on where two offices say why, in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core.db import locks
from provinces.accounts.models import User
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.ledger.leaves import second
from provinces.rules import programme, sunset
from provinces.rules.models import ProgrammeTerm, Renewal, Ruleset
from provinces.rules.shapes import unfit
from provinces.rules.signatures import second_unit, unit_of
from provinces.rules.terms import LONGEST, LONGEST_REASON, SHORTEST


class NotRenewable(ValueError):
    """No term may be proposed or signed now: too early, too late, or not all is erased yet."""


class InvalidRenewal(ValueError):
    """The reason cannot be shown to everybody, or the length is none that a term may have."""


class ProposedAnew(ValueError):
    """The proposal is not the last one: nobody signs what they have not read."""


@transaction.atomic
def begin_programme(*, now: datetime) -> ProgrammeTerm | None:
    """Begin the first term where there are rules and there never was any; return it, if it is new.

    It is nobody's signature: a province has 90 days, and all others take two offices.
    """
    if ProgrammeTerm.objects.exists() or not Ruleset.objects.exists():
        return None
    locks.hold("programme", [0])
    if ProgrammeTerm.objects.exists():
        return None
    term = ProgrammeTerm.objects.create(number=1, begins_at=now, ends_at=now + LONGEST)
    sunset.forget()
    ledger.record(Event.PROGRAMME_BEGUN, by=None, about=term, at=now, body=announcement(term))
    ledger.publish(Kind.PROGRAMME_TERM, announcement(term), at=now)
    return term


@transaction.atomic
def propose_renewal(*, because: str, days: int = LONGEST.days, by: User, now: datetime) -> Renewal:
    """Propose that the programme go on after its end; replaces what was proposed before.

    Raises NotAllowed, NotRenewable, and InvalidRenewal.
    """
    unit = unit_of(by, Power.DRAFT_RULES, now)
    because = because.strip()
    if not because or unfit(because, LONGEST_REASON) or not SHORTEST.days <= days <= LONGEST.days:
        raise InvalidRenewal(
            f"a term has {SHORTEST.days} to {LONGEST.days} days, and a reason that all can read"
        )
    opened = _opening(now)
    made = Renewal.objects.create(
        number=opened.number,
        days=days,
        because=because,
        proposed_by=by,
        proposed_unit=unit,
        proposed_at=now,
    )
    body = {"number": made.number, "days": days, "because": because, "office": unit}
    ledger.record(Event.PROGRAMME_RENEWAL_PROPOSED, by=by, about=made, at=now, body=body)
    return made


@transaction.atomic
def sign_renewal(renewal: Renewal, *, by: User, now: datetime) -> ProgrammeTerm:
    """Have the programme go on, by the signature of another office, and publish that and why.

    The term begins where the last one ends; after a lapse 48 hours from now. Raises NotAllowed,
    SameOfficial, SameOffice, NotRenewable, and ProposedAnew.
    """
    opened = _opening(now)
    last = programme.proposed(opened)
    if last is None or last.pk != renewal.pk:
        raise ProposedAnew(f"{renewal} is not what another office may sign now")
    unit = second_unit(last.proposed_by, last.proposed_unit, by=by, at=now)
    term = ProgrammeTerm.objects.create(
        number=opened.number,
        begins_at=opened.begins_at,
        ends_at=opened.begins_at + timedelta(days=last.days),
        because=last.because,
        proposed_by=last.proposed_by,
        proposed_unit=last.proposed_unit,
        proposed_at=last.proposed_at,
        signed_by=by,
        signed_unit=unit,
        signed_at=now,
    )
    ledger.record(Event.PROGRAMME_RENEWED, by=by, about=term, at=now, body=announcement(term))
    ledger.publish(Kind.PROGRAMME_TERM, announcement(term), at=now)
    return term


def announcement(term: ProgrammeTerm) -> dict[str, Any]:
    """Return what the feed says of a term, and the ledger commits to: nobody's name is in it."""
    return {
        "number": term.number,
        "begins": second(term.begins_at),
        "ends": second(term.ends_at),
        "because": term.because,
        "proposed_by": term.proposed_unit,
        "signed_by": term.signed_unit,
    }


def _opening(now: datetime) -> programme.Opening:
    locks.hold("programme", [0])
    opened = programme.opening(now)
    if opened is None:
        raise NotRenewable("no term is proposed or signed now")
    return opened
