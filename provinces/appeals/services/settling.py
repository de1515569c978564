"""A laboratory was asked about a positive: once it corrects it, the person gets their letter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.appeals.models import Appeal, Basis, LaboratoryQuery, Thing
from provinces.evidence.models import Evidence
from provinces.screening.models import Result
from provinces.status import queries as status

from .effects import issue_letter
from .telling import Step, tell

Settlement = LaboratoryQuery.Settlement


def settle_laboratories(*, now: datetime) -> int:
    """Look at what laboratories were asked; return how many answered, or need not any more."""
    waiting = LaboratoryQuery.objects.filter(settled_at=None).order_by("asked_at")
    return sum(_settle(key, now) for key in waiting.values_list("pk", flat=True))


@transaction.atomic
def _settle(key: int, now: datetime) -> bool:
    waiting = LaboratoryQuery.objects.select_for_update(of=("self",), skip_locked=True)
    query = (
        waiting.filter(pk=key, settled_at=None)
        .select_related("basis__appeal__citizen__area")
        .first()
    )
    settlement = _settlement(query.basis, now) if query is not None else None
    if query is None or settlement is None:
        return False
    query.settled_at, query.settlement = now, settlement
    query.save(update_fields=["settled_at", "settlement"])
    if settlement == Settlement.CORRECTED:
        appeal: Appeal = query.basis.appeal
        issue_letter(appeal, office=query.laboratory[:80], now=now)
        tell(appeal, Step.CORRECTED, now=now)
    return True


def _settlement(basis: Basis, now: datetime) -> Settlement | None:
    if _is_corrected(basis):
        return Settlement.CORRECTED
    holding = {ground.ground for ground in status.status_of(basis.appeal.citizen, now).grounds}
    return None if basis.appeal.ground in holding else Settlement.OVER


def _is_corrected(basis: Basis) -> bool:
    if basis.thing == Thing.RESULT:
        return not Result.objects.filter(pk=basis.piece or 0, voided_at=None).exists()
    return not Evidence.objects.filter(pk=basis.piece or 0, withdrawn_at=None).exists()
