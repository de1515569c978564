"""The province in scope as it would have itself listed: its names, its keys, its ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings

from federation.peers import documents, instants, queries, versions
from federation.peers.listing import Ground, ListedKey, Member
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from provinces.zones import queries as zones


def card(*, now: datetime, url: str = "") -> Member:
    """Return this province as it would be listed from now on.

    Keys of the secret store that are not listed yet begin now. Where there is a newer one, a key
    listed counts on for FEDERATION_OVERLAP_DAYS, so that what is under way still verifies; a
    membership key, of which there is one, ends at once. Raises CredentialMissing.
    """
    now = instants.whole(now)
    entry = scope.current()
    before = queries.member(entry.slug)
    known = {} if before is None else before.keys
    cells = zones.territory(entry.slug)
    return Member(
        slug=entry.slug,
        name_zh=entry.name_zh,
        name_en=entry.name_en,
        division_code=entry.division_code,
        url=url or (before.url if before else settings.FEDERATION_URL.format(slug=entry.slug)),
        joined_at=now if before is None else before.joined_at,
        keys={role: _listed(role, known.get(role, ()), now) for role in KeyRole},
        territory=None if cells is None else Ground(cells.digest(), cells.count()),
        versions=versions.SPOKEN,
    )


def revoking(member: Member, texts: frozenset[str]) -> Member:
    """Return a member with some of its keys revoked for all times."""
    marked = {
        role: tuple(
            replace(key, is_revoked=True) if key.key in texts else key for key in member.keys[role]
        )
        for role in member.keys
    }
    return replace(member, keys=marked)


def texts(role: KeyRole) -> list[str]:
    """Return this province's keys of a role as they would be listed, newest first."""
    if role == KeyRole.SEALING:
        return [documents.sealing_text(key.public) for key in keys.sealing_keys()]
    if role == KeyRole.PASSES:
        return [key.verifier.text for key in keys.pass_keys()]
    return [key.verifier.text for key in keys.signing_keys(role)]


def _listed(role: KeyRole, before: tuple[ListedKey, ...], now: datetime) -> tuple[ListedKey, ...]:
    newest = texts(role)[0]
    is_alone = role == KeyRole.MEMBERSHIP
    overlap = timedelta(0 if is_alone else settings.FEDERATION_OVERLAP_DAYS)
    others = tuple(key if key.key == newest else key.ended(now + overlap) for key in before)
    if any(key.key == newest for key in before):
        return others
    return (*others, ListedKey(newest, now))
