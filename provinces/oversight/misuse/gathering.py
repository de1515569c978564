"""Gathering what detection looks at: looks and acts from the ledger, filings from evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from provinces.appeals.models import Appeal
from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import ORDER_CHECKS, Purpose
from provinces.evidence.models import Evidence, Origin
from provinces.evidence.services.linking import RESTS_ON_A_CASE
from provinces.exposure.models import Exposure
from provinces.jurisdictions.models import Level
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.presence.models import CheckIn
from provinces.screening.models import Outcome, Result
from provinces.tenancy import scope

from .detecting import Act, Filing, Found, Limits, Look

LOOKS = (Event.RECORD_READ, Event.ORDER_CHECKED)
# Looks at which nothing follows under the official's own name.
ENDS_WITH_ITSELF = (Purpose.SAMPLING, Purpose.OVERSIGHT, *ORDER_CHECKS)
OFFICIAL, CITIZEN = "accounts.user:", "citizens.citizen:"


def limits() -> Limits:
    """Return from where on something is looked at, as the settings say."""
    return Limits(
        repeated=settings.OVERSIGHT_REPEATED_LOOKS,
        office_hours=settings.OVERSIGHT_OFFICE_HOURS,
        out_of_hours=settings.OVERSIGHT_OUT_OF_HOURS_LOOKS,
        volume_least=settings.OVERSIGHT_VOLUME_LEAST,
        volume_score=settings.OVERSIGHT_VOLUME_SCORE,
        without_act=settings.OVERSIGHT_WITHOUT_ACT,
        act_within=timedelta(days=settings.OVERSIGHT_ACT_DAYS),
        cohort=settings.OVERSIGHT_COHORT_LEAST,
        pair=settings.OVERSIGHT_PAIR_LEAST,
    )


def looks(since: datetime, until: datetime) -> list[Look]:
    """Return every look of an official at a person in `[since, until)`, in order."""
    zone = scope.current().zone
    found = _recorded(since, until).filter(entry__event__in=LOOKS, by__startswith=OFFICIAL)
    rows = found.filter(about__startswith=CITIZEN)
    fields = ("entry_id", "by", "about", "entry__recorded_at", "body")
    return [
        Look(
            entry=entry,
            official=key_of(by),
            citizen=key_of(about),
            at=at.astimezone(zone),
            role=body.get("role", ""),
            purpose=body.get("purpose", ""),
        )
        for entry, by, about, at, body in rows.values_list(*fields)
    ]


def wants_an_act(look: Look) -> bool:
    """Tell whether a look is one at which something is done for the person, as a rule."""
    return look.purpose not in ENDS_WITH_ITSELF


def acts(since: datetime, until: datetime, *, by: Iterable[int]) -> list[Act]:
    """Return what officials did about people in `[since, until)`, looking not included."""
    names = [f"{OFFICIAL}{official}" for official in set(by)]
    rows = _recorded(since, until).filter(by__in=names).exclude(entry__event__in=LOOKS)
    found = list(rows.values_list("by", "about", "body", "entry__recorded_at"))
    references = {body["citizen"] for _by, _about, body, _at in found if "citizen" in body}
    people = dict(Citizen.objects.filter(reference__in=references).values_list("reference", "pk"))
    numbers = [key_of(about) for _by, about, _body, _at in found if _is_appeal(about)]
    appellants = dict(Appeal.objects.filter(pk__in=numbers).values_list("pk", "citizen"))
    done = []
    for official, about, body, at in found:
        citizen = people.get(body.get("citizen"))
        if about.startswith(CITIZEN):
            citizen = key_of(about)
        elif _is_appeal(about):
            citizen = appellants.get(key_of(about))
        if citizen is not None:
            done.append(Act(key_of(official), citizen, at))
    return done


def canaries(since: datetime, until: datetime) -> list[Found]:
    """Return who of the officials tried a document that is nobody's."""
    touched = _recorded(since, until).filter(
        entry__event=Event.CANARY_TOUCHED, by__startswith=OFFICIAL
    )
    return [
        Found(
            "canary",
            f"canary:{entry}",
            key_of(by),
            entries=(entry,),
            measures={"tried": body.get("kind", "")},
        )
        for entry, by, body in touched.values_list("entry_id", "by", "body")
    ]


def protected(people: frozenset[int], since: datetime, until: datetime) -> frozenset[int]:
    """Return which people's records were shown with more care at any moment of a time."""
    return citizens.protected_among(people, since, until) if people else frozenset()


def filings(since: datetime, until: datetime) -> list[Filing]:
    """Return what officials filed in `[since, until)`, rejected or not, in order."""
    rows = Evidence.objects.filter(
        source=Origin.MANUAL, proposed_at__gte=since, proposed_at__lt=until
    )
    pieces = list(rows.select_related("citizen__area").order_by("proposed_at", "pk"))
    people = {piece.citizen_id for piece in pieces}
    # A case that officials filed themselves is their word, and so are the contacts of it.
    founded = set(rows.filter(RESTS_ON_A_CASE).values_list("pk", flat=True))
    linked, venues = _linked(people), _venues(people)
    return [
        Filing(
            piece=piece.pk,
            official=piece.proposed_by_id or 0,
            citizen=piece.citizen_id,
            at=piece.proposed_at or piece.happened_at,
            is_linked=piece.pk in founded or piece.citizen_id in linked,
            second=piece.approved_by_id,
            second_at=piece.approved_at,
            shared=(*_shared(piece), *venues.get(piece.citizen_id, ())),
        )
        for piece in pieces
    ]


def _shared(piece: Evidence) -> Iterable[tuple[str, str]]:
    yield "source", piece.source_reference
    if piece.citizen.area.level == Level.COMMUNITY:
        yield "community", piece.citizen.area.code


def _linked(people: set[int]) -> set[int]:
    """Return for whom something else speaks than what officials filed."""
    told = Evidence.objects.filter(citizen__in=people).exclude(source=Origin.MANUAL)
    found = set(told.exclude(source=Origin.SELF).values_list("citizen", flat=True))
    positive = Result.objects.filter(citizen__in=people, voided_at=None)
    found |= set(positive.exclude(outcome=Outcome.NEGATIVE).values_list("citizen", flat=True))
    for together in Exposure.objects.filter(citizens__overlap=sorted(people)).values_list(
        "citizens", flat=True
    ):
        found |= people.intersection(together)
    return found


def _venues(people: set[int]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    rows = CheckIn.objects.filter(citizen__in=people).values_list("citizen", "venue")
    for citizen, venue in rows.distinct():
        found.setdefault(citizen, set()).add(("venue", venue))
    return found


def _recorded(since: datetime, until: datetime) -> QuerySet[Payload]:
    found = Payload.objects.filter(entry__recorded_at__gte=since, entry__recorded_at__lt=until)
    return found.order_by("entry_id")


def _is_appeal(about: str) -> bool:
    return about.startswith("appeals.appeal:")


def key_of(reference: str) -> int:
    """Return the key in a reference of the ledger, such as `accounts.user:12`."""
    return int(reference.rpartition(":")[2])
