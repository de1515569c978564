"""How often something may be tried, by whom, about whom and from where; and alarms beyond that.

Counts are kept in the database, so that they hold for all processes, and are forgotten after a
day. The same statements are run whoever is asked about, known or not.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from provinces.accounts.addresses import address_of
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope

from . import identities
from .models import Reached, Spent

WINDOW = timedelta(hours=24)
# What an address is counted as: a household, a shop, an office; of IPv6 a customer's whole prefix.
BITS = {4: 32, 6: 56}

SPEND = """
WITH asked (axis, key) AS (SELECT * FROM unnest(%(axes)s::text[], %(keys)s::bytea[])),
spent AS (
    INSERT INTO citizens_spent (kind, axis, key, hour, count)
    SELECT %(kind)s, axis, key, %(hour)s, 1 FROM asked
    ORDER BY axis
    ON CONFLICT (kind, axis, key, hour) DO UPDATE SET count = citizens_spent.count + 1
    RETURNING axis, key, count)
SELECT axis, count + coalesce((
    SELECT sum(b.count) FROM citizens_spent b
    WHERE b.kind = %(kind)s AND b.axis = spent.axis AND b.key = spent.key
      AND b.hour > %(since)s AND b.hour < %(hour)s), 0)
FROM spent
"""
REACH = """
WITH source (key) AS (SELECT * FROM unnest(%(sources)s::bytea[])),
reached AS (
    INSERT INTO citizens_reached (kind, source, subject, at)
    SELECT %(kind)s, key, %(subject)s, %(now)s FROM source
    ORDER BY key
    ON CONFLICT (kind, source, subject) DO NOTHING
    RETURNING source)
SELECT r.source, 1 + (
    SELECT count(*) FROM citizens_reached b
    WHERE b.kind = %(kind)s AND b.source = r.source AND b.at > %(since)s)
FROM reached r
"""


class OverBudget(PermissionError):
    """It was tried too often within a day; `axis` says by whom, about whom, or from where."""

    def __init__(self, axis: str) -> None:
        self.axis = axis
        super().__init__(f"tried too often by the same {axis}")


def network(address: str) -> str:
    """Return the network that an address is counted as, "" for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ipaddress.ip_network((found, BITS[found.version]), strict=False))


def network_of(request: HttpRequest) -> str:
    """Return the network that a request comes from, "" where that is not known."""
    return network(address_of(request))


def spend(
    kind: str,
    *,
    now: datetime,
    actor: str = "",
    subject: bytes | str = b"",
    network: str = "",
) -> None:
    """Count a try of a kind in `CITIZENS_BUDGETS`; raises OverBudget beyond it.

    What is not given is not counted, nor what has None for a limit; that is named alone. Call it
    before the transaction of what is tried: a refusal must not undo the count. The first try beyond
    a budget, and the first person beyond what one source should have to do with, are recorded with
    their source. Where several are used up, `axis` is the source's own before the subject's.
    """
    limits = settings.CITIZENS_BUDGETS[kind]
    given = {"actor": actor.encode(), "network": network.encode(), "subject": _bytes(subject)}
    counted = {axis: what for axis, what in given.items() if what and limits[axis] is not None}
    with transaction.atomic():
        found = _spend(kind, counted, now)
        source = {"actor": actor, "network": network}
        over = [axis for axis in sorted(found) if found[axis] > limits[axis]]
        for axis in over:
            if found[axis] == limits[axis] + 1:
                _alarm(Event.BUDGET_TRIPPED, kind, source, at=now, axis=axis, limit=limits[axis])
        is_spread = given["subject"] and limits["spread"] is not None
        if is_spread and _spreads(kind, given, limits["spread"], now):
            _alarm(Event.SPREAD_NOTICED, kind, source, at=now, limit=limits["spread"])
    if over:
        raise OverBudget(over[0])


def spend_on(kind: str, subject: str, *, now: datetime, **source: str) -> bool:
    """Count a try about somebody; return whether it is within what may be tried about them.

    Raises OverBudget for what the source has used up, and never for what others have: that a
    person was asked about before, perhaps by themselves, is nobody's business. The caller answers
    as always then, and does nothing.
    """
    try:
        spend(kind, subject=subject, now=now, **source)
    except OverBudget as refusal:
        if refusal.axis != "subject":
            raise
        return False
    return True


@transaction.atomic
def is_first(kind: str, *, actor: str, now: datetime) -> bool:
    """Tell whether something is noticed about a source for the first time within a day."""
    return _spend(f"noticed {kind}", {"actor": actor.encode()}, now) == {"actor": 1}


@transaction.atomic
def alarm(kind: str, *, source: dict[str, str], limit: int, now: datetime) -> None:
    """Raise an alarm about an actor whose failures are counted elsewhere."""
    _alarm(Event.BUDGET_TRIPPED, kind, source, at=now, axis="actor", limit=limit)


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Forget what is a day old; return how much."""
    before = now - WINDOW
    tries, _ = Spent.objects.filter(hour__lt=before).delete()
    reached, _ = Reached.objects.filter(at__lt=before).delete()
    return tries + reached


def _spend(kind: str, given: dict[str, bytes], now: datetime) -> dict[str, int]:
    """Count a try on each axis; return how many there were within a day."""
    values: dict[str, Any] = {
        "kind": kind,
        "axes": sorted(given),
        "keys": [_key(axis, given[axis]) for axis in sorted(given)],
        "hour": now.replace(minute=0, second=0, microsecond=0),
        "since": now - WINDOW,
    }
    with connection.cursor() as cursor:
        cursor.execute(SPEND, values)
        return {axis: int(count) for axis, count in cursor.fetchall()}


def _spreads(kind: str, given: dict[str, bytes], limit: int, now: datetime) -> bool:
    """Tell whether a source has just reached one person more than it should have to do with."""
    sources = [_key(axis, given[axis]) for axis in ("actor", "network") if given[axis]]
    values: dict[str, Any] = {
        "kind": kind,
        "sources": sources,
        "subject": _key("subject", given["subject"]),
        "now": now,
        "since": now - WINDOW,
    }
    with connection.cursor() as cursor:
        cursor.execute(REACH, values)
        return any(count == limit + 1 for _source, count in cursor.fetchall())


def _alarm(event: Event, kind: str, source: dict[str, str], *, at: datetime, **more: Any) -> None:
    body = {"kind": kind, "source": source, **more}
    ledger.record(event, by=source["actor"], about=f"budget:{kind}", at=at, body=body)


def _key(axis: str, what: bytes) -> bytes:
    key = credentials.key_of(scope.current().slug)
    return identities.keyed(key, b"budget " + axis.encode(), what)


def _bytes(subject: bytes | str) -> bytes:
    return subject.encode() if isinstance(subject, str) else bytes(subject)
