"""The two signed lists of a province, the same bytes in every process of it at a moment.

They are made from the tables when they are asked for, and signed so that the same content has the
same signature: any number of processes serve them under one ETag, and a pass that is withdrawn is
in the next one that anybody asks for.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import Max

from core.signing.p256 import PassKey, verifier_from
from provinces.tenancy import keys, scope

from . import keyring
from .codec import BadList, StatusList, TrustedKey, TrustList, lists
from .models import Issued, RelayedList
from .models import TrustedKey as Row


class NoSuchList(LookupError):
    """There is no status list of that number, or of that province, here."""


@dataclass(frozen=True, slots=True)
class Relayed:
    """A neighbour's list that is kept here: of whom, which, and as of when."""

    issuer: str
    number: int
    issued_at: datetime


def trust_list(at: datetime) -> bytes:
    """Return whose keys this province trusts, signed; raises CredentialMissing."""
    issued_at = _floored(at, settings.PASSES_TRUST_TTL)
    return _signed_trust(trusted(issued_at), keyring.signer(at))


def trusted(at: datetime) -> TrustList:
    """Return whose keys this province trusts: those handed down, and its own that are not listed.

    Raises CredentialMissing.
    """
    rows = [*Row.objects.order_by("issuer", "since", "key")]
    listed = {row.key for row in rows}
    own = scope.current()
    unlisted = [key for key in keys.pass_verifiers() if key.text not in listed]
    found = [
        *(TrustedKey(own.slug, key, since=0) for key in unlisted),
        *(_key(row) for row in rows),
    ]
    return TrustList(
        issuer=own.slug,
        issued_at=_seconds(at),
        expires_at=_seconds(at + settings.PASSES_TRUST_LASTS),
        ttl=int(settings.PASSES_TRUST_TTL.total_seconds()),
        keys=tuple(found),
        names={
            **{row.issuer: (row.name_zh, row.name_en) for row in rows},
            own.slug: (own.name_zh, own.name_en),
        },
    )


def status_list(number: int, at: datetime) -> bytes:
    """Return which passes of a list are withdrawn, signed.

    Raises NoSuchList, and CredentialMissing.
    """
    told, since = withdrawn(number, at), keyring.since(at)
    # Nobody would believe a full minute in which the key that signs did not count yet.
    if since is not None and told.issued_at < _seconds(since):
        told = replace(told, issued_at=_seconds(since))
    return _signed_status(told, keyring.signer(at))


def withdrawn(number: int, at: datetime) -> StatusList:
    """Return which passes of a list are withdrawn; raises NoSuchList."""
    passes = Issued.objects.filter(list=number)
    if number and not passes.exists():
        raise NoSuchList(f"there is no status list {number}")
    # As of the last full minute, or of the last withdrawal since.
    last = passes.filter(withdrawn_at__lte=at).aggregate(last=Max("withdrawn_at"))["last"]
    full = _floored(at, settings.PASSES_STATUS_TTL)
    issued_at = full if last is None else max(full, last)
    return StatusList(
        issuer=scope.current().slug,
        number=number,
        issued_at=_seconds(issued_at),
        expires_at=_seconds(issued_at + settings.PASSES_STATUS_LASTS),
        ttl=int(settings.PASSES_STATUS_TTL.total_seconds()),
        bits=_bits(number),
    )


def numbers() -> list[int]:
    """Return the numbers of the status lists that passes point to; there is always the first."""
    found = Issued.objects.order_by("list").values_list("list", flat=True).distinct()
    return sorted({0, *found})


def relayed(issuer: str = "") -> list[Relayed]:
    """Return which lists of other provinces are kept here, or of one of them."""
    rows = RelayedList.objects.order_by("issuer", "number")
    if issuer:
        rows = rows.filter(issuer=issuer)
    return [Relayed(*row) for row in rows.values_list("issuer", "number", "issued_at")]


def relayed_list(issuer: str, number: int) -> bytes:
    """Return a list of another province as that one signed it; raises NoSuchList."""
    found = RelayedList.objects.filter(issuer=issuer, number=number).values_list("data", flat=True)
    for data in found:
        return bytes(data)
    raise NoSuchList(f"list {number} of {issuer} is not kept here")


def known(at: datetime, trust: TrustList) -> list[StatusList]:
    """Return all lists that are known here: the province's own, and its neighbours'.

    One whose key counts no longer is none.
    """
    found = [withdrawn(number, at) for number in numbers()]
    for data in RelayedList.objects.values_list("data", flat=True):
        with suppress(BadList):
            found.append(_read(bytes(data), trust.keys))
    return found


def _bits(number: int) -> bytes:
    passes = Issued.objects.filter(list=number, withdrawn_at__isnull=False)
    return lists.bits_of(passes.values_list("index", flat=True), settings.PASSES_LIST_SIZE)


# The signature is always the same, and takes longer than the rest.
@lru_cache(64)
def _signed_status(told: StatusList, key: PassKey) -> bytes:
    return lists.status_list(told, key)


# Read anew once a minute at most, and verified each time one is.
@lru_cache(64)
def _read(data: bytes, keys: tuple[TrustedKey, ...]) -> StatusList:
    return lists.read_status_list(data, keys)


def _signed_trust(told: TrustList, key: PassKey) -> bytes:
    return lists.trust_list(told, key)


def _key(row: Row) -> TrustedKey:
    until = None if row.until is None else _seconds(row.until)
    return TrustedKey(row.issuer, verifier_from(row.key), _seconds(row.since), until)


def _floored(at: datetime, every: timedelta) -> datetime:
    seconds = int(every.total_seconds())
    return at - timedelta(seconds=at.timestamp() % seconds)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
