"""What officials and people do on a node, and what is looked up there, in the province in scope."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import h3.api.basic_int as h3
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.cells.classes import FINE
from core.cells.datum import Datum
from core.cells.lookup import cell_for, centre
from core.cells.ranges import Ranges
from core.cells.snapping import snap_circle
from federation.borders import queries as borders
from federation.borders import services as answers
from federation.borders.models import Offer
from federation.sync import queries as sync
from provinces.accounts.models import User
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Area
from provinces.ledger import queries as ledger
from provinces.ledger import sealing
from provinces.ledger.models import Leaf, Log
from provinces.presence import services as presence
from provinces.presence.formats.batch import batch_of
from provinces.presence.formats.fix import Fix
from provinces.status import queries as statuses
from provinces.status import services as status_services
from provinces.tenancy import scope
from provinces.zones import queries as zones
from provinces.zones import services as zoning
from provinces.zones.models import Level, Unit, ZoneRange
from tests.journeys.nodes.going_on import holding, imported, watching, writers
from tests.journeys.nodes.ranking import ranks
from tests.journeys.nodes.tampering import garbled, tampered

__all__ = ["garbled", "holding", "imported", "ranks", "tampered", "watching", "writers"]

# Tongzhou in Beijing, and Yanjiao in Hebei, as latitude and longitude: between them is the border.
BEIJING, HEBEI = (39.915, 116.66), (39.955, 116.83)
# So far on is the next place looked for, in degrees: more than a zone is wide; and so often.
STEP, MOST_STEPS = 0.012, 20
# The border is found to so many halvings of the way between them: to less than a cell.
HALVINGS = 14
# Around a place to stay, so many rings of cells are in the zone.
INSIDE = 3


def declare(radius_m: float, aside: float = 0.0, days: int = 5) -> dict[str, Any]:
    """Have Hebei declare and countersign a zone around a point on its border with Beijing.

    `aside` moves the line on which the border is met to the north, in degrees; further where there
    is a zone already, north or south, for whoever owns the ground would decide.
    """
    now = timezone.now()
    lat, lon = _free_place(aside, radius_m)
    area = Area.objects.get(code=scope.current().division_code)
    draft = zoning.Draft(
        area=area,
        name_zh="边界小区",
        name_en="Border compound",
        level=Level.HIGH,
        unit=Unit.COMPOUND,
        starts_at=now - timedelta(days=2),
        ends_at=now + timedelta(days=days),
        authority="河北省疫情防控指挥部",
        reason="报告确诊病例及其密切接触者的居住或活动场所",
        case_evidence="CASE-130000-9001",
        geometry={"type": "Circle", "coordinates": [lon, lat], "radius_m": radius_m},
        datum=Datum.WGS84,
    )
    declared = zoning.declare(draft, by=_official("epidemiologist.province"), now=now)
    signed = zoning.countersign(declared, by=_official("high.reviewer"), now=now)
    return {"reference": signed.zone.reference, "version": signed.number}


def _free_place(aside: float, radius_m: float) -> tuple[float, float]:
    """Return the closest point on the border around which nobody has a zone.

    North and south by turns: not every line from Beijing ends in Hebei.
    """
    own = zones.territory("hebei")
    assert own is not None
    taken = _fine(ZoneRange.objects.filter(zone__in=zones.active(timezone.now())))
    for steps in range(MOST_STEPS):
        for off in (aside + steps * STEP, aside - steps * STEP):
            place = _border(own, off)
            around = snap_circle(*place, radius_m)
            if cell_for(*place, FINE) in own and not (around & taken).count():
                return place
    raise LookupError("no ground on the border is free of zones")


def _border(own: Ranges, aside: float) -> tuple[float, float]:
    """Return a point on the border: the first in Hebei on the way from Beijing."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        is_own = cell_for(*_between(middle, aside), FINE) in own
        low, high = (low, middle) if is_own else (middle, high)
    return _between(high, aside)


def _between(share: float, aside: float) -> tuple[float, float]:
    lat, lon = (a + share * (b - a) for a, b in zip(BEIJING, HEBEI, strict=True))
    return lat + aside, lon


def _official(username: str) -> User:
    return User.objects.get(username=username)


def offer(reference: str) -> dict[str, Any] | None:
    """Return what is known of the offer of a zone."""
    found = Offer.objects.filter(reference=reference).first()
    if found is None:
        return None
    return {"state": found.state, "fine_cells": found.fine_cells, "origin": found.origin}


def accept(reference: str) -> str:
    """Have two offices accept an offer; return its state."""
    now, found = timezone.now(), Offer.objects.get(reference=reference)
    answers.accept(found, by=_official("epidemiologist.province"), now=now)
    return str(answers.sign(found, by=_official("high.reviewer"), now=now).state)


def stay(reference: str, area: str) -> str:
    """Enrol somebody who stayed in what is offered of a zone, an hour ago; return who it is."""
    now = timezone.now()
    citizen = citizens.enrol(area=Area.objects.get(code=area), person=None, by=None, now=now)
    lat, lon = centre(_deep_in(_contested_by_nobody(reference)))
    start = now - timedelta(hours=2)
    moments = [start + timedelta(minutes=each) for each in range(0, 60, 5)]
    fixes = [
        Fix(line=line, lat=lat, lon=lon, at=int(moment.timestamp()), accuracy_m=10.0)
        for line, moment in enumerate(moments, start=1)
    ]
    report = presence.ingest(citizen, [batch_of(fixes)], datum=Datum.WGS84, now=now)
    assert report.stays, report
    return citizen.reference


def _contested_by_nobody(reference: str) -> Ranges:
    """Return what is offered of a zone, without where the own zones are in force."""
    offered = Ranges.from_pairs(Offer.objects.get(reference=reference).cells, FINE)
    own = zones.active(timezone.now()).filter(source=scope.current().slug)
    return offered - _fine(ZoneRange.objects.filter(zone__in=own))


def _fine(ranges: QuerySet[ZoneRange]) -> Ranges:
    """Return where good fixes count."""
    pairs = [pair for pair in ranges.values_list("lo", "hi") if h3.get_resolution(pair[0]) == FINE]
    return Ranges.from_pairs(sorted(pairs), FINE) if pairs else Ranges.empty()


def _deep_in(cells: Ranges) -> int:
    """Return a cell whose surroundings are in a set as well."""
    known = {int(cell) for cell in cells.to_array()}
    return next(cell for cell in sorted(known) if known.issuperset(h3.grid_disk(cell, INSIDE)))


def in_force(reference: str) -> dict[str, Any]:
    """Return where a zone is in force here, as far as good fixes are concerned."""
    at = timezone.now()
    known = zones.active(at).filter(
        Q(reference=reference) | Q(reference__startswith=f"{reference}~")
    )
    cells = _fine(ZoneRange.objects.filter(zone__in=known, certain=True))
    ground = zones.territory("beijing")
    assert ground is not None
    return {
        "cells": cells.count(),
        "in_beijing": (cells & ground.at(FINE)).count(),
        "digest": cells.digest(),
    }


def status(citizen: str) -> dict[str, Any]:
    """Return somebody's status, why, and how often it was decided."""
    who = Citizen.objects.get(reference=citizen)
    found = statuses.status_of(who, timezone.now())
    return {
        "status": found.status,
        "until": found.until and found.until.isoformat(),
        "grounds": [{"ground": each.ground, **_plain(each.evidence)} for each in found.grounds],
        "decisions": statuses.history(who).count(),
    }


def _plain(values: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def feed() -> dict[str, Any]:
    """Return the digest of the own feed's leaves, and of what is held of each peer's."""
    own = Leaf.objects.filter(log=Log.FEED).order_by("index").values_list("hash", flat=True)
    here = scope.current().slug
    return {here: _digest(own)} | {
        peer: _digest(entry.leaf_hash for entry in sync.imported(peer)) for peer in sync.started()
    }


def _digest(hashes: Any) -> dict[str, Any]:
    known = [bytes(each) for each in hashes]
    return {"size": len(known), "digest": hashlib.sha256(b"".join(known)).hexdigest()}


def explained(reference: str) -> dict[str, Any]:
    """Return who decides in the middle of what was offered of a zone, and why."""
    now = timezone.now()
    why = borders.why(_deep_in(_contested_by_nobody(reference)), now, now=now)
    return {"decider": str(why.decider), "rule": str(why.rule)}


def crowd(people: int) -> int:
    """Enrol people, so that the audit log has complete tiles; return how many entries it has."""
    now = timezone.now()
    area = Area.objects.get(code=scope.current().division_code)
    for _ in range(people):
        citizens.enrol(area=area, person=None, by=None, now=now)
    sealing.seal(now=now)
    return Leaf.objects.filter(log=Log.AUDIT).count()


def is_cosigned() -> bool:
    """Tell whether somebody has cosigned the feed as it is now."""
    return bool(ledger.cosigned(Log.FEED, ledger.size(Log.FEED)))


def has_run_today() -> bool:
    """Tell whether the nightly run of today has been published."""
    now = timezone.now()
    return not status_services.nightly_is_due(now) and statuses.running() is None
