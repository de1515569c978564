"""A second office signs what was submitted, or sends it back; and takes back what is in notice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.db import locks
from provinces.accounts.models import User
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.rules import gate
from provinces.rules.models import Draft, Ruleset, State, Withdrawal
from provinces.rules.signatures import reviewing_unit, second_unit, unit_of
from provinces.rules.terms import Terms
from provinces.tenancy.tasks import nudge

from . import drafting, publishing
from .drafting import NoLongerOpen

LONGEST_REASON = 300
LONGEST_REVIEW = 600


class InForceAlready(ValueError):
    """A version in force is not taken back; another one supersedes it."""


@transaction.atomic
def sign(draft: Draft, *, edition: int, by: User, now: datetime) -> Ruleset:
    """Publish a submitted draft by the signature of another office.

    It comes into force after its notice. Raises NotAllowed, SameOfficial, SameOffice,
    NoLongerOpen where it is not under review, EditedSince, AlreadyPublished, OutOfOrder, and what
    the gate raises.
    """
    draft = _under_review(draft)
    unit = second_unit(draft.drafted_by, draft.drafted_unit, by=by, at=now)
    drafting.require_edition(draft, edition)
    terms = Terms(draft.wished_from, draft.emergency)
    publishing.require_unpublished(draft.name, draft.version)
    publishing.require_order(terms, now=now)
    gate.require(draft.document)
    ruleset = publishing.issue(
        draft.document,
        terms,
        now=now,
        drafted_by=draft.drafted_by,
        drafted_unit=draft.drafted_unit,
        drafted_at=draft.drafted_at,
        signed_by=by,
        signed_unit=unit,
        signed_at=now,
    )
    draft.state, draft.ruleset = State.SIGNED, ruleset
    draft.save(update_fields=["state", "ruleset"])
    body = {
        **publishing.particulars(ruleset),
        "draft": draft.pk,
        "edition": edition,
        "office": draft.drafted_unit,
        "second_office": unit,
    }
    ledger.record(Event.RULESET_SIGNED, by=by, about=ruleset, at=now, body=body)
    return ruleset


@transaction.atomic
def send_back(draft: Draft, *, by: User, because: str, now: datetime) -> Draft:
    """Send a submitted draft back to its drafter, with the reason.

    Nobody is held by it, so the power to sign is enough, in whatever office. Raises NotAllowed,
    SameOfficial, NoLongerOpen, and ValueError without a reason.
    """
    because = reason(because, LONGEST_REVIEW)
    draft = _under_review(draft)
    unit = reviewing_unit(draft.drafted_by, by=by, at=now)
    draft.state = State.SENT_BACK
    draft.sent_back_by, draft.sent_back_unit = by, unit
    draft.sent_back_at, draft.sent_back_because = now, because
    draft.save()
    body = {**drafting.particulars(draft), "second_office": unit, "because": because}
    ledger.record(Event.RULESET_SENT_BACK, by=by, about=draft, at=now, body=body)
    return draft


@transaction.atomic
def withdraw(ruleset: Ruleset, *, by: User, because: str, now: datetime) -> Withdrawal:
    """Take back a version that is not in force yet; what is in force then stays.

    Raises NotAllowed, InForceAlready, NoLongerOpen where that is done, and ValueError without a
    reason.
    """
    return take_back(
        ruleset, by=by, unit=unit_of(by, Power.SIGN_RULES, now), because=because, now=now
    )


@transaction.atomic
def take_back(ruleset: Ruleset, *, by: User, unit: str, because: str, now: datetime) -> Withdrawal:
    """Take back a version that is not in force yet, for whoever may by another power.

    For a caller that has asked for that power. The feed tells peers. Raises as `withdraw`.
    """
    because = reason(because, LONGEST_REASON)
    locks.hold("rule sets", [0])
    if now >= ruleset.in_force_from:
        raise InForceAlready(f"{ruleset} came into force; publish another version in its place")
    if Withdrawal.objects.filter(ruleset=ruleset).exists():
        raise NoLongerOpen(f"{ruleset} is withdrawn")
    made = Withdrawal.objects.create(
        ruleset=ruleset, withdrawn_by=by, withdrawn_unit=unit, withdrawn_at=now, because=because
    )
    body = {**publishing.particulars(ruleset), "office": unit, "because": because}
    ledger.record(Event.RULESET_WITHDRAWN, by=by, about=ruleset, at=now, body=body)
    ledger.publish(Kind.RULESET_WITHDRAWN, publishing.announcement(ruleset), at=now)
    nudge("provinces.status.tasks.minute")
    return made


def reason(given: str, longest: int) -> str:
    """Return a reason as it is stored; raises ValueError for none, and for one too long."""
    given = given.strip()
    if not given:
        raise ValueError("it needs a reason")
    if len(given) > longest:
        raise ValueError(f"the reason has {len(given)} characters, and {longest} at most are kept")
    return given


def _under_review(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update(of=("self",)).select_related("drafted_by")
    draft = found.get(pk=draft.pk)
    if draft.state != State.SUBMITTED:
        raise NoLongerOpen(f"{draft} is not under review: {draft.get_state_display().lower()}")
    return draft
