"""Reading misuse cases: what lies with an auditor, one case with its evidence, and what to undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from provinces.accounts.models import User
from provinces.evidence.models import Evidence, State
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Change
from provinces.jurisdictions.models import State as ChangeState
from provinces.jurisdictions.powers import Power
from provinces.ledger.models import Payload
from provinces.oversight.models import Case
from provinces.oversight.models import State as CaseState

from . import gathering

WAITING = (CaseState.OPEN, CaseState.EXAMINED)
# What answers an auditor's advice: one hand could propose something, and take it back.
ANSWERS = (ChangeState.AWAITING, ChangeState.SIGNED)
# So long whoever decides about offices is reminded of what an auditor advised.
ADVISED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Together:
    """Two officials who filed and signed for each other what nothing else speaks for."""

    filed_by: User
    signed_by: User
    unlinked: int
    people: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Advised:
    """That an auditor advises to suspend an official, by which case, and since when."""

    official: User
    reference: str
    at: datetime


def cases(by: User, at: datetime) -> QuerySet[Case]:
    """Return the cases an auditor may see, what waits first, then the latest.

    None in which they, or an office of theirs, are concerned.
    """
    if not scoping.has(by, Power.AUDIT, at):
        return Case.objects.none()
    own = list(by.offices.filter(period__contains=at).values_list("unit", flat=True))
    found = Case.objects.exclude(official=by).exclude(accomplice=by).exclude(units__overlap=own)
    rows = found.select_related("official", "accomplice", "auditor")
    return rows.annotate(people=Count("subjects")).order_by("closed_at", "-opened_at", "-pk")


def waiting_for(by: User) -> QuerySet[Case]:
    """Return the cases that lie with an auditor and are not closed, the oldest first."""
    return Case.objects.filter(auditor=by, state__in=WAITING).order_by("opened_at", "pk")


def case_of(reference: str, *, by: User, at: datetime) -> Case | None:
    """Return a case an auditor may see, None where there is none."""
    return cases(by, at).filter(reference=reference).first()


def entries_of(case: Case) -> list[Payload]:
    """Return the entries of the ledger in a case that are still kept, in order."""
    found = Payload.objects.filter(pk__in=case.entries).select_related("entry")
    return list(found.order_by("entry_id"))


def pieces_of(case: Case) -> list[Evidence]:
    """Return the evidence in a case that is still kept, in order."""
    found = Evidence.objects.filter(pk__in=case.pieces)
    rows = found.select_related("citizen", "proposed_by", "approved_by")
    return list(rows.order_by("proposed_at", "pk"))


def to_undo(case: Case, at: datetime) -> list[Evidence]:
    """Return what an official of the case filed or signed about its people, and still counts.

    Whoever may withdraw it does so; an auditor changes nothing.
    """
    officials = [who for who in (case.official_id, case.accomplice_id) if who]
    people = case.subjects.values("citizen")
    standing = Evidence.objects.counting(at).filter(citizen__in=people, state=State.IN_FORCE)
    rows = standing.filter(proposed_by__in=officials) | standing.filter(approved_by__in=officials)
    return list(rows.select_related("citizen", "proposed_by", "approved_by").order_by("pk"))


def to_suspend(by: User, at: datetime) -> list[Advised]:
    """Return whom auditors advise to suspend, of those about whose offices an official decides.

    As long as nothing that is proposed about them because of it awaits its signature or bears it,
    and for 90 days at most. Nobody is told of what is advised about themselves.
    """
    founded = Case.objects.filter(state=CaseState.FOUNDED, suspension_proposed_at__gt=at - ADVISED)
    advised = {
        official.pk: Advised(official, case.reference, case.suspension_proposed_at)
        for case in founded.select_related("official", "accomplice").order_by("pk")
        for official in (case.official, case.accomplice)
        if official is not None and case.suspension_proposed_at is not None
    }
    held = jurisdictions.within_reach(by, at).filter(user__in=advised, period__contains=at)
    holding = set(held.filter(suspended_at=None).values_list("user", flat=True))
    proposed: dict[int | None, datetime] = {
        change.subject_id: change.proposed_at
        for change in jurisdictions.sanctions(holding, at - ADVISED).filter(state__in=ANSWERS)
    }
    return [
        each
        for key, each in sorted(advised.items())
        if key in holding and key != by.pk and proposed.get(key, each.at - ADVISED) < each.at
    ]


def sanctions_of(case: Case) -> list[Change]:
    """Return what was proposed since about the officials of a case that is founded, in order."""
    if case.suspension_proposed_at is None:
        return []
    officials = [who for who in (case.official_id, case.accomplice_id) if who]
    return list(jurisdictions.sanctions(officials, case.suspension_proposed_at))


def together(at: datetime, *, most: int = 20) -> list[Together]:
    """Return which two officials put into force together what nothing else speaks for, lately.

    Those with the most of it first: single entries of two who help each other stand out.
    """
    found: dict[tuple[int, int], list[Any]] = {}
    since = at - timedelta(days=settings.OVERSIGHT_FILING_DAYS)
    for filing in gathering.filings(since, at):
        if filing.second is not None and not filing.is_linked:
            found.setdefault((filing.official, filing.second), []).append(filing)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:most]
    users = User.objects.in_bulk({who for both, _ in ordered for who in both})
    return [
        Together(
            filed_by=users[first],
            signed_by=users[second],
            unlinked=len(some),
            people=len({each.citizen for each in some}),
            last_at=max(each.at for each in some),
        )
        for (first, second), some in ordered
    ]
