"""Drafts are written, edited and submitted by one official, who never signs them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from provinces.accounts.models import User
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.rules import gate, terms
from provinces.rules.labels import digest_of, label_of
from provinces.rules.models import Draft, State
from provinces.rules.signatures import NotAllowed, unit_of
from provinces.rules.terms import Terms

from .publishing import require_order, require_unpublished

OPEN = (State.DRAFTED, State.SENT_BACK)


class NotYours(NotAllowed):
    """A draft is its drafter's; whoever wants another one makes one of their own."""


class BeingReviewed(ValueError):
    """The draft was submitted: a second office signs it or sends it back."""


class NoLongerOpen(ValueError):
    """The draft was signed or withdrawn."""


class EditedSince(ValueError):
    """The draft is at another edition than the one that was read: nothing is done unread."""


@transaction.atomic
def draft(document: dict[str, Any], *, by: User, now: datetime) -> Draft:
    """Begin a draft; it need not be complete yet.

    Raises NotAllowed, and NotADocument.
    """
    unit = unit_of(by, Power.DRAFT_RULES, now)
    name, version = label_of(document)
    made = Draft.objects.create(
        name=name,
        version=version,
        document=document,
        drafted_by=by,
        drafted_unit=unit,
        drafted_at=now,
        edited_at=now,
    )
    ledger.record(Event.RULESET_DRAFTED, by=by, about=made, at=now, body=particulars(made))
    return made


@transaction.atomic
def edit(
    draft: Draft, document: dict[str, Any], *, by: User, now: datetime, edition: int | None = None
) -> Draft:
    """Put another document in the place of a draft's; that is its next edition.

    Raises NotAllowed, NotYours, BeingReviewed, NoLongerOpen, NotADocument, and EditedSince where
    it was made from another `edition` than the draft is at.
    """
    draft = _own_and_open(draft, by=by, now=now)
    require_edition(draft, edition)
    draft.name, draft.version = label_of(document)
    draft.document, draft.edition, draft.edited_at = document, draft.edition + 1, now
    draft.save(update_fields=["name", "version", "document", "edition", "edited_at"])
    ledger.record(Event.RULESET_EDITED, by=by, about=draft, at=now, body=particulars(draft))
    return draft


@transaction.atomic
def submit(
    draft: Draft,
    on: Terms | None = None,
    *,
    by: User,
    now: datetime,
    edition: int | None = None,
) -> Draft:
    """Submit a draft for review, on the terms given or with 48 hours of notice.

    It has to pass the gate first. Raises NotAllowed, NotYours, BeingReviewed, NoLongerOpen,
    EditedSince where another `edition` was read, InvalidTerms, AlreadyPublished, OutOfOrder, and
    what the gate raises.
    """
    draft = _own_and_open(draft, by=by, now=now)
    require_edition(draft, edition)
    on = terms.checked(on or Terms(), now=now)
    require_unpublished(draft.name, draft.version)
    require_order(on, now=now)
    gate.require(draft.document)
    draft.state, draft.submitted_at = State.SUBMITTED, now
    draft.wished_from, draft.emergency = on.wished_from, on.emergency
    draft.sent_back_by, draft.sent_back_at = None, None
    draft.sent_back_unit = draft.sent_back_because = ""
    draft.save()
    body = {**particulars(draft), "wished_from": moment(on.wished_from), "emergency": on.emergency}
    ledger.record(Event.RULESET_SUBMITTED, by=by, about=draft, at=now, body=body)
    return draft


@transaction.atomic
def drop(draft: Draft, *, by: User, now: datetime) -> Draft:
    """Withdraw one's own draft, for good, under review or not.

    Raises NotAllowed, NotYours, and NoLongerOpen.
    """
    draft = _own(draft, by=by, now=now)
    if draft.state not in (*OPEN, State.SUBMITTED):
        raise NoLongerOpen(f"{draft} is {draft.get_state_display().lower()}")
    draft.state, draft.withdrawn_at = State.WITHDRAWN, now
    draft.save(update_fields=["state", "withdrawn_at"])
    ledger.record(Event.RULESET_DROPPED, by=by, about=draft, at=now, body=particulars(draft))
    return draft


def particulars(draft: Draft) -> dict[str, Any]:
    """Return what the ledger commits to of a draft."""
    return {
        "name": draft.name,
        "version": draft.version,
        "edition": draft.edition,
        "digest": digest_of(draft.document),
        "office": draft.drafted_unit,
    }


def require_edition(draft: Draft, edition: int | None) -> None:
    """Require that a draft is at the edition that was read, if one is named; raises EditedSince."""
    if edition is not None and draft.edition != edition:
        raise EditedSince(f"{draft} is at edition {draft.edition}, and {edition} was read")


def moment(at: datetime | None) -> str | None:
    """Return a moment as the ledger writes it."""
    return at.isoformat() if at else None


def _own(draft: Draft, *, by: User, now: datetime) -> Draft:
    unit_of(by, Power.DRAFT_RULES, now)
    found = Draft.objects.select_for_update().get(pk=draft.pk)
    if found.drafted_by_id != by.pk:
        raise NotYours(f"{found} is {found.drafted_by}'s; make a draft of your own from it")
    return found


def _own_and_open(draft: Draft, *, by: User, now: datetime) -> Draft:
    found = _own(draft, by=by, now=now)
    if found.state == State.SUBMITTED:
        raise BeingReviewed(f"{found} is under review: a second office signs it or sends it back")
    if found.state not in OPEN:
        raise NoLongerOpen(f"{found} is {found.get_state_display().lower()}")
    return found
