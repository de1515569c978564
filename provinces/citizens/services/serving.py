"""At a desk, an official serves a person who is present and has shown a document.

    document and name of the person present ──► found in the official's area, or nobody
                                                 │
    each act: done by its room's service, and recorded about the person, who sees it

It is counted how often an official searches; searching for a canary raises an alarm.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.accounts.models import User
from provinces.citizens import documents, identities, registry
from provinces.citizens.mandates import Kind, Verified
from provinces.citizens.models import Citizen, Identity, Mandate
from provinces.citizens.purposes import Purpose
from provinces.citizens.registry import Claimed
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope

from . import codes
from .agreeing import Agreement, made_sure
from .enrolling import enrol_agreed, enrolled
from .finding import sought
from .mandates import Wish, give_mandate


class NotHere(LookupError):
    """Nobody like that lives in the official's area, or nobody at all: it is not told which."""


class OwnRecord(PermissionError):
    """Officials do not serve themselves; a colleague does."""


class Act(StrEnum):
    """What is done for a person at a desk; the value stands in the ledger for good."""

    ENROLLED = "enrolled"
    LETTER = "letter"
    DECLARED = "declared"
    MANDATE = "mandate"
    PAPER_CODE = "paper_code"
    BOOKED = "booked"
    TRAVELLING = "travelling"
    APPEALED = "appealed"
    TELEPHONED = "telephoned"
    WROTE = "wrote"
    POSTED = "posted"
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"
    WITHDRAWN = "withdrawn"


WORDING: dict[Act, Promise] = {
    Act.ENROLLED: _("You were enrolled"),
    Act.LETTER: _("You were given a letter with which to open an account"),
    Act.DECLARED: _("It was noted how you are, as you said"),
    Act.MANDATE: _("Somebody was let act for you, as you wanted"),
    Act.PAPER_CODE: _("You were given a code on paper"),
    Act.BOOKED: _("A test was booked for you"),
    Act.TRAVELLING: _("A trip of yours was declared or taken back"),
    Act.APPEALED: _("Your objection was filed"),
    Act.TELEPHONED: _("Your objection was filed, as you said by telephone"),
    Act.WROTE: _("Your letter was taken in, and what you object to in it was filed"),
    Act.POSTED: _("A code on paper was asked for by post, as you said by telephone"),
    Act.ANSWERED: _("Your answer to a question was noted, as you gave it"),
    Act.TAKEN_BACK: _("Your answer to a question was taken back, as you wanted"),
    Act.WITHDRAWN: _("A consent of yours was withdrawn, as you wanted"),
}


def find_present(
    claimed: Claimed, *, by: User, source: dict[str, str], now: datetime
) -> Citizen | None:
    """Return the person present, if they are enrolled and live in the official's area."""
    visible = Citizen.objects.visible_to(by, Power.ENROL_PERSON, now).unguarded(by, now)
    return sought(claimed, visible, "desk", source=source, now=now)


def enrol_present(claimed: Claimed, agreement: Agreement, *, by: User, now: datetime) -> Citizen:
    """Enrol the person present, whom the registry knows and who lives in the official's area.

    What they agree to is recorded for them, and nothing else is kept. Whoever is enrolled and out
    of the official's reach, or protected, is answered like nobody, by the same statements. Raises
    NotHere, NeedsAll, RegistryDown, and InATransaction.
    """
    match = registry.current().look_up(claimed)
    within = scoping.within(by, Power.ENROL_PERSON, now)
    is_here = within.filter(code=match.area if match else "").exists()
    known = enrolled(claimed.number)
    reached = Citizen.objects.visible_to(by, Power.ENROL_PERSON, now).unguarded(by, now)
    is_reached = reached.filter(pk=known.pk if known else 0).exists()
    if match is None or not is_here or (known is not None and not is_reached):
        raise NotHere("nobody like that lives in the official's area")
    if known is None:
        agreement = made_sure(agreement, Verified.DESK, handle=match.handle)
    with transaction.atomic():
        citizen = enrol_agreed(claimed, match, agreement, by=by, now=now)
        serve(citizen, Act.ENROLLED, by=by, now=now)
    return citizen


def give_letter(citizen: Citizen, *, by: User, now: datetime) -> tuple[str, str]:
    """Return the number and code of a letter with which a person opens their account.

    Raises NotHere for somebody known by reference alone, or whom the registry does not know,
    OwnRecord, RegistryDown, and InATransaction.
    """
    claimed = _claimed(citizen)
    match = registry.current().look_up(claimed) if claimed else None
    if claimed is None or match is None:
        raise NotHere("the registry does not know them")
    with transaction.atomic():
        serve(citizen, Act.LETTER, by=by, now=now)
        return codes.write_letter(claimed, match, by=ledger.name(by), now=now)


def give_mandate_present(wish: Wish, *, by: User, now: datetime) -> Mandate:
    """Let somebody act for the person present.

    Of a child whose year of birth is not kept, the registry is asked how old it is. Raises
    OwnRecord, NotAChild, ValueError, RegistryDown, and InATransaction.
    """
    if wish.kind is Kind.CHILD and wish.subject.birth_year is None:
        claimed = _claimed(wish.subject)
        match = registry.current().look_up(claimed) if claimed else None
        wish = replace(wish, born=match.birth_year if match else None)
    with transaction.atomic():
        serve(wish.subject, Act.MANDATE, by=by, now=now)
        return give_mandate(wish, verified=Verified.DESK, by=by, now=now)


@transaction.atomic
def serve(citizen: Citizen, act: Act, *, by: User, now: datetime) -> None:
    """Have a person know what was done for them at a desk, in the transaction of the act.

    Raises OwnRecord.
    """
    if citizen.user_id == by.pk:
        raise OwnRecord(f"{by} does not serve themselves")
    offices = list(jurisdictions.offices_with(by, Power.ENROL_PERSON, now))
    body: dict[str, Any] = {
        "act": str(Act(act)),
        "purpose": str(Purpose.DESK),
        "office": offices[-1].unit if offices else "",
        "role": offices[-1].role if offices else "",
    }
    ledger.record(Event.PERSON_SERVED, by=by, about=citizen, at=now, body=body)


def handle_of(citizen: Citizen) -> str | None:
    """Return what stands for a citizen with the registry; None for whom it does not know.

    Nor does it know whoever is known here by reference alone. Raises RegistryDown, and
    InATransaction.
    """
    claimed = _claimed(citizen)
    match = registry.current().look_up(claimed) if claimed else None
    return match.handle if match else None


def _claimed(citizen: Citizen) -> Claimed | None:
    identity = Identity.objects.filter(citizen=citizen).first()
    if identity is None:
        return None
    key = credentials.key_of(scope.current().slug)
    person = identities.unseal(key, citizen.reference, bytes(identity.sealed))
    return Claimed(documents.kind_of(person.document), person.document, person.full_name)
