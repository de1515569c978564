"""Mandates between citizens."""

from __future__ import annotations

from datetime import datetime

from provinces.citizens import services
from provinces.citizens.mandates import LEAST, Scope, Verified
from provinces.citizens.models import Citizen, Mandate
from provinces.citizens.services import Wish
from tests.cast import NOW


def mandate(subject: Citizen, holder: Citizen, *scopes: Scope, now: datetime = NOW) -> Mandate:
    """Let `holder` act for `subject`, by default in the least there is."""
    wish = Wish(subject, holder, scopes or LEAST)
    return services.give_mandate(wish, verified=Verified.SUBJECT, by=subject, now=now)
