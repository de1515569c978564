"""Officials tell a guest's home what they learnt: one office proposes it, another signs and sends.

propose ── pseudonym, fact, evidence's digest ──► waits ──► sign: the document once more ──► sent
                                                    │                                         │
                                                    └────► refuse, with a reason              │
                                                           take back, with a reason ◄─────────┘

Both have the guest's document before them; it makes the name, and is kept nowhere.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.signing import pseudonyms
from federation.casework import hands, parties
from federation.casework.models import Issued, Proposal
from federation.casework.words import class_of, read
from federation.peers.queries import NotAMember
from provinces.citizens import identities
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from . import asserting, contesting, effects
from .holding import NoReason

if TYPE_CHECKING:
    from provinces.accounts.models import User

LONGEST_REASON = 300
# Any of these takes a word back.
HANDS = (Power.PROPOSE_EVIDENCE, Power.APPROVE_EVIDENCE)


class NotAwaiting(ValueError):
    """The proposal was signed or refused, or its time is over."""


class AnotherGuest(ValueError):
    """The second office has another document before it than the first one had."""


@transaction.atomic
def propose(document: str, *, home: str, body: dict[str, Any], by: User, now: datetime) -> Proposal:
    """Propose to tell a guest's home a fact of them; another office has to sign it.

    What their home would refuse is refused here. Raises NotAllowed, NotAMember, NoSealingKey,
    NotADocument, and Refused, naming every fault.
    """
    unit = hands.unit(by, Power.PROPOSE_EVIDENCE, now)
    if home == parties.own():
        raise NotAMember("whoever lives here is no guest")
    word = read(body, of=class_of(str(body.get("fact"))), now=now)
    effects.check(word, issuer=parties.own(), now=now)
    to = asserting.guest(document, home, now=now)
    made = Proposal.objects.create(
        home=home,
        about=to.about,
        epoch=to.epoch,
        fact=word.fact,
        body=body,
        proposed_by=by,
        proposed_unit=unit,
        proposed_at=now,
        expires_at=word.expires_at,
    )
    ledger.record(Event.ASSERTION_PROPOSED, by=by, about=made, at=now, body=_told(made, unit))
    return made


@transaction.atomic
def sign(proposal: Proposal, *, document: str, by: User, now: datetime) -> Issued:
    """Tell a guest's home what another office proposed, the same document at hand.

    Raises NotAllowed, NotAwaiting, SameOfficial, SameOffice, NotADocument, AnotherGuest,
    NotAMember, and NoSealingKey.
    """
    unit = hands.unit(by, Power.APPROVE_EVIDENCE, now)
    held = _awaiting(proposal)
    if held.expires_at <= now:
        raise NotAwaiting(f"{held} would count no more")
    hands.require_another(by, held.proposed_by, held.proposed_unit, now)
    if not _is_of(held, document, now):
        raise AnotherGuest("the documents differ")
    two = hands.Two(held.proposed_by, held.proposed_unit, by, unit, held.pk)
    issued = asserting.assert_fact(document, home=held.home, body=held.body, by=two, now=now)
    told = {**_told(held, unit), "assertion": str(issued.id)}
    ledger.record(Event.ASSERTION_SIGNED, by=by, about=held, at=now, body=told)
    held.delete()
    return issued


@transaction.atomic
def refuse(proposal: Proposal, *, because: str, by: User, now: datetime) -> Proposal:
    """Refuse to tell it; whoever proposed it may take it back. Nobody hears of it elsewhere.

    Raises NotAllowed, NotAwaiting, and NoReason.
    """
    held, because = _awaiting(proposal), because.strip()
    if not because or len(because) > LONGEST_REASON:
        raise NoReason("say why")
    power = Power.APPROVE_EVIDENCE
    if by.pk == held.proposed_by_id:
        power = Power.PROPOSE_EVIDENCE
    unit = hands.unit(by, power, now)
    held.refused_by, held.refused_at, held.refused_because = by, now, because
    held.save(update_fields=["refused_by", "refused_at", "refused_because"])
    told = {**_told(held, unit), "because": because}
    ledger.record(Event.ASSERTION_TURNED_DOWN, by=by, about=held, at=now, body=told)
    return held


@transaction.atomic
def take_back(issued: Issued, *, because: str, by: User, now: datetime) -> Issued:
    """Take back what officials told of a guest; their home has it withdrawn, and says so to them.

    It takes one hand, for it lessens: of the office that stated it or of the one that signed it,
    or of whoever answers for what was told. Who has contested it is answered. Raises NotAllowed,
    NotOurs, and NoReason.
    """
    if issued.issued_by_id is None:
        raise asserting.NotOurs(f"{issued} is a laboratory's or a register's word")
    unit = _lessening(issued, by, now)
    because = because.strip()
    if not because or len(because) > LONGEST_REASON:
        raise NoReason("say why")
    taken = asserting.take_back(issued.pk, because=because, now=now)
    contests = contesting.concede(taken, by=by, unit=unit, now=now)
    told = {**_told(taken, unit), "because": because, "contests": contests}
    ledger.record(Event.ASSERTION_TAKEN_BACK, by=by, about=taken, at=now, body=told)
    return taken


def may_take_back(issued: Issued, *, by: User, now: datetime) -> bool:
    """Tell whether an official may take back what was told, by their office."""
    try:
        _lessening(issued, by, now)
    except hands.NotAllowed:
        return False
    return True


def _lessening(issued: Issued, by: User, now: datetime) -> str:
    """Return the unit in whose name an official takes it back; raises NotAllowed."""
    for office in jurisdictions.offices_with(by, Power.ANSWER_CONTEST, now):
        return office.unit
    for power in HANDS:
        for office in jurisdictions.offices_with(by, power, now):
            if office.unit in {issued.issued_unit, issued.signed_unit}:
                return office.unit
    raise hands.NotAllowed(f"{by} is of neither office that told it, and answers for nothing told")


def _is_of(held: Proposal, document: str, now: datetime) -> bool:
    """Tell whether a document gives the name proposed, whichever of our keys it was made with."""
    number = identities.normalise(document)
    made = {
        pseudonyms.pseudonym(key, number, held.epoch)
        for _short, key in parties.pair_keys(held.home, now)
    }
    return held.about in made


def _awaiting(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by")
    held = rows.filter(pk=proposal.pk, refused_at=None).first()
    if held is None:
        raise NotAwaiting(f"{proposal} was signed or refused")
    return held


def _told(held: Proposal | Issued, unit: str) -> dict[str, Any]:
    return {"home": held.home, "fact": held.fact, "office": unit}
