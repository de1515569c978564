"""Whoever appealed has more to say: it joins what they said, and the clock runs on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.appeals.models import Appeal

from .answering import AlreadyAnswered
from .closing import lock
from .filing import Complaint, take_statement


@transaction.atomic
def add(appeal: Appeal, complaint: Complaint, *, by: User, now: datetime) -> Appeal:
    """Add what somebody says and brings to an appeal that waits for its answer.

    Raises AlreadyAnswered, NothingSaid, TooManyFiles, and NotAFile.
    """
    found: Appeal = lock(appeal.pk)
    if not found.is_open:
        raise AlreadyAnswered(f"{found} is answered")
    take_statement(found, complaint, is_first=False, by=by, now=now)
    return found
