"""Results of guests, whose home is another province, wait here until that has been told.

received, sealed with the document ──► enrolled here: given, as any result
                                  └──► nobody's here: told home ──► taken back there, if wrong

Whoever carries it there opens a result, tells it, and notes as which word, in one transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from core.db import locks
from provinces.citizens import identities
from provinces.citizens.models import Identity
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening import sealing
from provinces.screening.models import Laboratory, ReportVersion, SealedResult, ToldHome
from provinces.screening.reports import ReportedResult
from provinces.tenancy import credentials, scope

from .delivering import settle
from .watching import touch_canaries

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest's result, open while it is told: whose, to whom, and the digest of its report."""

    key: int
    home: str
    document: str
    laboratory: Laboratory
    result: ReportedResult
    digest: bytes


@dataclass(frozen=True, slots=True)
class Wrong:
    """A word that does not stand any more: its name, who gave it, and why."""

    told_as: uuid.UUID
    laboratory: Laboratory
    because: str


def guests_waiting(homes: Collection[str], *, now: datetime) -> list[int]:
    """Return the keys of results to be told to some provinces, in the order in which they came.

    What was corrected or withdrawn meanwhile is not among them, nor planted documents: they raise
    their alarm.
    """
    if not _waiting().filter(home__in=homes).exists():
        return []
    touch_canaries(since=now - timedelta(days=settings.SCREENING_SEALED_DAYS), now=now)
    settle(now=now)
    found = _waiting().filter(home__in=homes).order_by("pk")
    return list(found.values_list("pk", flat=True)[:AT_ONCE])


def open_guest(key: int) -> Guest | None:
    """Open a guest's result; None where it was told, given here, or taken back meanwhile.

    For the caller's transaction, which tells it: until then nobody else does.
    """
    locks.hold("results on their way", [0])
    row = _waiting().filter(pk=key).select_related("version__laboratory").first()
    if row is None:
        return None
    version = row.version
    result, document = sealing.unseal_guests(bytes(row.sealed), identifier=version.identifier)
    return Guest(row.pk, row.home, document, version.laboratory, result, bytes(version.digest))


def _waiting() -> QuerySet[SealedResult]:
    here = Identity.objects.filter(document_hash=OuterRef("document_hash"))
    # Where something could not be taken back, nothing more is told of that report.
    wrong = ReportVersion.objects.filter(
        laboratory=OuterRef("version__laboratory"),
        identifier=OuterRef("version__identifier"),
        settled_at=None,
    )
    guests = SealedResult.objects.exclude(home="").filter(stopped_because="")
    return guests.exclude(Exists(here)).exclude(Exists(wrong))


@transaction.atomic
def told_home(key: int, *, told_as: uuid.UUID, now: datetime) -> ToldHome:
    """Note as which word a guest's home was told; the result itself is not kept."""
    row = SealedResult.objects.select_related("version__laboratory").get(pk=key)
    made = ToldHome.objects.create(
        version=row.version,
        home=row.home,
        told_as=told_as,
        counted_as=_counted(row),
        told_at=now,
    )
    row.delete()
    _record(Event.RESULT_TOLD_HOME, made, {"home": made.home}, now)
    return made


def _counted(row: SealedResult) -> bytes:
    """Return what tells people of one day apart, and is of no use on another one."""
    day = row.received_at.astimezone(UTC).date().isoformat().encode()
    key = credentials.key_of(scope.current().slug)
    return identities.keyed(key, b"guests of " + day, bytes(row.document_hash or b""))[:8]


def stop_guest(key: int, *, because: str) -> None:
    """Let a result that cannot be told wait to be corrected, or dropped."""
    SealedResult.objects.filter(pk=key).update(stopped_because=because[:200])


def told_wrongly(homes: Collection[str]) -> list[int]:
    """Return the keys of words to some provinces that are to be taken back, the oldest first."""
    wrong = _wrong().filter(home__in=homes).order_by("pk")
    return list(wrong.values_list("pk", flat=True))


@transaction.atomic
def take_back_told(key: int, *, now: datetime) -> Wrong | None:
    """Note that a word was taken back by the caller's transaction; None where it was before."""
    rows = _wrong().select_for_update(of=("self",)).select_related("version__laboratory")
    row = rows.filter(pk=key).first()
    if row is None:
        return None
    row.taken_back_at = now
    row.save(update_fields=["taken_back_at"])
    _record(Event.RESULT_UNTOLD, row, {"home": row.home, "because": row.wrong_because}, now)
    return Wrong(row.told_as, row.version.laboratory, row.wrong_because)


def _wrong() -> QuerySet[ToldHome]:
    return ToldHome.objects.filter(taken_back_at=None).exclude(wrong_because="")


def _record(event: Event, told: ToldHome, body: dict[str, str], now: datetime) -> None:
    by = f"laboratory:{told.version.laboratory.reference}"
    ledger.record(event, by=by, about=told, at=now, body=body)
