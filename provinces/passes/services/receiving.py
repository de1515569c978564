"""What the federation hands down: whose keys sign passes, and what hosts ask of who enters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from core.signing.p256 import verifier_from
from provinces.passes.models import HostPolicy, TrustedKey


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
