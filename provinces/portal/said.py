"""What was put into force about me, by whose word, and whether it was ended or taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from provinces.evidence import corrections
from provinces.evidence import queries as evidence
from provinces.evidence.classes import SELF_DECLARED, EvidenceClass
from provinces.facts.schema import GROUP_OF
from provinces.facts.words import GROUPS
from provinces.status.explaining.pieces import ORIGINS

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

LATEST = 20


def said_of(citizen: Citizen, now: datetime) -> list[dict[str, Any]]:
    """Return what was said of a person, the latest first; what they declare has its own page."""
    declared = sorted(map(str, SELF_DECLARED))
    found = evidence.about(citizen).exclude(evidence_class__in=declared)[:LATEST]
    return [_row(piece, now) for piece in found]


def _row(piece: Any, now: datetime) -> dict[str, Any]:
    words = GROUPS[GROUP_OF[EvidenceClass(piece.evidence_class)]]
    is_chinese = (get_language() or "").startswith("zh")
    return {
        "piece": piece,
        "what": words.zh if is_chinese else words.en,
        "by": [piece.proposed_unit, piece.approved_unit] if piece.proposed_unit else [],
        "source": ORIGINS[piece.source],
        "authority": piece.authority,
        "is_over": piece.expires_at <= now,
        "ended_for": corrections.in_words(piece.ended_because),
        "withdrawn_for": corrections.in_words(piece.withdrawn_because),
    }
