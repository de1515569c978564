"""A province is set up from its plan: at once, or finished, and never changed by it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from provinces.founding.document import Plan
from provinces.jurisdictions import queries, services
from provinces.jurisdictions.services import HasOfficials, Sent
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.retention import services as retention
from provinces.tenancy import directory, scope
from provinces.tenancy import services as tenancy
from provinces.zones import queries as zones_known
from provinces.zones import services as zones


class Differs(ValueError):
    """The province is not as this document has it; the message says where, and nothing changed."""


@dataclass(frozen=True, slots=True)
class Founded:
    """What came of it: whether anything was new, and the invitations, told this once."""

    is_new: bool
    sent: list[Sent]


def found(plan: Plan, *, now: datetime) -> Founded:
    """Set a province up as its plan says; do nothing where it is so already.

    One that was cut off after its schema was made is finished. Raises HasOfficials, Differs, and
    what adding a province to the node raises.
    """
    entry = next((each for each in directory.hosted() if each.slug == plan.slug), None)
    root = plan.province
    if entry is None:
        tenancy.add(plan.slug, name_zh=root.name_zh, name_en=root.name_en, division_code=root.code)
    with scope.province(plan.slug):
        if queries.has_officials():
            raise HasOfficials(f"{plan.slug} has officials: whatever changes, two of them sign")
        if queries.first_seats().exists():
            _require_same(plan, now)
            return Founded(is_new=False, sent=[])
        if wrong := [*_names(plan), *_other_areas(plan)]:
            raise Differs("\n".join(wrong))
        sent = _fill(plan, now)
        retention.keep_days(now=now)
    return Founded(is_new=True, sent=sent)


def renew_links(plan: Plan, *, now: datetime) -> Founded:
    """Make new links for those of a plan who have not joined yet; the ones before are void.

    Raises NoSuchProvince, Differs, and HasOfficials once two offices can invite by themselves.
    """
    with scope.province(plan.slug):
        if not queries.first_seats().exists():
            raise Differs(f"{plan.slug} was not set up from a document")
        _require_same(plan, now)
        return Founded(is_new=False, sent=services.renew_links(plan.officials, now=now))


@transaction.atomic
def _fill(plan: Plan, now: datetime) -> list[Sent]:
    services.build_tree(plan.areas)
    root = plan.province.code
    for code, cells in plan.territories.items():
        zones.set_territory(plan.slug if code == root else code, cells)
    body = {
        "areas": len(plan.areas),
        "cells": plan.territories[root].count(),
        "units": sorted({each.unit for each in plan.officials}),
    }
    ledger.record(Event.PROVINCE_FOUNDED, by=None, about=None, at=now, body=body)
    return services.invite_first(plan.officials, said=plan.controller, now=now)


def _require_same(plan: Plan, now: datetime) -> None:
    wrong = [
        *_names(plan), *_areas(plan), *_territories(plan), *_controller(plan, now),
        *_seats(plan),
    ]  # fmt: skip
    if wrong:
        raise Differs("\n".join(wrong))


def _names(plan: Plan) -> Iterator[str]:
    entry, root = directory.find(plan.slug), plan.province
    pairs = {
        "division code": (entry.division_code, root.code),
        "name_zh": (entry.name_zh, root.name_zh),
        "name_en": (entry.name_en, root.name_en),
    }
    yield from _differing(f"{plan.slug}: ", pairs)


def _other_areas(plan: Plan) -> Iterator[str]:
    codes = {each.code for each in plan.areas}
    for row in queries.tree():
        if row.code not in codes:
            yield f"{row.code} {row.name_en}: is in the province, not in the document"


def _areas(plan: Plan) -> Iterator[str]:
    there = {row.code: row for row in queries.tree()}
    for row in plan.areas:
        if row.code not in there:
            yield f"{row.code} {row.name_en}: is in the document, not in the province"
        elif there[row.code] != row:
            yield f"{row.code}: is {tuple(there[row.code])}, in the document {tuple(row)}"
    yield from _other_areas(plan)


def _territories(plan: Plan) -> Iterator[str]:
    for row in plan.areas:
        wanted = plan.territories.get(row.code)
        kept = zones_known.territory(row.code if row.parent else plan.slug)
        if kept != wanted:
            yield f"{row.code} {row.name_en}: has another outline"


def _controller(plan: Plan, now: datetime) -> Iterator[str]:
    named = queries.controller(now)
    pairs = {key: (getattr(named, key, ""), said) for key, said in plan.controller.items()}
    yield from _differing("controller.", pairs)


def _seats(plan: Plan) -> Iterator[str]:
    """Compare the offices, and the names of those whose invitation still has one."""
    seats = list(queries.first_seats())
    if len(seats) != len(plan.officials):
        yield f"officials: {len(seats)} were invited, {len(plan.officials)} are in the document"
        return
    for number, (seat, said) in enumerate(zip(seats, plan.officials, strict=True), start=1):
        name = seat.invitation.full_name
        pairs = {
            "unit": (seat.unit, said.unit),
            "role": (seat.role, said.role),
            "area": (seat.area.code, said.area),
            "full_name": (name or said.full_name, said.full_name),
        }
        yield from _differing(f"official {number}: ", pairs)


def _differing(where: str, pairs: dict[str, tuple[str, str]]) -> Iterator[str]:
    for key, (there, said) in pairs.items():
        if there != said:
            yield f"{where}{key} is {there!r}, in the document {said!r}"
