"""A person is given a copy of what is held of them, and that is in the ledger."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.retention.exporting import Encoder, copy_of, sheet_of

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen


@transaction.atomic
def export(citizen: Citizen, form: str, *, language: str, now: datetime) -> bytes:
    """Return a copy of what is held of a person, as `json` or `pdf`."""
    if form == "pdf":
        made = sheet_of(citizen, now, language=language)
    else:
        copy = copy_of(citizen, now)
        made = json.dumps(copy, cls=Encoder, ensure_ascii=False, indent=1).encode()
    ledger.record(Event.DATA_EXPORTED, by=citizen, about=citizen, at=now, body={"form": form})
    return made
