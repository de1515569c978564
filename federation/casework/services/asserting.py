"""As a host, this province tells a guest's home what it learnt of them, and takes it back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from core.signing import pseudonyms
from federation.casework import hands, parties
from federation.casework.classes import MessageClass
from federation.casework.models import Issued
from federation.casework.words import class_of, read
from provinces.citizens import identities

from .posting import Address, post


class NotOurs(LookupError):
    """This province has issued nothing of that name, or has taken it back."""


@transaction.atomic
def assert_fact(
    document: str, *, home: str, body: dict[str, Any], by: hands.Two | None, now: datetime
) -> Issued:
    """Tell a guest's home a fact of them, under the name that only the two provinces can make.

    The document's number is used to make that name and is kept nowhere. What officials say has
    the hands of two offices; without any it is a laboratory's or a register's word, and what it
    says is not kept here. Raises Refused, naming every fault, NotADocument, and NotAMember.
    """
    of = class_of(str(body.get("fact")))
    word = read(body, of=of, now=now)
    to = guest(document, home, now=now)
    message = post(to, of=of, body=body, now=now)
    return Issued.objects.create(
        id=message.id,
        home=home,
        about=to.about,
        epoch=to.epoch,
        fact=word.fact,
        body=body if by else {},
        issued_by=by.first if by else None,
        issued_unit=by.first_unit if by else "",
        signed_by=by.second if by else None,
        signed_unit=by.second_unit if by else "",
        proposal=by.proposal if by else None,
        issued_at=now,
        expires_at=word.expires_at,
    )


def guest(document: str, home: str, *, now: datetime) -> Address:
    """Return where to write about a guest; raises NotADocument, and NotAMember."""
    key, epoch = parties.pair_key(home, now), pseudonyms.epoch_of(now)
    name = pseudonyms.pseudonym(key, identities.normalise(document), epoch)
    return Address(home, name, epoch)


@transaction.atomic
def take_back(assertion: uuid.UUID, *, because: str, now: datetime) -> Issued:
    """Take back what was told of a guest; their home has it withdrawn, and everybody else too.

    Raises NotOurs.
    """
    issued = ours(assertion)
    mark_taken_back(issued, because=because, now=now)
    to = Address(issued.home, issued.about, issued.epoch)
    body = {"assertion": str(issued.id), "because": issued.withdrawn_because}
    post(to, of=MessageClass.WITHDRAWAL, body=body, now=now, in_reply_to=issued.id)
    return issued


def ours(assertion: uuid.UUID) -> Issued:
    """Return what was issued under this name and stands, locked; raises NotOurs."""
    found = Issued.objects.select_for_update(of=("self",)).filter(pk=assertion, withdrawn_at=None)
    if (issued := found.first()) is None:
        raise NotOurs(f"nothing of the name {assertion} stands")
    return issued


def mark_taken_back(issued: Issued, *, because: str, now: datetime) -> None:
    """Note that a word does not stand any more."""
    issued.withdrawn_at, issued.withdrawn_because = now, because.strip()[:300] or "taken back"
    issued.save(update_fields=["withdrawn_at", "withdrawn_because"])
