"""What a ground rests on: each piece with its class, whose word it is, and until when it counts.

What is another person's is not told: of a case that somebody met, only that there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.web import context
from provinces.evidence.models import Evidence, Origin
from provinces.facts.schema import BY_NAME, FACTS, Fact, Kind, Source
from provinces.rules import judging, vocabulary
from provinces.rules import wording as rules
from provinces.rules.document import Ground
from provinces.rules.wording import saying
from provinces.screening.models import Result
from provinces.zones.models import EffectiveZone

ORIGINS = {
    Origin.MANUAL: _("Filed by one office and approved by another"),
    Origin.REGISTRY: _("From a register"),
    Origin.LABORATORY: _("From a laboratory"),
    Origin.SELF: _("Declared by the person"),
    Origin.PEER: _("From another province"),
}
OBSERVED = _("Found by the province itself, from stays")
REPORTED = _("From a laboratory")
GONE = _("The piece itself is no longer kept")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece that a ground rests on; `number` and `reference` are what to quote it by."""

    what: Any
    source: Any
    number: int | None = None
    happened_at: datetime | None = None
    expires_at: datetime | None = None
    authority: str = ""
    legal_basis: str = ""
    reference: str = ""


def of(ground: Ground, facts: Mapping[str, Any], citizen: int) -> list[Piece]:
    """Return the pieces of a citizen's facts that a ground looks at, in the facts' order."""
    groups = {BY_NAME[name].group for name in judging.facts_of(ground) if name in BY_NAME}
    return [piece for fact in FACTS if fact.group in groups for piece in _of(fact, facts, citizen)]


def _of(fact: Fact, facts: Mapping[str, Any], citizen: int) -> Iterator[Piece]:
    value = vocabulary.value_of(facts, fact.name)
    if value is None:
        return
    what = rules.source(fact.source)
    if fact.source is Source.COMPANIONSHIP and fact.kind is Kind.REFERENCE:
        yield Piece(what, OBSERVED)
    elif fact.source is Source.DIVISION_STAY and fact.kind is Kind.CODE:
        yield Piece(what, OBSERVED, reference=value)
    elif fact.kind is Kind.ZONE:
        yield Piece(what, OBSERVED, reference=_zone(value))
    elif fact.source is Source.TEST_RESULT and fact.kind is Kind.REFERENCE:
        yield _result(what, value, citizen)
    elif fact.kind is Kind.REFERENCE:
        yield _evidence(what, value, citizen)


def _evidence(what: Any, number: int, citizen: int) -> Piece:
    piece = Evidence.objects.filter(pk=number, citizen=citizen).first()
    if piece is None:
        return Piece(what, GONE, number)
    return Piece(
        what=what,
        source=ORIGINS[Origin(piece.source)],
        number=piece.pk,
        happened_at=piece.happened_at,
        expires_at=piece.expires_at,
        authority=piece.authority,
        legal_basis=piece.legal_basis,
    )


def _result(what: Any, number: int, citizen: int) -> Piece:
    result = Result.objects.filter(pk=number, citizen=citizen).first()
    if result is None:
        return Piece(what, GONE, number)
    return Piece(
        what=what,
        source=REPORTED,
        number=result.pk,
        happened_at=result.sampled_at,
        authority=result.laboratory,
        reference=result.sample_reference,
    )


def _zone(number: int) -> str:
    zone = EffectiveZone.objects.filter(pk=number).first()
    language = "zh-hans" if saying.in_chinese() else "en"
    return context.named(zone, language) if zone else str(GONE)
