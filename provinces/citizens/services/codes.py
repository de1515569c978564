"""Codes: somebody says who they are, the registry sends them a code, and they enter it.

    ask ──► Challenge ──► (task) look up, keep a code's hash, have the registry deliver it
                                                                           │
    the page "enter your code" ◄────── the same for known and unknown      ▼
    enter ──► compare ──► found out who they are, or "that is not the code"

The request only keeps what was said and sends a task: whether anybody is known is found out
elsewhere and later, so the answer cannot tell. In the task, too, the same steps are done for who is
unknown; the code then goes to nobody.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from provinces.citizens import canaries, identities, registry
from provinces.citizens.documents import DocumentKind
from provinces.citizens.models import Challenge, Citizen
from provinces.citizens.registry import NOBODY, Claimed, Match
from provinces.ledger import noticing
from provinces.ledger.purposes import Of
from provinces.tenancy import credentials, scope
from provinces.tenancy.tasks import nudge

from .people import new_reference

Purpose = Challenge.Purpose
# What an account is opened by: a code from the registry, or one on a letter.
OPENING = (Purpose.ACCOUNT, Purpose.LETTER)

SEND = "provinces.citizens.tasks.send_code"
DIGITS = 8
# How long a request waits for a registry that is down.
PATIENCE = timedelta(days=1)
# How long after the code was entered what it is for can be done.
OPEN = timedelta(minutes=30)


class WrongCode(PermissionError):
    """The code does not fit, is over, was tried too often, or was sent to nobody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who somebody says they are, what for, in which language, and from where they ask.

    `source` is what an alarm names: the actor and the network, "" where there is none. `more` is
    what the purpose needs besides. Of what is quiet nobody is sent a code: it was asked for too
    often; whoever asks is not told.
    """

    claimed: Claimed
    purpose: Purpose
    language: str
    source: dict[str, str] = field(default_factory=dict)
    asked_by: Citizen | None = None
    more: dict[str, Any] = field(default_factory=dict)
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """Who somebody has proved to be, and what they wanted."""

    challenge: Challenge
    claimed: Claimed
    match: Match
    more: dict[str, Any]


@transaction.atomic
def ask(asked: Asked, *, now: datetime) -> str:
    """Keep who somebody says they are, and have a code sent; return the token for the session."""
    noticing.require(Of.CODE, asked.purpose, at=now)
    token = secrets.token_hex(16)
    more = {**asked.more, "quiet": asked.is_quiet}
    said = {**asdict(asked.claimed), "source": asked.source, "more": more}
    challenge = Challenge.objects.create(
        token=token,
        purpose=asked.purpose,
        asked_by=asked.asked_by,
        claimed=_seal(token, said),
        language=asked.language,
        asked_at=now,
        expires_at=now + PATIENCE,
    )
    nudge(SEND, number=challenge.pk)
    return token


def send(number: int, *, now: datetime) -> bool:
    """Look somebody up and have the registry send them a code; return whether that was done.

    Done once for each challenge, and not after its time. Raises RegistryDown, and InATransaction;
    then it is tried again later.
    """
    challenge = Challenge.objects.filter(pk=number, sent_at=None, expires_at__gt=now).first()
    if challenge is None:
        return False
    said = _unseal(challenge.token, challenge.claimed)
    claimed = _claimed(said)
    child = said["more"].get("child", {})
    for document in filter(None, (claimed.number, child.get("number"))):
        _watch(document, challenge, said["source"], now)
    match = registry.current().look_up(claimed)
    if said["more"].get("quiet"):
        match = None
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    kept = _keep(challenge, match, code, now)
    try:
        handle = match.handle if match else NOBODY
        words = _words(challenge, code, is_for_child=bool(child))
        registry.current().deliver(handle, words if kept else "")
    except registry.RegistryDown:
        _unsend(challenge)
        raise
    return kept


def pending(now: datetime) -> list[int]:
    """Return the challenges whose code could not be sent yet."""
    waiting = Challenge.objects.filter(sent_at=None, expires_at__gt=now).order_by("pk")
    return list(waiting.values_list("pk", flat=True))


def enter(token: str, code: str, purposes: Collection[Purpose], *, now: datetime) -> Entered:
    """Take the code that was sent for one of some purposes.

    Raises WrongCode, whatever is wrong with it; a code for something else is wrong, too.
    """
    entered = _enter(token, code, purposes, now)
    if entered is None:
        raise WrongCode("that is not the code")
    return entered


def opened(token: str, purposes: Iterable[Purpose], *, now: datetime) -> Entered:
    """Return what a code was entered for, to be done now. Raises WrongCode once that is over."""
    found = Challenge.objects.filter(
        token=token, purpose__in=purposes, entered_at__gt=now - OPEN, used_at=None
    ).first()
    if found is None:
        raise WrongCode("no code has been entered")
    return _entered(found)


def use(challenge: Challenge, *, now: datetime) -> None:
    """Let what a code was entered for be done once, in the caller's transaction.

    Raises WrongCode.
    """
    if not Challenge.objects.filter(pk=challenge.pk, used_at=None).update(used_at=now):
        raise WrongCode("it has been done")


@transaction.atomic
def write_letter(claimed: Claimed, match: Match, *, by: Any, now: datetime) -> tuple[str, str]:
    """Return a token and a code to print for somebody present at a desk.

    They open their account with it, at home or on anybody's phone; it tells of neither. It has to
    be entered within the days that a letter takes.
    """
    token, code = new_reference(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    said = {**asdict(claimed), "source": {"actor": str(by), "network": ""}, "more": {}}
    Challenge.objects.create(
        token=token,
        purpose=Purpose.LETTER,
        claimed=_seal(token, said),
        found=_seal(token, asdict(match)),
        code_hash=_hash(token, code),
        language="",
        asked_at=now,
        sent_at=now,
        expires_at=now + settings.CITIZENS_LETTER_LASTS,
    )
    return token, code


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Forget what was said on the way to a code that is over; return how many."""
    return Challenge.objects.filter(expires_at__lt=now - PATIENCE).delete()[0]


@transaction.atomic
def _enter(token: str, code: str, purposes: Collection[Purpose], now: datetime) -> Entered | None:
    challenge = Challenge.objects.select_for_update().filter(token=token).first()
    if challenge is None:
        return None
    fits = hmac.compare_digest(_hash(token, code.strip()), bytes(challenge.code_hash or b""))
    is_open = challenge.expires_at > now and challenge.tries < settings.CITIZENS_CODE_TRIES
    is_first = challenge.entered_at is None
    is_meant = challenge.purpose in purposes
    is_somebody = _match(challenge) is not None
    challenge.tries += 1
    if fits and is_open and is_first and is_meant and is_somebody:
        challenge.entered_at = now
    challenge.save(update_fields=["tries", "entered_at"])
    return _entered(challenge) if is_first and challenge.entered_at else None


@transaction.atomic
def _keep(challenge: Challenge, match: Match | None, code: str, now: datetime) -> bool:
    """Keep a code's hash, unless another worker was first."""
    found = _seal(challenge.token, asdict(match) if match else None)
    fresh = Challenge.objects.filter(pk=challenge.pk, sent_at=None)
    return bool(
        fresh.update(
            found=found,
            code_hash=_hash(challenge.token, code),
            sent_at=now,
            expires_at=now + settings.CITIZENS_CODE_LASTS,
        )
    )


@transaction.atomic
def _unsend(challenge: Challenge) -> None:
    """Have a code sent anew, another one, whose delivery failed."""
    again = challenge.asked_at + PATIENCE
    Challenge.objects.filter(pk=challenge.pk, entered_at=None).update(
        sent_at=None, code_hash=None, expires_at=again
    )


def _watch(document: str, challenge: Challenge, source: dict[str, str], now: datetime) -> None:
    key = credentials.key_of(scope.current().slug)
    hashed = identities.document_hash(key, document)
    canaries.touch(hashed, challenge.purpose, source=source, now=now)


def _words(challenge: Challenge, code: str, *, is_for_child: bool) -> str:
    minutes = settings.CITIZENS_CODE_LASTS.seconds // 60
    with translation.override(challenge.language):
        if is_for_child:
            # It goes to the guardian, who has asked and enters it; an adult reads theirs out.
            return _(
                "Your code to act for your child: %(code)s. It is good for %(minutes)s minutes."
                " Enter it yourself where you asked for it. Tell it to nobody, also not to"
                " officials. If you did not ask for it, change your password."
            ) % {"code": code, "minutes": minutes}
        if challenge.purpose == Purpose.MANDATE:
            return _(
                "Somebody asks to act for you. If you want that, tell them this code: %(code)s."
                " It is good for %(minutes)s minutes. If not, tell nobody."
            ) % {"code": code, "minutes": minutes}
        if challenge.purpose == Purpose.TELEPHONE:
            return _(
                "Code for a call to a desk: %(code)s. It is good for %(minutes)s minutes. If you"
                " are on the telephone with a desk, to appeal or to have a paper code posted to"
                " you, read it out. If not, tell nobody."
            ) % {"code": code, "minutes": minutes}
        return _(
            "Your code: %(code)s. It is good for %(minutes)s minutes. Tell it to nobody, also"
            " not to officials."
        ) % {"code": code, "minutes": minutes}


def _entered(challenge: Challenge) -> Entered:
    match = _match(challenge)
    if match is None:
        raise WrongCode("the registry knows nobody like that")
    said = _unseal(challenge.token, challenge.claimed)
    return Entered(challenge, _claimed(said), match, said["more"])


def _match(challenge: Challenge) -> Match | None:
    found = _unseal(challenge.token, challenge.found) if challenge.found else None
    return Match(**{**found, "contacts": tuple(found["contacts"])}) if found else None


def _claimed(said: dict[str, Any]) -> Claimed:
    return Claimed(DocumentKind(said["kind"]), said["number"], said["full_name"])


def _hash(token: str, code: str) -> bytes:
    key = credentials.key_of(scope.current().slug)
    return identities.keyed(key, b"code", f"{token} {code}".encode())


def _seal(token: str, what: Any) -> bytes:
    key = credentials.key_of(scope.current().slug)
    return identities.seal_text(key, token, json.dumps(what, ensure_ascii=False))


def _unseal(token: str, sealed: Any) -> Any:
    key = credentials.key_of(scope.current().slug)
    return json.loads(identities.unseal_text(key, token, bytes(sealed)))
