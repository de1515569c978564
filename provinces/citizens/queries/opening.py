"""Opening a record: whom an official reaches, by which way, and what of it they see.

    in the area ──────────┐
    assigned to it ───────┼──► protected? ── no, or with consent ──► office, way, sight
    opened in an emergency ┘

Unknown, out of reach, protected and the official's own are one answer, by the same statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from provinces.accounts.models import User
from provinces.citizens import alarming
from provinces.citizens.fields import Field, Sight, Way, sight
from provinces.citizens.models import Admission, CaseAssignment, Citizen, Emergency, Protection
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Area, Office
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as entries
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

# Whoever looks again within so long, for the same purpose and at no more, has looked once.
A_LOOK = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Opened:
    """A record that an official has open: from which office, by which way, and what they see."""

    citizen: Citizen
    purpose: Purpose
    office: Office
    way: Way
    sight: Sight
    is_protected: bool = False
    emergency: Emergency | None = None


def open_record(reference: str, *, by: User, purpose: Purpose, at: datetime) -> Opened | None:
    """Return the record of a reference as an official may see it; None where they may not.

    Nobody is told of it yet: `look` does that, with what was shown.
    """
    found = _reached(by, purpose, at).filter(reference=reference.strip().lower()).first()
    if found is None:
        return None
    return next(_ways(found, by, purpose, at), None)


@transaction.atomic
def look(opened: Opened, shown: Iterable[Field], *, by: User, at: datetime, file: str = "") -> bool:
    """Have a person know that an official sees these fields of their record; once a session.

    What goes into a list that is taken along is told each time, with the file's name. Return
    whether anything was new to be told. A look at a protected person raises an alarm.
    """
    fields, seen = set(shown), None if file else _seen(opened, by, at)
    if seen is not None and fields <= seen:
        return False
    body: dict[str, object] = {
        "purpose": str(opened.purpose),
        "office": opened.office.unit,
        "role": opened.office.role,
        "fields": sorted(fields - (seen or set())),
        "way": str(opened.way),
    }
    if file:
        body["file"] = file
    if opened.emergency is not None:
        body["emergency"] = opened.emergency.pk
    ledger.record(Event.RECORD_READ, by=by, about=opened.citizen, at=at, body=body)
    if opened.is_protected:
        alarming.protected(opened.citizen, by=by, purpose=opened.purpose, now=at)
    return True


def is_looking(opened: Opened, *, by: User, at: datetime) -> bool:
    """Tell whether an official has looked at this record, for this purpose, minutes ago."""
    return _seen(opened, by, at) is not None


def in_care(by: User, at: datetime, *, most: int) -> list[CaseAssignment]:
    """Return the assignments in force to an official's areas, those that end first before.

    Of the protected those whose record they were let open: a list of others would tell them apart.
    """
    found = CaseAssignment.objects.filter(
        citizen__in=Citizen.objects.unguarded(by, at),
        area__in=scoping.within(by, Power.VIEW_PERSON, at),
        powers__contains=[str(Power.VIEW_PERSON)],
        starts_at__lte=at,
        ends_at__gt=at,
    ).exclude(citizen__user=by)
    return list(found.select_related("citizen", "area").order_by("ends_at", "pk")[:most])


def assignments_in_force(citizen: Citizen, at: datetime) -> list[CaseAssignment]:
    """Return to which areas a person is assigned at a moment, those that end first before."""
    found = CaseAssignment.objects.filter(citizen=citizen, starts_at__lte=at, ends_at__gt=at)
    return list(found.select_related("area").order_by("ends_at", "pk"))


def assignments_of(citizen: Citizen) -> list[tuple[CaseAssignment, str, str]]:
    """Return a person's own assignments, the latest first: with who opened each, who ended it.

    Offices are "" where the entry is erased, or nobody ended it early.
    """
    made = CaseAssignment.objects.filter(citizen=citizen).select_related("area").order_by("-pk")
    offices: dict[tuple[str, int], str] = {}
    if made:
        steps = (Event.ASSIGNMENT_OPENED, Event.ASSIGNMENT_ENDED)
        for payload in entries.about(citizen).filter(entry__event__in=steps):
            event, body = payload.entry.event, payload.body
            offices[event, body.get("assignment", 0)] = body.get("office", "")
    opened, ended = str(Event.ASSIGNMENT_OPENED), str(Event.ASSIGNMENT_ENDED)
    return [
        (one, offices.get((opened, one.pk), ""), offices.get((ended, one.pk), "")) for one in made
    ]


def area_of(by: User, power: Power, at: datetime) -> Area | None:
    """Return the smallest area on which an official has a power, None where they have not."""
    offices = list(jurisdictions.offices_with(by, power, at))
    return offices[-1].area if offices else None


def _seen(opened: Opened, by: User, at: datetime) -> set[Field] | None:
    """Return what an official has seen of a record in this session; None where nothing yet."""
    found = entries.about(opened.citizen).filter(
        by=ledger.name(by),
        entry__event=Event.RECORD_READ,
        entry__recorded_at__gt=at - A_LOOK,
        body__purpose=str(opened.purpose),
        body__way=str(opened.way),
    )
    bodies = list(found.values_list("body", flat=True))
    if not bodies:
        return None
    return {Field(name) for body in bodies for name in body.get("fields", ())}


def _reached(by: User, purpose: Purpose, at: datetime) -> QuerySet[Citizen]:
    """Return whom an official reaches for a purpose; of the protected those they may open."""
    mine = Emergency.objects.open(at).filter(
        citizen=OuterRef("pk"), opened_by=by, purpose=str(purpose)
    )
    seen = Citizen.objects.visible_to(by, Power.VIEW_PERSON, at).filter(pk=OuterRef("pk"))
    people = Citizen.objects.annotate(
        is_seen=Exists(seen),
        is_emergency=Exists(mine),
        is_protected=protected(at),
        is_admitted=Exists(
            Admission.objects.open(at).filter(
                citizen=OuterRef("pk"), asked_by=by, purpose=str(purpose)
            )
        ),
    )
    normal = Q(is_seen=True) & (Q(is_protected=False) | Q(is_admitted=True))
    return people.filter(normal | Q(is_emergency=True)).exclude(user=by).select_related("area")


def protected(at: datetime) -> Exists:
    """Return, for a query of citizens, whether each is protected at a moment."""
    return Exists(Protection.objects.in_force(at).filter(citizen=OuterRef("pk")))


def _ways(citizen: Citizen, by: User, purpose: Purpose, at: datetime) -> Iterator[Opened]:
    """Yield how an official may see a person, what shows most first."""
    is_protected: bool = citizen.is_protected  # type: ignore[attr-defined]  # annotated
    if citizen.is_seen and (not is_protected or citizen.is_admitted):  # type: ignore[attr-defined]
        offices = list(jurisdictions.offices_with(by, Power.VIEW_PERSON, at))
        for way, paths in (
            (Way.AREA, [citizen.area.path]),
            (Way.ASSIGNED, assigned_paths(citizen, at)),
        ):
            for office in reversed(offices):
                view = sight(office.role, purpose, way)
                if view and any(path.startswith(office.area.path) for path in paths):
                    yield Opened(citizen, purpose, office, way, view, is_protected)
    if citizen.is_emergency:  # type: ignore[attr-defined]
        found = Emergency.objects.open(at).filter(
            citizen=citizen, opened_by=by, purpose=str(purpose)
        )
        emergency = found.order_by("-pk").first()
        for office in reversed(list(jurisdictions.offices_with(by, Power.BREAK_GLASS, at))):
            view = sight(office.role, purpose, Way.EMERGENCY)
            if view:
                yield Opened(citizen, purpose, office, Way.EMERGENCY, view, is_protected, emergency)


def assigned_paths(citizen: Citizen, at: datetime) -> list[str]:
    """Return the paths of the areas to which a person is assigned, to be viewed there."""
    found = CaseAssignment.objects.filter(
        citizen=citizen,
        powers__contains=[str(Power.VIEW_PERSON)],
        starts_at__lte=at,
        ends_at__gt=at,
    )
    return list(found.values_list("area__path", flat=True))
