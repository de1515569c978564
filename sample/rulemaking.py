"""A draft of the sample's rules that waits for a second signature, and a programme that goes on."""

from __future__ import annotations

import copy
from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.jurisdictions import queries as jurisdictions
from provinces.rules import programme
from provinces.rules import queries as rules
from provinces.rules import services as rulesets

from .entering import DRAFTER, SIGNER

# A stay counts from so many minutes more.
LONGER = 5
GOES_ON = "示例数据将继续使用 The sample goes on being looked at"


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


@transaction.atomic
def ensure_programme(*, now: datetime) -> None:
    """Have two officials of the province in scope renew its programme, while they may."""
    opened = programme.opening(now)
    if opened is None or opened.until is None:
        return
    drafter, signer = (User.objects.get(username=name) for name in (DRAFTER, SIGNER))
    if all(jurisdictions.offices_of(each, now).exists() for each in (drafter, signer)):
        renewal = rulesets.propose_renewal(because=GOES_ON, by=drafter, now=now)
        rulesets.sign_renewal(renewal, by=signer, now=now)
