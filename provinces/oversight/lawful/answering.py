"""What an authority is given: exactly the fields that were granted, of exactly the period."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from provinces.citizens import queries as citizens
from provinces.evidence import queries as evidence
from provinces.evidence.classes import ISOLATION
from provinces.oversight.models.lawful import Field, LawfulRequest
from provinces.screening import queries as screening
from provinces.status import queries as status
from provinces.tenancy import scope

Given = dict[str, Any]


def answer_to(request: LawfulRequest, *, now: datetime) -> Given:
    """Return the content of the file for a request that was granted, as plain JSON."""
    return {
        "v": 1,
        "province": scope.current().slug,
        "request": request.reference,
        "authority": request.authority_name,
        "their_reference": request.their_reference,
        "from": _written(request.granted_from),
        "to": _written(request.granted_to),
        "made_at": _written(now),
        "fields": {field: GIVE[Field(field)](request, now) for field in request.granted},
    }


def as_bytes(given: Given) -> bytes:
    """Return the content as it is sealed."""
    return json.dumps(given, ensure_ascii=False, indent=1).encode()


def _name(request: LawfulRequest, _now: datetime) -> str | None:
    person = citizens.own_record(request.citizen).person
    return person.full_name if person else None


def _document(request: LawfulRequest, _now: datetime) -> str | None:
    person = citizens.own_record(request.citizen).person
    return person.document if person else None


def _contact(request: LawfulRequest, _now: datetime) -> dict[str, str]:
    found = citizens.contact_of(request.citizen)
    return {"email": found.email, "phone": found.phone}


def _status(request: LawfulRequest, _now: datetime) -> list[Given]:
    made = status.history(request.citizen).filter(
        decision__as_of__gte=request.granted_from, decision__as_of__lt=request.granted_to
    )
    return [
        {"status": each.status, "since": _written(each.since), "until": _written(each.until)}
        for each in made
    ]


def _results(request: LawfulRequest, now: datetime) -> list[Given]:
    found = screening.results_of(request.citizen, now).filter(
        sampled_at__gte=request.granted_from, sampled_at__lt=request.granted_to
    )
    return [
        {"sampled_at": _written(each.sampled_at), "outcome": str(each.outcome)} for each in found
    ]


def _vaccinations(request: LawfulRequest, _now: datetime) -> list[Given]:
    found = screening.vaccinations_of(request.citizen).filter(
        given_at__gte=request.granted_from, given_at__lt=request.granted_to
    )
    return [{"given_at": _written(each.given_at)} for each in found]


def _orders(request: LawfulRequest, _now: datetime) -> list[Given]:
    found = evidence.about(request.citizen).filter(
        evidence_class__in=sorted(map(str, ISOLATION)),
        happened_at__gte=request.granted_from,
        happened_at__lt=request.granted_to,
    )
    return [{"from": _written(each.happened_at), "to": _written(each.ends_at)} for each in found]


GIVE: Mapping[Field, Callable[[LawfulRequest, datetime], Any]] = {
    Field.NAME: _name,
    Field.DOCUMENT: _document,
    Field.CONTACT: _contact,
    Field.STATUS: _status,
    Field.RESULTS: _results,
    Field.VACCINATIONS: _vaccinations,
    Field.ORDERS: _orders,
}


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(scope.current().zone).isoformat()
