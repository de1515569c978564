"""What another province says of somebody, kept as evidence and given on as evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from provinces.citizens.models import Citizen

from . import services
from .claims import Claim, Contact, InvalidClaim, checked
from .classes import EvidenceClass
from .models import Evidence, Origin


@dataclass(frozen=True, slots=True)
class PeerWord:
    """A piece as another province tells it; a case it rests on is kept there, by its reference."""

    evidence_class: str
    happened_at: datetime
    expires_at: datetime
    source_reference: str
    authority: str
    legal_basis: str
    onset_at: datetime | None = None
    ends_at: datetime | None = None
    case_reference: str = ""
    method: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def problems(word: PeerWord, *, now: datetime) -> dict[str, str]:
    """Return what is wrong with a word, by field, whoever it is about."""
    try:
        # Nothing of it is asked of the citizen: their case is kept elsewhere.
        checked(_claim(word, None), source=Origin.PEER, now=now)
    except InvalidClaim as invalid:
        return invalid.problems
    return {}


def record_many(words: Sequence[tuple[Citizen, PeerWord]], *, now: datetime) -> list[int | None]:
    """Keep words as evidence that counts at once; return the piece of each, in their order.

    There is none of what cannot be kept any more; what was said before is the piece from then.
    """
    claims = [_claim(word, citizen) for citizen, word in words]
    services.record_many(claims, source=Origin.PEER, now=now)
    standing = Evidence.objects.counting(now).filter(
        source=Origin.PEER,
        citizen__in={claim.citizen.pk for claim in claims},
        source_reference__in={claim.source_reference for claim in claims},
    )
    keys = standing.values_list("source_reference", "citizen", "evidence_class", "pk")
    found = {key: pk for *key_parts, pk in keys for key in [tuple(key_parts)]}
    return [
        found.get((claim.source_reference, claim.citizen.pk, str(claim.evidence_class)))
        for claim in claims
    ]


def take_back(piece: int, *, because: str, now: datetime) -> bool:
    """Withdraw a peer's word; tell whether it still counted."""
    found = Evidence.objects.counting(now).filter(pk=piece, source=Origin.PEER).first()
    if found is None:
        return False
    services.withdraw(found, by=None, because=because, now=now)
    return True


def told_of(citizen: Citizen, *, at: datetime) -> list[tuple[int, PeerWord]]:
    """Return what counts about a citizen and others may be told, each with its piece.

    What people declare of themselves they declare anew; a case kept here goes by its reference.
    """
    pieces = Evidence.objects.counting(at).filter(citizen=citizen).exclude(source=Origin.SELF)
    return [(piece.pk, _told(piece)) for piece in pieces.select_related("case").order_by("pk")]


def _told(piece: Evidence) -> PeerWord:
    case = piece.case.source_reference if piece.case else piece.case_reference
    return PeerWord(
        evidence_class=piece.evidence_class,
        happened_at=piece.happened_at.astimezone(UTC),
        expires_at=piece.expires_at.astimezone(UTC),
        source_reference=piece.source_reference,
        authority=piece.authority,
        legal_basis=piece.legal_basis,
        onset_at=piece.onset_at,
        ends_at=piece.ends_at,
        case_reference=case,
        method=piece.method,
        details=piece.details,
    )


def _claim(word: PeerWord, citizen: Citizen | None) -> Claim:
    contact = None
    if word.method or word.case_reference:
        contact = Contact(method=word.method, case_reference=word.case_reference)
    try:
        of = EvidenceClass(word.evidence_class)
    except ValueError:
        raise InvalidClaim({"evidence_class": f"{word.evidence_class!r} is no class"}) from None
    return Claim(
        citizen=citizen,  # type: ignore[arg-type]
        evidence_class=of,
        happened_at=word.happened_at,
        expires_at=word.expires_at,
        source_reference=word.source_reference,
        legal_basis=word.legal_basis,
        authority=word.authority,
        onset_at=word.onset_at,
        ends_at=word.ends_at,
        contact=contact,
        details=word.details,
    )
