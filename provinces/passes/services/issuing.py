"""Passes issued: for a screen, a day, paper, or a journey.

live     a minute      no row, no entry in the ledger: nobody can tell who showed a code, and when
shown    a live one    a row for some minutes, for whoever wants to be asked about by it
day      24 hours   ┐
paper    30 days    ├  a place in a status list, by which it can be withdrawn
by post  7 more     │
entry    a journey  ┘
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Max

from provinces.facts import snapshot
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.passes import codec, keyring, spoken
from provinces.passes.codec import Admits, Claims, Entry, Kind, StatusReference
from provinces.passes.codec.claims import ID_SIZE, asks_of
from provinces.passes.entering import Outcome, judged
from provinces.passes.models import HostPolicy, Issued
from provinces.passes.models import Shown as ShownRow
from provinces.passes.standing import Standing, standing
from provinces.tenancy import scope

from .withdrawing import drop_postings, withdraw_all

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

ADMITS = {
    Outcome.ALLOW: Admits.ALLOWED,
    Outcome.WITH_CONDITION: Admits.ASK,
    Outcome.DENY: Admits.REFUSED,
}
# Half of a list is empty: with so many draws, none is free once in a million million times.
_DRAWS = 40


class NoPolicy(LookupError):
    """The host has no policy of entry in force that this province knows of."""


class OwnProvince(ValueError):
    """Nobody is asked at the border of their own province: going home is always allowed."""


class Live(NamedTuple):
    """A pass for a screen, what it says, and the status that it rests on."""

    text: str
    claims: Claims
    standing: Standing


class Enclosed(NamedTuple):
    """A pass that goes into a letter, with its row."""

    issued: Issued
    text: str


class Shown(NamedTuple):
    """A live pass by which its person can be asked about, its letters, and how long those count."""

    live: Live
    letters: str
    until: datetime


def issue_live(
    citizen: int, *, now: datetime, session: str | None = None, mandate: int | None = None
) -> Live:
    """Return a pass for a screen, over within a minute.

    It costs one statement and one signature, and leaves nothing behind. With a session's key, it
    is issued only while that session lasts, and so with a mandate. Raises NoSuchCitizen, and
    CredentialMissing.
    """
    found = standing(citizen, now, session=session, mandate=mandate)
    ends = now + timedelta(seconds=settings.PASSES_LIVE_SECONDS)
    if found.until is not None:
        ends = max(min(ends, found.until), now + timedelta(seconds=1))
    claims = _claims(found, Kind.LIVE, now=now, ends=ends)
    return Live(codec.encode(claims, keyring.signer(now)), claims, found)


@transaction.atomic
def show_live(
    citizen: int, *, now: datetime, session: str | None = None, mandate: int | None = None
) -> Shown:
    """Return a pass for a screen by which its person can be asked about, and its letters.

    The pass is over as soon as any live one, the letters after PASSES_SHOWN_SECONDS: somebody has
    to type them. Raises as `issue_live`.
    """
    live = issue_live(citizen, now=now, session=session, mandate=mandate)
    letters = spoken.letters(live.claims.opaque_id)
    until = now + timedelta(seconds=settings.PASSES_SHOWN_SECONDS)
    ShownRow.objects.create(
        citizen_id=citizen, letters_hash=spoken.hashed(letters), expires_at=until
    )
    return Shown(live, letters, until)


def issue_day(citizen: Citizen, *, now: datetime, by: Any = None) -> str:
    """Return a pass for 24 hours, or until the status ends; the one before is withdrawn.

    Raises CredentialMissing.
    """
    return _issue(
        citizen, Kind.DAY, lasts=timedelta(hours=settings.PASSES_DAY_HOURS), now=now, by=by
    )


def issue_paper(citizen: Citizen, *, now: datetime, by: Any = None) -> str:
    """Return a pass to be printed; the one before is withdrawn, and none comes by post.

    It lasts for PASSES_PAPER_DAYS, or until the status ends. Raises CredentialMissing.
    """
    lasts = timedelta(days=settings.PASSES_PAPER_DAYS)
    with transaction.atomic():
        drop_postings(citizen, now=now)
        return _issue(citizen, Kind.PAPER, lasts=lasts, now=now, by=by)


@transaction.atomic
def enclose_paper(citizen: Citizen, *, now: datetime) -> Enclosed:
    """Return a pass to be posted; the one before counts until the letter is on its way.

    It lasts for as long as the post may take more than one that is printed. Raises NoSuchCitizen
    and CredentialMissing.
    """
    days = settings.PASSES_PAPER_DAYS + settings.PASSES_POST_DAYS
    return _made(citizen, Kind.PAPER, lasts=timedelta(days=days), now=now, by=None)


def replace_paper(enclosed: Issued, *, now: datetime) -> int:
    """Withdraw what a pass on paper takes the place of, in the caller's transaction."""
    before = _before(enclosed.citizen, Kind.PAPER).exclude(pk=enclosed.pk)
    return withdraw_all(before, Issued.Because.REISSUED, now=now)


@transaction.atomic
def _issue(citizen: Citizen, kind: Kind, *, lasts: timedelta, now: datetime, by: Any) -> str:
    withdraw_all(_before(citizen, kind), Issued.Because.REISSUED, now=now)
    return _made(citizen, kind, lasts=lasts, now=now, by=by).text


def _made(citizen: Citizen, kind: Kind, *, lasts: timedelta, now: datetime, by: Any) -> Enclosed:
    found = standing(citizen.pk, now)
    ends = now + lasts if found.until is None else min(now + lasts, found.until)
    opaque_id = secrets.token_bytes(ID_SIZE)
    hashed = spoken.hashed(spoken.letters(opaque_id))
    made = Issued(citizen=citizen, kind=kind, says=found.outcome.says, letters_hash=hashed)
    issued = _place(made, now, ends)
    claims = _claims(found, kind, now=now, ends=ends, issued=issued)
    claims = replace(claims, opaque_id=opaque_id)
    _record(issued, by=by, now=now)
    return Enclosed(issued, codec.encode(claims, keyring.signer(now)))


@transaction.atomic
def issue_entry(
    citizen: Citizen, *, host: str, now: datetime, begins: datetime | None = None, by: Any = None
) -> str:
    """Return what a host's policy says of a citizen's journey, as a pass; one before is withdrawn.

    The policy that counts when the journey begins is evaluated here, over what is known of the
    person by now; the pass names host, version and answer, and neither facts nor reasons nor the
    status. Raises NoPolicy, OwnProvince, and
    CredentialMissing.
    """
    begins = max(begins or now, now)
    policy = policy_of(host, begins)
    ends = min(begins + timedelta(hours=settings.PASSES_ENTRY_HOURS), policy.until)
    withdraw_all(_before(citizen, Kind.ENTRY).filter(host=host), Issued.Because.REISSUED, now=now)
    answer = judged(policy.document, snapshot.snapshot([citizen.pk])[citizen.pk])
    entry = Entry(
        host=host,
        version=policy.version,
        not_before=_seconds(begins),
        not_after=_seconds(ends),
        outcome=ADMITS[answer.outcome],
        asks=asks_of(answer.conditions),
    )
    issued = Issued(citizen=citizen, kind=Kind.ENTRY, host=host, says=says_of(entry))
    _place(issued, now, ends)
    found = standing(citizen.pk, now)
    claims = _claims(found, Kind.ENTRY, now=now, ends=ends, issued=issued, entry=entry)
    told = {"host": host, "version": policy.version, "outcome": str(answer.outcome)}
    _record(issued, by=by, now=now, **told)
    return codec.encode(claims, keyring.signer(now))


def policy_of(host: str, at: datetime) -> HostPolicy:
    """Return the policy of entry of a host that counts at a moment; raises as `issue_entry`."""
    if host == scope.current().slug:
        raise OwnProvince("nobody is asked at the border of their own province")
    found = HostPolicy.objects.filter(host=host, in_force_from__lte=at, until__gt=at)
    policy = found.order_by("-in_force_from", "-version").first()
    if policy is None:
        raise NoPolicy(f"{host} has no policy of entry in force")
    return policy


def says_of(entry: Entry) -> bytes:
    """Return the answer of an entry pass in bytes, by which two are compared."""
    return bytes([entry.outcome, sum(entry.asks)]) + entry.version.to_bytes(4)


def _before(citizen: Citizen, kind: Kind) -> Any:
    return Issued.objects.filter(citizen=citizen, kind=kind)


def _claims(
    found: Standing,
    kind: Kind,
    *,
    now: datetime,
    ends: datetime,
    issued: Issued | None = None,
    entry: Entry | None = None,
) -> Claims:
    return Claims(
        issuer=scope.current().slug,
        issued_at=_seconds(now),
        expires_at=max(_seconds(ends), _seconds(now) + 1),
        opaque_id=secrets.token_bytes(ID_SIZE),
        kind=kind,
        computed_at=_seconds(found.computed_at),
        follows=found.outcome.follows if entry is None else None,
        places=found.outcome.places if entry is None else {},
        status=None if issued is None else StatusReference(issued.list, issued.index),
        entry=entry,
    )


def _place(issued: Issued, now: datetime, ends: datetime) -> Issued:
    """Store a pass at a free place of a status list, drawn at random."""
    issued.issued_at, issued.expires_at = now, max(ends, now + timedelta(seconds=1))
    issued.list = _list_with_room()
    for _ in range(_DRAWS):
        issued.index = secrets.randbelow(settings.PASSES_LIST_SIZE)
        # Whoever draws the same place at the same moment is the one who draws again.
        with suppress(IntegrityError), transaction.atomic():
            issued.save(force_insert=True)
            return issued
    raise RuntimeError(f"list {issued.list} has no room")


def _list_with_room() -> int:
    last = Issued.objects.aggregate(last=Max("list"))["last"] or 0
    taken = Issued.objects.filter(list=last).aggregate(taken=Count("pk"))["taken"]
    return last + 1 if taken >= settings.PASSES_LIST_SIZE // 2 else last


def _record(issued: Issued, *, by: Any, now: datetime, **told: Any) -> None:
    kind = Kind(issued.kind).name.lower()
    body = {"kind": kind, "until": issued.expires_at.isoformat(), **told}
    about = f"citizens.citizen:{issued.citizen_id}"
    ledger.record(Event.PASSES_ISSUED, by=by, about=about, at=now, body=body)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
