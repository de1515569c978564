"""A paper code by post: asked for, made and posted by a task, and given up in the end.

    ask_post ──► Posting ──► take ──► handle of the registry ──► enclose a pass ──► post, once
                    ▲                     │                          │                 │
                    ├── it is down, later each time ◄────────────────┼─────────────────┤
                    ├── the status ends before a letter arrives ◄────┘                 ▼
       given up after PASSES_POST_TRY_DAYS          what was before is withdrawn ◄── posted

The registry has it printed and knows where to: no address comes here, and nothing is linked to any.
The pass is made when it is posted, so it tells of that day. Until the registry has taken the letter
the pass is kept, sealed: whoever takes up what a killed worker left posts the same one by the same
name, and of one name the registry posts one letter.
"""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from provinces.accounts.models import User
from provinces.citizens import identities, registry
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.notices import services as notices
from provinces.notices.models import Notice
from provinces.passes import letters
from provinces.passes.models import Issued, Posting
from provinces.passes.standing import NoSuchCitizen, standing
from provinces.tenancy import credentials, scope
from provinces.tenancy.tasks import nudge

from .issuing import enclose_paper, replace_paper
from .withdrawing import withdraw_all

log = logging.getLogger(__name__)

Channel = Posting.Channel
State = Posting.State
Trouble = Posting.Trouble
POST = "provinces.passes.tasks.post_letters"
WEEK = timedelta(days=7)
# For how long whoever has taken a row has to post it.
LEASE = timedelta(minutes=10)
AT_ONCE = 200
# After so many in a row the registry is taken to be down.
FAILURES = 3
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
# A pass that could not be posted for so long is made anew: it is to tell of the day.
OF_THE_DAY = timedelta(days=1)


class TooManyLetters(PermissionError):
    """As many letters were asked for within a week as a person may have; `again_at` says when."""

    def __init__(self, again_at: datetime) -> None:
        self.again_at = again_at
        super().__init__(f"no more letters before {again_at}")


class NotYet(Exception):
    """It cannot be posted now; `at` is when to try again, where that is known."""

    def __init__(self, why: Trouble, at: datetime | None = None) -> None:
        self.why, self.at = why, at
        super().__init__(str(why))


class Never(Exception):
    """It cannot be posted at all."""

    def __init__(self, why: Trouble) -> None:
        self.why = why
        super().__init__(str(why))


class NotWanted(Exception):
    """The letter was called off meanwhile."""


@transaction.atomic
def ask_post(
    citizen: Citizen, *, channel: Channel, by: User, now: datetime, language: str | None = None
) -> Posting:
    """Have a paper code posted to a citizen; return what becomes of it.

    Whoever waits for a letter waits for that one. It is written in the language that the citizen
    has chosen, by default, or in all of them. Raises TooManyLetters and NoSuchCitizen.
    """
    standing(citizen.pk, now)
    Citizen.objects.select_for_update().get(pk=citizen.pk)
    mine = Posting.objects.filter(citizen=citizen)
    waiting = mine.filter(state=State.WAITING).first()
    if waiting is not None:
        return waiting
    most = settings.PASSES_POSTS_PER_WEEK
    # That the registry was down is nobody's fault; that it knows no address stays so.
    missed = Q(state=State.FAILED) & ~Q(trouble__in=[Trouble.ADDRESS, Trouble.UNKNOWN])
    asked = mine.exclude(missed).filter(asked_at__gt=now - WEEK)
    moments = list(asked.order_by("-asked_at").values_list("asked_at", flat=True)[:most])
    if len(moments) == most:
        raise TooManyLetters(moments[-1] + WEEK)
    posting = Posting.objects.create(
        citizen=citizen,
        channel=channel,
        language=_language(citizen) if language is None else language,
        asked_at=now,
        asked_by=by,
        next_try_at=now,
    )
    ledger.record(Event.POST_ASKED, by=by, about=citizen, at=now, body={"channel": str(channel)})
    if channel != Channel.SELF:
        notices.tell_of([citizen.pk], kind=Notice.Kind.POSTED, of=str(channel), now=now)
    nudge(POST)
    return posting


def ask_post_unseen(
    citizen: Citizen | None, *, by: User, now: datetime, language: str = ""
) -> None:
    """Have a paper code posted to a caller, for an official who is not told whether one is.

    For nobody as for somebody, and without a word where they have had as many as they may.
    """
    if citizen is not None:
        with suppress(TooManyLetters, NoSuchCitizen):
            ask_post(citizen, channel=Channel.TELEPHONE, by=by, now=now, language=language)


def post_due(*, now: datetime) -> Counter[str]:
    """Post the letters that are due; return how many came to which state.

    What cannot be posted keeps nobody else waiting; a registry that is down is left alone until the
    next time. Raises RuntimeError inside a transaction: what is posted cannot be taken back.
    """
    done: Counter[str] = Counter()
    failures = 0
    for _each in range(AT_ONCE):
        row = _take(now) if failures < FAILURES else None
        if row is None:
            break
        state = _settled(row, now)
        failures += state == State.WAITING and row.trouble == Trouble.REGISTRY
        done[str(state)] += 1
    return done


@transaction.atomic(durable=True)
def _take(now: datetime) -> Posting | None:
    """Take what is due for as long as posting it may last."""
    due = Posting.objects.filter(state=State.WAITING, next_try_at__lte=now)
    row = due.order_by("next_try_at", "pk").select_for_update(skip_locked=True).first()
    if row is not None:
        row.next_try_at = now + LEASE
        row.save(update_fields=["next_try_at"])
    return row


def _settled(row: Posting, now: datetime) -> State:
    """Settle one of many: one that fails is taken up again when its lease is over."""
    try:
        return _settle(row, now)
    except Exception:  # one that fails keeps no other waiting
        log.exception("a letter could not be posted: %s", row.pk)
        return State.WAITING


def _settle(row: Posting, now: datetime) -> State:
    """Post a letter, or say why not yet, or never."""
    try:
        if now >= _end(row):
            raise Never(Trouble(row.trouble or Trouble.REGISTRY))
        return _post(row, now)
    except NotYet as refusal:
        return _again(row, refusal, now)
    except Never as refusal:
        return _give_up(row, refusal.why, now)
    except NotWanted:
        return State.DROPPED


def _post(row: Posting, now: datetime) -> State:
    if import_string(settings.PASSES_KEPT_OFF_BY)(now):
        raise NotYet(Trouble.OFF)
    try:
        handle = citizens.handle_of(row.citizen)
        if handle is None:
            raise Never(Trouble.UNKNOWN)
        issued, text = _enclosed(row, now)
        made = letters.letter(text, language=row.language, now=now)
        if not registry.current().post(handle, made, name=_name(issued)):
            raise Never(Trouble.ADDRESS)
    except registry.RegistryDown:
        raise NotYet(Trouble.REGISTRY) from None
    except NoSuchCitizen:
        raise Never(Trouble.GONE) from None
    return _posted(row, issued, now)


@transaction.atomic
def _enclosed(row: Posting, now: datetime) -> tuple[Issued, str]:
    """Return the pass for a letter: the one that was made for it, if it is still good for that.

    Raises NotWanted, NotYet, NoSuchCitizen and CredentialMissing.
    """
    own = Posting.objects.filter(pk=row.pk, state=State.WAITING).select_for_update().first()
    if own is None:
        raise NotWanted("it was called off")
    until, arrives = standing(row.citizen_id, now).until, now + _under_way()
    if until is not None and until < arrives:
        raise NotYet(Trouble.SHORT, until)
    key = credentials.key_of(scope.current().slug)
    kept = own.issued
    if kept is not None and own.code is not None and _is_good(kept, now):
        return kept, identities.unseal_text(key, row.citizen.reference, bytes(own.code))
    _withdraw(own, now)
    made = enclose_paper(row.citizen, now=now)
    own.issued = made.issued
    own.code = identities.seal_text(key, row.citizen.reference, made.text)
    own.save(update_fields=["issued", "code"])
    return made.issued, made.text


def _is_good(kept: Issued, now: datetime) -> bool:
    is_of_the_day = kept.issued_at > now - OF_THE_DAY
    return kept.withdrawn_at is None and is_of_the_day and kept.expires_at >= now + _under_way()


def _under_way() -> timedelta:
    return timedelta(days=settings.PASSES_POST_DAYS)


@transaction.atomic
def _posted(row: Posting, issued: Issued, now: datetime) -> State:
    if not _close(row, State.POSTED, "", now):
        return State.DROPPED
    replace_paper(issued, now=now)
    ledger.record(Event.POST_TAKEN, by=None, about=row.citizen, at=now)
    notices.tell_of([row.citizen_id], kind=Notice.Kind.POSTED, of="posted", now=now)
    return State.POSTED


@transaction.atomic
def _give_up(row: Posting, why: Trouble, now: datetime) -> State:
    if not _close(row, State.FAILED, str(why), now):
        return State.DROPPED
    _withdraw(Posting.objects.get(pk=row.pk), now)
    ledger.record(Event.POST_FAILED, by=None, about=row.citizen, at=now, body={"why": str(why)})
    notices.tell_of([row.citizen_id], kind=Notice.Kind.POSTED, of="failed", now=now)
    return State.FAILED


def _close(row: Posting, state: State, trouble: str, now: datetime) -> bool:
    """Close what still waits, unless somebody else did; tell whether it was done here."""
    mine = Posting.objects.filter(pk=row.pk, state=State.WAITING)
    return bool(mine.update(state=state, trouble=trouble, settled_at=now, code=None))


def _again(row: Posting, refusal: NotYet, now: datetime) -> State:
    wait = min(FIRST_WAIT * 2 ** min(row.tries, 10), LONGEST_WAIT)
    row.trouble = refusal.why
    Posting.objects.filter(pk=row.pk, state=State.WAITING).update(
        tries=row.tries + 1,
        trouble=refusal.why,
        next_try_at=min(refusal.at or now + wait, _end(row)),
    )
    return State.WAITING


def _end(row: Posting) -> datetime:
    """Return when it is tried no more."""
    return row.asked_at + timedelta(days=settings.PASSES_POST_TRY_DAYS)


def _withdraw(row: Posting, now: datetime) -> None:
    """Withdraw the pass that was made for a letter and did not go, or is not known to have gone."""
    made = Issued.objects.filter(pk=row.issued_id or 0)
    withdraw_all(made, Issued.Because.UNPOSTED, now=now)


def _language(citizen: Citizen) -> str:
    """Return the language that a citizen has chosen, "" for who was never asked."""
    return citizen.language if citizen.user_id else ""


def _name(issued: Issued) -> str:
    """Return by what the registry tells a letter from others; it says nothing of anybody."""
    key = credentials.key_of(scope.current().slug)
    return identities.keyed(key, b"letter", str(issued.pk).encode()).hex()[:32]
