"""A draft of the sample's rules that waits for the second signature, so that the desk shows one."""

from __future__ import annotations

import copy
from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.jurisdictions import queries as jurisdictions
from provinces.rules import queries as rules
from provinces.rules import services as rulesets

from .entering import DRAFTER

# A stay counts from so many minutes more.
LONGER = 5


@transaction.atomic
def ensure_draft(*, now: datetime) -> None:
    """Have a draft wait in the province in scope, unless there was ever any."""
    drafter = User.objects.get(username=DRAFTER)
    current = rules.in_force(now)
    in_office = jurisdictions.offices_of(drafter, now).exists()
    if current is None or not in_office or rules.readable(drafter, now).exists():
        return
    document = rules.renewed(copy.deepcopy(current.document))
    document["parameters"]["dwell_minutes"] += LONGER
    made = rulesets.draft(document, by=drafter, now=now)
    rulesets.submit(made, by=drafter, now=now)
