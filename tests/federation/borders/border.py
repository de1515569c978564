"""Two provinces side by side: each with its ground, officials, and the other's feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from federation.borders import reading, services
from federation.borders.entries import Entry
from federation.borders.models import Offer
from federation.borders.resolution import Key, TreatyKind
from federation.peers import services as peers
from provinces.accounts.models import User
from provinces.ledger import queries as feed
from provinces.tenancy import scope
from provinces.zones.models import Version
from tests import cast
from tests.factories import areas, zones
from tests.factories import ledger as ledgers

NOW = cast.NOW
CODES = {cast.NORTH: "110101", cast.SOUTH: "120101"}
# A strip on either side of 116.5° E that both provinces call their own, where a test asks for it.
DISPUTED = (116.495, 39.80, 116.505, 40.00)
AT_THE_BORDER = (116.502, 39.90)


def made(*, is_disputed: bool = False) -> None:
    """Found a federation of the two, and tell each whose ground is whose."""
    peers.found("Test", slugs=list(CODES), now=NOW)
    for slug in CODES:
        with scope.province(slug):
            west, east = zones.NORTH_BOX, zones.SOUTH_BOX
            if is_disputed:
                west = (*west[:2], DISPUTED[2], west[3])
                east = (DISPUTED[0], *east[1:])
            zones.ground(cast.NORTH, west)
            zones.ground(cast.SOUTH, east)


def official(role: str, unit: str, *, whole: bool = False) -> User:
    """Return an official of the province in scope: of its city, or of all of it."""
    code = CODES[scope.current().slug]
    return zones.official(role, f"{code[:2]}0000" if whole else f"{code[:4]}00", unit=unit)


def zone(at: tuple[float, float] = AT_THE_BORDER, *, now: datetime = NOW, **values: Any) -> Version:
    """Put a zone of the province in scope in force, by default one over the border."""
    return zones.in_force(
        official("high_reviewer", "signing office"),
        by=official("epidemiologist", "declaring office"),
        now=now,
        **{
            "area": areas.area(CODES[scope.current().slug]),
            "geometry": zones.circle(at, 400),
            **values,
        },
    )


def entries(now: datetime = NOW) -> list[Entry]:
    """Return all that the province in scope has published, as a peer would import it."""
    ledgers.seal(now)
    own = scope.current().slug
    found = []
    for each in feed.entries(0, feed.size("feed")):
        leaf = each.parsed
        said = (leaf["body"].get(name) for name in ("cells", "spill", "strip"))
        wanted = [ref["sha256"] for ref in said if ref]
        blobs = {digest: feed.blob(digest) or b"" for digest in wanted}
        at = reading.moment(leaf, "at")
        found.append(Entry(own, each.index, leaf["kind"], at, leaf["body"], blobs))
    return found


def carry(source: str, to: str, *, now: datetime = NOW) -> services.Taken:
    """Have one province import what another has published."""
    with scope.province(source):
        told = entries(now)
    with scope.province(to), transaction.atomic():
        return services.take(told, now=now)


def exchange(*, now: datetime = NOW) -> dict[str, services.Mapped]:
    """Have both import from one another, and resolve."""
    carry(cast.NORTH, cast.SOUTH, now=now)
    carry(cast.SOUTH, cast.NORTH, now=now)
    return {slug: resolved(slug, now=now) for slug in CODES}


def resolved(slug: str, *, now: datetime = NOW) -> services.Mapped:
    """Have a province seal what it has published, and resolve."""
    with scope.province(slug):
        ledgers.seal(now)
        return services.resolve_now(now=now)


def accepted(offer: Offer | None = None, *, now: datetime = NOW, **values: Any) -> Offer:
    """Accept an offer to the province in scope, by two offices."""
    offer = offer or Offer.objects.get()
    services.accept(offer, by=official("epidemiologist", "accepting office"), now=now, **values)
    return services.sign(offer, by=official("high_reviewer", "second office"), now=now)


def draft(**values: Any) -> services.Draft:
    """Return terms of the north with the south: the north decides on the disputed strip."""
    minute = int(NOW.timestamp() // 60)
    given: dict[str, Any] = {
        "kind": TreatyKind.STRIP,
        "partner": cast.SOUTH,
        "decider": cast.NORTH,
        "starts": minute,
        "ends": minute + 60 * 24 * 30,
        "text_zh": "界河两岸由北省划定",
        "text_en": "The north zones both banks of the river",
        "strip": strip(),
    }
    return services.Draft(**{**given, **values})


def strip() -> Ranges:
    """Return the cells of the disputed strip."""
    return zones.snap(zones.box(*DISPUTED))


def key(version: Version, origin: str) -> Key:
    return Key(origin, version.zone.reference, version.number)


def cells(pairs: Any) -> Ranges:
    return Ranges.from_pairs(pairs, FINE)
