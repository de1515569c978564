"""Breaking the glass: a record is opened in an emergency, and judged by another office.

opened, three hours ──► the person is told ──► judged the next day ──► justified
                                                    │                  └─ not: misuse
                                                    └─ by nobody: alarm, and it goes up
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.db import locks
from provinces.accounts.models import User
from provinces.citizens import alarming
from provinces.citizens.fields import Way, sight
from provinces.citizens.models import EMERGENCY_LASTS, Citizen, Emergency
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Office
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope

from .seconds import refuse_the_same, unit_of

Reason = Emergency.Reason
Verdict = Emergency.Verdict
SHORTEST = 20

REASONS: dict[Emergency.Reason, Promise] = {
    Reason.LIFE: _("Somebody's life or health is in danger"),
    Reason.OUTBREAK: _("An outbreak spreads while one waits"),
    Reason.UNKNOWN: _("The person cannot say who they are or what they need"),
    Reason.CLOSED: _("Their own office cannot be reached, and it cannot wait"),
}


class NoEmergency(PermissionError):
    """The official cannot open this record so: there is none, no power, or it is their own."""


class BadCall(ValueError):
    """A reason from the list, and in a few words why, are needed."""


class Chained(PermissionError):
    """One record was opened after the other; they are judged before the next one is."""


class AlreadyJudged(ValueError):
    """Another office has judged it."""


@dataclass(frozen=True, slots=True)
class Call:
    """Why a record has to be opened at once: a reason of the list, the case, and the circumstances.

    `case` may be "" where there is none yet.
    """

    purpose: Purpose
    reason: str
    explanation: str
    case: str = ""


@transaction.atomic
def break_glass(reference: str, call: Call, *, by: User, now: datetime) -> Emergency:
    """Open a record for three hours, to be read by one official for one purpose.

    For the caller to tell the person, in the same transaction. Raises NoEmergency, BadCall, and
    Chained where too many were opened that nobody has judged, or this one was before.
    """
    if call.reason not in Reason.values or len(call.explanation.strip()) < SHORTEST:
        raise BadCall("an emergency has a reason and an explanation")
    office = _office(call.purpose, by, now)
    citizen = _somebody(reference, by)
    locks.hold("emergencies of an official", [by.pk])
    _refuse_a_chain(citizen, by, now)
    made = Emergency.objects.create(
        citizen=citizen,
        purpose=str(call.purpose),
        reason=call.reason,
        case=call.case.strip()[:120],
        explanation=call.explanation.strip()[:1000],
        area=office.area,
        opened_by=by,
        opened_unit=office.unit,
        opened_at=now,
        ends_at=now + EMERGENCY_LASTS,
        review_by=review_by(now),
    )
    body = {
        "purpose": made.purpose,
        "reason": made.reason,
        "office": made.opened_unit,
        "role": office.role,
        "until": made.ends_at.isoformat(),
        "emergency": made.pk,
    }
    ledger.record(Event.EMERGENCY_OPENED, by=by, about=citizen, at=now, body=body)
    return made


@transaction.atomic
def judge(number: int, verdict: str, *, finding: str, by: User, now: datetime) -> Emergency:
    """Say whether there was an emergency; where there was none, it is on file as misuse.

    Raises Emergency.DoesNotExist for one out of reach, AlreadyJudged, SameOfficial, SameOffice,
    and BadCall without a finding.
    """
    found = Emergency.objects.visible_to(by, now).filter(pk=number).values("pk")
    made = Emergency.objects.select_for_update().get(pk__in=found)
    if made.reviewed_at is not None:
        raise AlreadyJudged(f"{made} was judged")
    if verdict not in Verdict.values or len(finding.strip()) < SHORTEST:
        raise BadCall("a judgement says what was found")
    unit = unit_of(by, Power.REVIEW_ACCESS, now, above=made.area.path)
    refuse_the_same(made.opened_by, made.opened_unit, by=by, at=now)
    made.reviewed_by, made.reviewed_unit, made.reviewed_at = by, unit, now
    made.verdict, made.finding = verdict, finding.strip()[:1000]
    made.save(update_fields=["reviewed_by", "reviewed_unit", "reviewed_at", "verdict", "finding"])
    body = {"verdict": verdict, "office": unit}
    ledger.record(Event.EMERGENCY_JUDGED, by=by, about=made, at=now, body=body)
    if verdict == Verdict.UNJUSTIFIED:
        alarming.unjustified(made, by=by, now=now)
    return made


@transaction.atomic
def escalate(*, now: datetime) -> int:
    """Raise an alarm about what nobody has judged in time, and send it up; return how many."""
    late = Emergency.objects.unreviewed().filter(review_by__lte=now, escalated_at=None)
    found = list(late.select_for_update(skip_locked=True, of=("self",)).select_related("opened_by"))
    for one in found:
        one.escalated_at = now
        one.save(update_fields=["escalated_at"])
        alarming.overdue(one, now=now)
    return len(found)


def review_by(now: datetime) -> datetime:
    """Return until when what is opened now has to be judged: the end of the next civil day."""
    zone = scope.current().zone
    day = now.astimezone(zone).date() + timedelta(days=2)
    return datetime.combine(day, time(), zone)


def _office(purpose: Purpose, by: User, now: datetime) -> Office:
    for office in reversed(list(jurisdictions.offices_with(by, Power.BREAK_GLASS, now))):
        if sight(office.role, purpose, Way.EMERGENCY):
            return office
    raise NoEmergency(f"{by} may not open records for {purpose}")


def _somebody(reference: str, by: User) -> Citizen:
    found = Citizen.objects.exclude(user=by).filter(reference=reference.strip().lower()).first()
    if found is None:
        raise NoEmergency("no such record")
    return found


def _refuse_a_chain(citizen: Citizen, by: User, now: datetime) -> None:
    mine = Emergency.objects.filter(opened_by=by)
    unjudged = mine.unreviewed()
    today = mine.filter(opened_at__gt=now - timedelta(days=1))
    most = settings.CITIZENS_EMERGENCIES
    blamed = mine.filter(citizen=citizen, verdict=Verdict.UNJUSTIFIED)
    if unjudged.filter(citizen=citizen).exists() or blamed.exists():
        raise Chained("this record was opened before, and that is not judged, or was found wrong")
    if unjudged.count() >= most or today.count() >= most:
        raise Chained(f"{most} records were opened that nobody has judged, or within a day")
