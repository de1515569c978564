"""The map is resolved from all that is held, and handed down: others' zones, and the own ones."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.db import locks
from core.periods import epoch_minute
from federation.borders import reading, treaties
from federation.borders.models import HandedDown, Held, OwnOutcome, ResolvedMap
from federation.borders.resolution import (
    ALGORITHM,
    PART,
    Acceptance,
    Claim,
    Effective,
    Flaw,
    Key,
    Resolution,
    ZoneClaim,
    resolve,
)
from federation.peers import queries as peers
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope
from provinces.zones import queries as zones
from provinces.zones import services as zoning
from provinces.zones.services import Outcome, Part

from . import commuting, conflicts, handing, taking


@dataclass(frozen=True, slots=True)
class Mapped:
    """What came of resolving: the digest, whether it is new, and what was changed here."""

    digest: str
    is_new: bool
    effective: int
    rejected: int
    conflicts: int
    handed: int
    withheld: int


@transaction.atomic
def resolve_now(*, now: datetime) -> Mapped:
    """Resolve the map from every entry held and hand it down; publish its digest if it is new.

    The sizes that the digest binds are those of each feed up to its last entry that has a say
    about zones: so publishing a map changes no map. One at a time in a province.
    """
    locks.hold("borders resolve", [0])
    taking.take_own(now=now)
    conflicts.close_settled(now=now)
    fingerprint, own = _fingerprint(), scope.current().slug
    if (kept := _unchanged(own, fingerprint)) is not None:
        return kept
    resolution, claims, sizes = resolved(now)
    by_source = _by_source(resolution.effective, claims)
    others = sorted(_others(own, claims) | by_source.keys() - {own})
    handed = sum(_hand_down(name, by_source[name], now) for name in others)
    withheld = _keep_to(by_source[own], [c for c in claims.values() if c.origin == own], now)
    commuting.hand_down(territories(), now=now)
    opened = conflicts.open_cases(resolution.conflicts, now=now)
    if not any(each.flaw == Flaw.FROM_THE_FUTURE for each in resolution.rejected):
        HandedDown.objects.update_or_create(source=own, defaults={"digest": fingerprint, "at": now})
    return Mapped(
        digest=resolution.digest,
        is_new=_keep(resolution, sizes, now),
        effective=len(resolution.effective),
        rejected=len(resolution.rejected),
        conflicts=opened,
        handed=handed,
        withheld=withheld,
    )


def _unchanged(own: str, fingerprint: str) -> Mapped | None:
    """Return what came of resolving from just the same before; its own row says what that was."""
    last = ResolvedMap.objects.order_by("-id").first()
    if last is None or not HandedDown.objects.filter(source=own, digest=fingerprint).exists():
        return None
    counts = last.counts
    return Mapped(
        digest=last.digest,
        is_new=False,
        effective=counts["effective"],
        rejected=counts["rejected"],
        conflicts=0,
        handed=0,
        withheld=0,
    )


def resolved(
    now: datetime, *, cell: int | None = None
) -> tuple[Resolution, dict[Key, ZoneClaim], dict[str, int]]:
    """Return the map as it is now, the zones claimed, and the sizes it binds; stores nothing.

    With a cell of what concerns that cell alone, which is there as it is on the whole map.
    """
    rows = list(Held.objects.filter(flaw="").order_by("origin", "index"))
    claims: list[Claim] = [
        reading.claim_of_row(row) for row in rows if row.kind not in treaties.KINDS
    ]
    if cell is not None:
        claims = _concerning(cell, claims)
    agreed = treaties.counted([row for row in rows if row.kind in treaties.KINDS])
    ends = Held.objects.values("origin").annotate(last=Max("index"))
    sizes = {row["origin"]: row["last"] + 1 for row in ends}
    grounds = territories()
    resolution = resolve(
        claims,
        {name: cells for name, cells in grounds.items() if cells is not None},
        agreed,
        as_of=epoch_minute(now),
        sizes=sizes,
        is_complete=None not in grounds.values(),
    )
    said = sorted((c for c in claims if isinstance(c, ZoneClaim)), key=lambda c: c.index)
    return resolution, {claim.key: claim for claim in said}, sizes


def _concerning(cell: int, claims: Sequence[Claim]) -> list[Claim]:
    """Return all that is said of the zones that reach, or once reached, to a cell."""
    zoned = (claim for claim in claims if isinstance(claim, ZoneClaim))
    keys = {claim.key for claim in zoned if cell in claim.cells or cell in claim.spill}
    return [
        claim
        for claim in claims
        if (claim.about if isinstance(claim, Acceptance) else claim.key) in keys
    ]


def territories() -> dict[str, Ranges | None]:
    """Return the ground of this province and of every member, whoever left included.

    None for a member whose ground has not been told: then nothing of it is in effect, and
    nothing is taken to be nobody's.
    """
    held = peers.held()
    names = {scope.current().slug, *(held.members if held is not None else ())}
    return {name: zones.territory(name) for name in sorted(names)}


def _fingerprint() -> str:
    """Return a digest of all that a map is resolved from, but the clock."""
    last = [Held.objects.aggregate(last=Max("id"))["last"], peers.restorations().count()]
    grounds = {
        name: None if cells is None else cells.digest() for name, cells in territories().items()
    }
    said = [ALGORITHM, last, grounds, _thresholds()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _thresholds() -> list[Any]:
    return [settings.EXPOSURE_CERTAIN_SHARE, settings.EXPOSURE_POSSIBLE_SHARE]


def _others(own: str, claims: Mapping[Key, ZoneClaim]) -> set[str]:
    told = {key.origin for key in claims}
    return (told | set(HandedDown.objects.values_list("source", flat=True))) - {own}


def _by_source(
    effective: Iterable[Effective], claims: Mapping[Key, ZoneClaim]
) -> dict[str, list[Effective]]:
    """Return what is in effect by whom it comes from, as it is handed down here.

    It comes from who claims it; but what another province accepted of an own zone as less grave
    than it was declared comes from that one: an own zone has one level.
    """
    own, found = scope.current().slug, defaultdict[str, list[Effective]](list)
    for each in effective:
        if each.key.origin != own or each.level == claims[each.key].level:
            found[each.key.origin].append(each)
            continue
        for owner, ground in territories().items():
            if owner != own and ground is not None and (cells := each.cells & ground.at(FINE)):
                found[owner].append(replace(each, cells=cells))
    return found


def _hand_down(source: str, parts: Sequence[Effective], now: datetime) -> bool:
    """Hand the zones of another province down, unless they are what was handed down before."""
    names = _names({source, *(each.key.origin for each in parts)})
    said = [_thresholds(), *([*_plain(each), *names[each.key]] for each in parts)]
    digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    if HandedDown.objects.filter(source=source, digest=digest).exists():
        return False
    handing.hand_down(source, list(_numbered(source, parts)), names, now=now)
    HandedDown.objects.update_or_create(source=source, defaults={"digest": digest, "at": now})
    return True


def _plain(part: Effective) -> list[Any]:
    return [*part.key, part.level, part.starts, part.ends, part.cells.digest()]


def _names(origins: Iterable[str]) -> dict[Key, tuple[str, str]]:
    """Return the names of provinces' zones, as they last told them."""
    said = Held.objects.filter(origin__in=origins, kind=Kind.ZONE_EFFECTIVE, flaw="")
    found = {}
    for origin, body in said.order_by("index").values_list("origin", "body"):
        key = Key(origin, body["reference"], body["version"])
        found[key] = _name(body, "name_zh"), _name(body, "name_en")
    return found


def _name(body: Mapping[str, Any], member: str) -> str:
    """Return a name as it can be kept, or the reference where there is none."""
    text = "".join(c for c in str(body.get(member) or "") if c.isprintable())[:120]
    return text or str(body["reference"])


def _numbered(source: str, parts: Iterable[Effective]) -> Iterable[tuple[str, Effective]]:
    """Yield parts by the reference that each bears: its zone's, and which of its parts it is.

    An own zone's that comes from who accepted it has the mark before it as well.
    """
    seen: dict[Key, int] = defaultdict(int)
    for part in sorted(parts, key=lambda p: (p.key, p.starts, p.ends, p.level)):
        seen[part.key] += 1
        number = seen[part.key]
        mark = PART if part.key.origin != source else ""
        yield mark + part.key.reference + (f"{PART}{number}" if number > 1 else ""), part


def _keep_to(parts: Sequence[Effective], claims: Sequence[ZoneClaim], now: datetime) -> int:
    """Hold own zones to what the map leaves of them; return how many are not as before."""
    by_key: dict[Key, list[Effective]] = defaultdict(list)
    for part in parts:
        by_key[part.key].append(part)
    before = {(o.reference, o.version): o.digest for o in OwnOutcome.objects.all()}
    changed = []
    for claim in claims:
        found = by_key[claim.key]
        place = claim.reference, claim.version
        digest = "" if _is_as_declared(claim, found) else _digest(found)
        if before.get(place, "") != digest:
            changed.append((claim, found, digest))
    outcomes = [
        Outcome(c.reference, c.version, [Part(p.cells, p.starts, p.ends) for p in found])
        for c, found, _ in changed
    ]
    count = zoning.withhold(outcomes, now=now)
    for claim, _, digest in changed:
        OwnOutcome.objects.update_or_create(
            reference=claim.reference, version=claim.version, defaults={"digest": digest}
        )
    return count


def _is_as_declared(claim: ZoneClaim, found: Sequence[Effective]) -> bool:
    if claim.starts == claim.ends:
        return not found
    return [(part.starts, part.ends, part.cells) for part in found] == [
        (claim.starts, claim.ends, claim.cells)
    ]


def _digest(parts: Sequence[Effective]) -> str:
    return hashlib.sha256(json.dumps([_plain(part) for part in parts]).encode()).hexdigest()


def _keep(resolution: Resolution, sizes: Mapping[str, int], now: datetime) -> bool:
    """Keep the map and publish its digest, unless it is the one before; tell whether it is new."""
    last = ResolvedMap.objects.order_by("-id").first()
    if last is not None and last.digest == resolution.digest:
        return False
    counts = {
        "effective": len(resolution.effective),
        "rejected": len(resolution.rejected),
        "contests": len(resolution.contests),
        "ties": len(resolution.conflicts),
    }
    kept = ResolvedMap.objects.create(
        digest=resolution.digest,
        sizes=dict(sizes),
        as_of=now,
        counts=counts,
        contests=[_told(each) for each in resolution.contests[:1000]],
    )
    body = {
        "algorithm": ALGORITHM,
        "digest": resolution.digest,
        "sizes": dict(sizes),
        "as_of": reading.said(now),
    }
    ledger.publish(Kind.MAP_RESOLVED, body, at=now)
    ledger.record(Event.MAP_RESOLVED, by=None, about=kept, at=now, body={**body, **counts})
    return True


def _told(contest: Any) -> dict[str, Any]:
    return {
        "cells": contest.cells.count(),
        "cell": format(int(contest.cells.pieces[0][0]), "x"),
        "starts": contest.starts,
        "ends": contest.ends,
        "deciders": [list(key) for key in contest.deciders],
        "rule": str(contest.rule),
        "losers": [[*loser.key, str(loser.reason)] for loser in contest.losers],
    }
