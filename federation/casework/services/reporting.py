"""Laboratories' results of guests are told to their homes, and taken back when they are wrong.

Each in a transaction of its own: what was told is noted with it, so a worker that is killed tells
nothing twice, and the next one goes on. A home that cannot be written to has its results wait.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from federation.casework import parties
from federation.casework.classes import VALID, Link
from federation.casework.refusals import Refused
from federation.casework.words import NEEDED_TEXTS, OFFICE_TEXTS, TEST_RESULT
from federation.peers import instants
from federation.peers import queries as peers
from provinces.screening import services as screening
from provinces.screening.services import Guest

from . import asserting, contesting

log = logging.getLogger(__name__)


def tell_results(*, now: datetime) -> int:
    """Tell guests' homes what laboratories found, once what was wrong is taken back.

    To a home whose imports are suspended here nothing new is told; what was is taken back still.
    Returns how many results were told.
    """
    homes = [home for home in parties.others(now) if parties.can_be_written_to(home, now)]
    trusted = [home for home in homes if not peers.is_suspended(home)]
    waiting = screening.guests_waiting(trusted, now=now)
    for wrong in screening.told_wrongly(homes):
        _one_by_one(_take_back, wrong, now)
    return sum(_one_by_one(_tell, key, now) for key in waiting)


def _one_by_one(do: Callable[[int, datetime], bool], key: int, now: datetime) -> bool:
    """Do it for one of many: one that fails keeps no other waiting."""
    try:
        return do(key, now)
    except Exception:  # one that fails keeps no other waiting
        log.exception("a guest's result could not be told, or taken back: %s", key)
        return False


@transaction.atomic
def _tell(key: int, now: datetime) -> bool:
    guest = screening.open_guest(key)
    if guest is None:
        return False
    try:
        issued = asserting.assert_fact(
            guest.document, home=guest.home, body=_body(guest, now), by=None, now=now
        )
    except Refused as wrong:
        screening.stop_guest(key, because=str(wrong))
        return False
    screening.told_home(key, told_as=issued.pk, now=now)
    return True


@transaction.atomic
def _take_back(key: int, now: datetime) -> bool:
    """Take a word back, unless a contest or its home has ended it before."""
    wrong = screening.take_back_told(key, now=now)
    if wrong is None:
        return False
    try:
        issued = asserting.take_back(wrong.told_as, because=wrong.because, now=now)
    except asserting.NotOurs:
        return False
    laboratory = wrong.laboratory
    by, unit = f"laboratory:{laboratory.reference}", laboratory.name[:80]
    contesting.concede(issued, by=by, unit=unit, now=now)
    return True


def _body(guest: Guest, now: datetime) -> dict[str, Any]:
    """Return a result as a word on a person; it counts no longer than the result itself."""
    result, laboratory = guest.result, guest.laboratory
    kept = timedelta(days=settings.SCREENING_RESULT_DAYS)
    return {
        "fact": TEST_RESULT,
        "happened_at": instants.text(result.sampled_at),
        "expires_at": instants.text(min(now + VALID, result.sampled_at + kept)),
        "link": str(Link.LABORATORY),
        "source_reference": result.sample_reference[: NEEDED_TEXTS["source_reference"]],
        "authority": laboratory.name,
        "legal_basis": settings.CASEWORK_LABORATORY_BASIS,
        "office": _office(laboratory),
        "evidence_hash": guest.digest.hex(),
        # That a sample was taken is no presence that is kept.
        "has_presence_basis": False,
        "batch": f"{now:%Y-%m-%d}/{laboratory.reference}",
        "resulted_at": instants.text(result.resulted_at),
        "outcome": str(result.outcome),
        "method": str(result.method),
        "pooled": result.pooled,
        "laboratory": result.laboratory,
        "sample_reference": result.sample_reference,
    }


def _office(laboratory: Any) -> dict[str, str]:
    """Return who answers for a laboratory's word, as it is registered.

    A contact that is longer than a telephone number is where to contest it, and the number is the
    public one.
    """
    contact = laboratory.contact
    is_short = len(contact) <= OFFICE_TEXTS["phone"]
    return {
        "name": laboratory.name,
        "phone": contact if is_short else settings.CASEWORK_HEALTH_PHONE,
        "appeal": f"{laboratory.contact_name}, {contact}",
    }
