"""An appeal goes half a year after its answer; what was said and brought goes with it.

So do letters to people who had not appealed themselves, half a year after they were written.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from provinces.appeals.models import Appeal, Letter
from provinces.ledger import services as ledger
from provinces.ledger.events import Event


@transaction.atomic
def drop_answered(*, before: datetime, now: datetime) -> int:
    """Remove the appeals that were answered, the last time, before a moment; return how many.

    Only the owner of the tables may.
    """
    first = Q(answered_at__lt=before, again_at=None)
    over = Appeal.objects.filter(first | Q(again_answered_at__lt=before))
    keys = list(over.values_list("pk", flat=True))
    over.delete()
    letters = Letter.objects.filter(appeal=None, issued_at__lt=before).delete()[0]
    if keys or letters:
        body = {"appeals": len(keys), "letters": letters, "before": before.isoformat()}
        ledger.record(Event.APPEALS_DROPPED, by=None, about=None, at=now, body=body)
    return len(keys)
