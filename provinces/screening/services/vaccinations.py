"""Vaccinations come in from their register, which also takes back what was not given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from core.db import locks
from provinces.citizens import services as citizens
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening.models import Vaccination
from provinces.screening.reports import Report, ReportedDose, checked_dose
from provinces.tenancy.tasks import nudge

from .batches import DRAIN, columns, finish, in_pieces, keep, reason, valid

SAME = ("citizen_id", "given_at", "vaccine", "dose_number")


class NotRegistered(LookupError):
    """The register has told of no such vaccination."""


@transaction.atomic
def record_vaccinations(doses: Sequence[ReportedDose], *, source: str, now: datetime) -> Report:
    """Take in vaccinations; whoever was given them is marked stale.

    Records that cannot be kept are refused one by one, with the field and the reason, in the
    report; what is there already is a duplicate. `source` says who sent them.
    """
    report = Report(read=len(doses))
    locks.hold("register of vaccinations", [0])
    check = partial(checked_dose, now=now)
    for start, some in in_pieces(doses):
        rows = _fresh(valid(start, some, report, check), report, now)
        Vaccination.objects.bulk_create(rows)
        keep(report, rows, because=Event.VACCINATIONS_RECEIVED, at=now)
    finish(report, Event.VACCINATIONS_RECEIVED, source=source, at=now)
    return report


def _fresh(
    valid: Sequence[tuple[int, ReportedDose]], report: Report, now: datetime
) -> list[Vaccination]:
    """Return the doses that say something new as rows, not yet stored."""
    named = {dose.register_reference for _, dose in valid}
    known = {
        row.register_reference: row
        for row in Vaccination.objects.filter(register_reference__in=named)
    }
    rows = []
    for index, dose in valid:
        row = Vaccination(**columns(dose), received_at=now)
        there = known.setdefault(row.register_reference, row)
        if there is row:
            rows.append(row)
        elif all(getattr(there, name) == getattr(row, name) for name in SAME):
            report.duplicates += 1
        else:
            report.refuse(index, "register_reference", "is that of another vaccination")
    return rows


@transaction.atomic
def strike(register_reference: str, *, because: str, source: str, now: datetime) -> None:
    """Remove a vaccination that its register takes back; raises NotRegistered, and NoReason."""
    because = reason(because)
    rows = Vaccination.objects.select_for_update(of=("self",))
    row = rows.filter(register_reference=register_reference).first()
    if row is None:
        raise NotRegistered(register_reference)
    reference = ledger.name(row)
    row.delete()
    body = {"because": because}
    ledger.record(Event.VACCINATION_STRUCK, by=source, about=reference, at=now, body=body)
    citizens.mark_stale([row.citizen_id], because=Event.VACCINATION_STRUCK, at=now)
    nudge(DRAIN)
