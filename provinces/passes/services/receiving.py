"""What the federation hands down: keys that sign passes, what hosts ask, what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from core.signing.p256 import verifier_from
from provinces.passes import listing
from provinces.passes.codec import BadList, StatusList
from provinces.passes.codec import TrustedKey as TrustedPassKey
from provinces.passes.codec.lists import read_status_list
from provinces.passes.models import HostPolicy, RelayedList, TrustedKey

# So far may the clock of another province be from ours, as with all that provinces tell each other.
CLOCKS_APART = timedelta(minutes=5)
# Seconds from which on there are no dates: the year 10,000.
_NEVER = 253_402_300_800


class NotYet(ValueError):
    """A list is of a later time than it can be: one of two clocks is wrong."""


@dataclass(frozen=True, slots=True)
class HandedKey:
    """A key of an issuer of passes; one that was revoked has `until` where it has `since`."""

    issuer: str
    name_zh: str
    name_en: str
    key: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class HandedPolicy:
    """A host's policy of entry, checked by whoever hands it down."""

    host: str
    name_zh: str
    name_en: str
    version: int
    document: Mapping[str, Any]
    in_force_from: datetime
    until: datetime


@transaction.atomic
def receive_keys(keys: Iterable[HandedKey]) -> None:
    """Trust these keys from now on, and no others; raises BadKey for what is no key."""
    rows = [
        TrustedKey(
            issuer=each.issuer,
            name_zh=each.name_zh,
            name_en=each.name_en,
            key=verifier_from(each.key).text,
            since=each.since,
            until=each.until,
        )
        for each in keys
    ]
    TrustedKey.objects.exclude(key__in=[row.key for row in rows]).delete()
    fields = ["issuer", "name_zh", "name_en", "since", "until"]
    TrustedKey.objects.bulk_create(
        rows, update_conflicts=True, update_fields=fields, unique_fields=["key"]
    )


@transaction.atomic
def receive_entry_policies(policies: Iterable[HandedPolicy]) -> None:
    """Keep what hosts ask; a version that is kept already stays as it is."""
    rows = [
        HostPolicy(
            host=each.host,
            name_zh=each.name_zh,
            name_en=each.name_en,
            version=each.version,
            document=dict(each.document),
            in_force_from=each.in_force_from,
            until=each.until,
        )
        for each in policies
    ]
    HostPolicy.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def receive_status_list(issuer: str, number: int, data: bytes, *, now: datetime) -> bool:
    """Keep a list of what another province has withdrawn; tell whether it is newer than ours.

    Who signed it is made sure of here, whoever brought it. One that is older than what is kept
    takes nothing back, nor does one of the same second. Raises BadList, and NotYet.
    """
    keys = [key for key in listing.trusted(now).keys if key.issuer == issuer]
    told = read_status_list(data, keys)
    if told.number != number:
        raise BadList(f"list {told.number} where {number} was asked for")
    if told.issued_at > (now + CLOCKS_APART).timestamp():
        raise NotYet(f"list {number} of {issuer} was issued later than now: a clock is wrong")
    if told.expires_at >= _NEVER:
        raise BadList("it ends beyond all time")
    issued_at = datetime.fromtimestamp(told.issued_at, UTC)
    same = RelayedList.objects.select_for_update().filter(issuer=issuer, number=number)
    before = same.first()
    if before is not None and (
        before.issued_at > issued_at
        or (before.issued_at == issued_at and _takes_back(told, bytes(before.data), keys))
    ):
        return False
    kept = {
        "data": data,
        "issued_at": issued_at,
        "expires_at": datetime.fromtimestamp(told.expires_at, UTC),
        "fetched_at": now,
    }
    RelayedList.objects.update_or_create(issuer=issuer, number=number, defaults=kept)
    return before is None or before.issued_at < issued_at


def _takes_back(told: StatusList, before: bytes, keys: Sequence[TrustedPassKey]) -> bool:
    """Tell whether a pass stands by a list that does not stand by the one before."""
    try:
        known = read_status_list(before, keys)
    except BadList:
        return False
    return bool(int.from_bytes(known.bits) & ~int.from_bytes(told.bits))
