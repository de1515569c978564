"""Somebody says that a ground is wrong: nothing is asked of them first, no fee and no test."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from core.db import days, locks
from provinces.accounts.models import User
from provinces.appeals import sealing
from provinces.appeals.holding import contestable
from provinces.appeals.models import (
    Appeal,
    Attachment,
    Basis,
    Category,
    Channel,
    Forwarded,
    Gravity,
    Statement,
    Thing,
)
from provinces.appeals.tracing import NoGround, trace
from provinces.citizens.models import Citizen
from provinces.citizens.services import new_reference
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.rules.models import Ruleset
from provinces.status import queries as status
from provinces.status.models import Outcome
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge

from .telling import Step, tell

ATTEND = "provinces.appeals.tasks.attend"
LONGEST = 4000
# By their first bytes: what a file is called, and what a browser says of it, is not asked.
MAGIC = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}


class NothingSaid(ValueError):
    """An appeal says what is wrong, in up to 4,000 characters."""


class TooManyFiles(ValueError):
    """More files came than are taken with a statement."""


class NotAFile(ValueError):
    """A file is too large, or is neither a photograph (JPEG, PNG) nor a PDF."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody brings."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Complaint:
    """What somebody says is wrong: which ground of which decision, how, and what shows it.

    `arrived_on` is the day on which a letter came that was typed in later.
    """

    decision: int
    ground: str
    category: Category
    text: str
    files: Sequence[File] = ()
    channel: Channel = Channel.SELF
    arrived_on: date | None = None


@transaction.atomic
def file(citizen: Citizen, complaint: Complaint, *, by: User, now: datetime) -> Appeal:
    """File an appeal; while one against the same ground is open, add to that.

    Raises NoGround, NothingSaid, TooManyFiles, and NotAFile.
    """
    locks.hold("appeals of a citizen", [citizen.pk])
    found = Appeal.objects.open().filter(citizen=citizen, ground=complaint.ground).first()
    appeal = found or _file(citizen, complaint, by=by, now=now)
    take_statement(appeal, complaint, is_first=found is None, by=by, now=now)
    nudge(ATTEND)
    return appeal


def take_statement(
    appeal: Appeal, complaint: Complaint, *, is_first: bool, by: User, now: datetime
) -> None:
    """Keep the statement that files an appeal, or joins it; record it, and tell the person.

    Raises NothingSaid, TooManyFiles, and NotAFile.
    """
    keep_statement(appeal, complaint, by=by, now=now)
    event, step = (_as_filed if is_first else _as_joined)(complaint.channel)
    body = {"decision": appeal.decision_id, "ground": appeal.ground, "channel": complaint.channel}
    body |= {"files": len(complaint.files)}
    if complaint.arrived_on is not None:
        body["arrived_on"] = complaint.arrived_on.isoformat()
    ledger.record(event, by=by, about=appeal, at=now, body=body)
    tell(appeal, step, now=now)


@transaction.atomic
def file_unseen(
    citizen: Citizen | None, complaint: Complaint, *, by: User, now: datetime
) -> list[Appeal]:
    """File an appeal against each ground that holds somebody, for an official who sees none.

    It joins what is open, too, where the ground has no effect meanwhile. Which decision and ground
    the complaint names does not matter: no ground is chosen where none is shown. Empty where
    nothing holds them, and for nobody, of whom as much has to be said.
    Raises NothingSaid, TooManyFiles, and NotAFile.
    """
    check(complaint)
    filed: list[Appeal] = []
    if citizen is None:
        return filed
    waiting = Appeal.objects.of(citizen).open()
    meant = {each.ground: each.decision for each in contestable(citizen, now)}
    meant |= dict(waiting.exclude(ground__in=meant).values_list("ground", "decision_id"))
    for ground, decision in meant.items():
        said = replace(complaint, decision=decision, ground=ground)
        with suppress(NoGround):
            filed.append(file(citizen, said, by=by, now=now))
    return filed


def check(complaint: Complaint) -> None:
    """Refuse what nobody could file; raises NothingSaid, TooManyFiles, and NotAFile."""
    _text(complaint.text), _kinds(complaint.files)


def _file(citizen: Citizen, complaint: Complaint, *, by: User, now: datetime) -> Appeal:
    outcome = status.history(citizen).filter(decision=complaint.decision).first()
    if outcome is None:
        raise NoGround(f"no decision {complaint.decision} about {citizen} is kept")
    bases = trace(outcome, complaint.ground, now=now)
    told = next(one for one in outcome.grounds if one["ground"] == complaint.ground)
    gravity = _gravity(outcome, str(told["status"]))
    appeal = Appeal.objects.create(
        reference=new_reference(),
        citizen=citizen,
        decision_id=outcome.decision_id,
        ground=complaint.ground,
        status=told["status"],
        gravity=gravity,
        channel=complaint.channel,
        filed_by=by,
        filed_at=now,
        answer_by=_due(gravity, complaint.arrived_on, now),
    )
    for basis in bases:
        basis.appeal = appeal
    Basis.objects.bulk_create(bases)
    _forward(appeal, bases, now)
    return appeal


def _as_filed(channel: Channel) -> tuple[Event, Step]:
    """Return what is recorded of a new appeal, and what its person is told."""
    steps = {Channel.TELEPHONE: Step.TELEPHONED, Channel.MAIL: Step.MAILED}
    return Event.APPEAL_FILED, steps.get(channel, Step.FILED)


def _as_joined(channel: Channel) -> tuple[Event, Step]:
    """Return what is recorded of a statement that joins an appeal, and what its person is told."""
    return Event.APPEAL_JOINED, Step.JOINED_BY_MAIL if channel == Channel.MAIL else Step.JOINED


def _gravity(outcome: Outcome, key: str) -> Gravity:
    """Return how hard a status bears on somebody; raises NoGround where it does not at all."""
    ruleset: Ruleset | None = outcome.decision.ruleset
    listed = ruleset.document["statuses"] if ruleset else []
    consequence = next((one["consequence"] for one in listed if one["key"] == key), "free")
    if consequence == "free":
        raise NoGround(f"{key} keeps nobody from anything")
    return Gravity.HELD if consequence == "held" else Gravity.RESTRICTED


def _due(gravity: Gravity, arrived_on: date | None, now: datetime) -> datetime:
    """Return until when to answer: a letter's clock runs from when the day of its arrival ended.

    Whoever answers has half of the time at least, and nobody is relieved by a date alone.
    """
    clock = _clock(gravity)
    if arrived_on is None:
        return now + clock
    ended = datetime.fromtimestamp(days.day_of(arrived_on, scope.current().zone).hi * 60, UTC)
    return max(min(ended, now) + clock, now + clock / 2)


def _clock(gravity: Gravity) -> timedelta:
    is_held = gravity is Gravity.HELD
    hours = settings.APPEALS_HELD_HOURS if is_held else settings.APPEALS_RESTRICTED_HOURS
    return timedelta(hours=hours)


def _forward(appeal: Appeal, bases: Sequence[Basis], now: datetime) -> None:
    """Queue what may be another province's word; of a result only the federation knows that."""
    for basis in bases:
        is_result = basis.thing == Thing.RESULT
        if is_result or (basis.thing == Thing.PIECE and basis.issuer):
            Forwarded.objects.create(
                appeal=appeal,
                piece=None if is_result else basis.piece,
                result=basis.piece if is_result else None,
                queued_at=now,
            )
            return


def _text(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST or "\x00" in text:
        raise NothingSaid(f"what is wrong is said in 1 to {LONGEST} characters")
    return text


def _kinds(files: Sequence[File]) -> list[str]:
    """Return what each file is; raises TooManyFiles, and NotAFile."""
    if len(files) > settings.APPEALS_MOST_FILES:
        raise TooManyFiles(f"{settings.APPEALS_MOST_FILES} files are taken at most")
    return [_kind(one) for one in files]


def _kind(one: File) -> str:
    if len(one.content) > settings.APPEALS_FILE_BYTES:
        raise NotAFile(f"{one.name!r} has more than {settings.APPEALS_FILE_BYTES} bytes")
    for magic, kind in MAGIC.items():
        if one.content.startswith(magic):
            return kind
    raise NotAFile(f"{one.name!r} is neither a JPEG or PNG image nor a PDF")


def keep_statement(appeal: Appeal, complaint: Complaint, *, by: User, now: datetime) -> None:
    """Keep what somebody says and brings, sealed; raises NothingSaid, TooManyFiles, NotAFile."""
    text, kinds = _text(complaint.text), _kinds(complaint.files)
    of = appeal.reference
    said = Statement.objects.create(
        appeal=appeal,
        category=complaint.category,
        channel=complaint.channel,
        arrived_on=complaint.arrived_on,
        by=by,
        said_at=now,
        sealed=sealing.seal(text.encode(), of=of),
    )
    Attachment.objects.bulk_create(
        Attachment(
            statement=said,
            media_type=kind,
            size=len(one.content),
            name=sealing.seal(one.name[-120:].encode(), of=of),
            sealed=sealing.seal(one.content, of=of),
        )
        for one, kind in zip(complaint.files, kinds, strict=True)
    )
