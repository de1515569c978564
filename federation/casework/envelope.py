"""Sealed messages about a person, and the acknowledgements they are answered with.

{ v, from, to, id, seq, class, about, epoch, sent_at, answer_by, in_reply_to, sealed }
  └──────────────── the context to which `sealed` is bound ──────────────┘
and all of it in a statement signed with the sender's ledger key
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.signing import base64_text, sealing, statements
from core.signing.canonical import NotCanonical, canonical, digest, parsed
from core.signing.keys import SigningKey, Verifier
from core.signing.sealing import CannotOpen, SealingKey
from core.signing.statements import BadStatement
from federation.peers import instants

from .classes import MessageClass
from .refusals import BadEnvelope, Fault

VERSION = 1
MEMBERS = {
    "v", "from", "to", "id", "seq", "class", "about", "epoch", "sent_at", "answer_by",
    "in_reply_to", "sealed",
}  # fmt: skip
ABOUT, EPOCH = re.compile("[a-z2-7]{52}"), re.compile("[0-9]{4}-[0-9]{2}")
FAULT = {"pointer", "code", "detail"}
MOST_FAULTS, MOST_DETAIL = 1000, 2000
# The largest record of a hand-over, with room to spare; the endpoint refuses 4 MB.
MOST_SEALED = 3 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message as it travels: whose, to whom, the how manieth, about whom, and what is sealed."""

    sender: str
    receiver: str
    id: uuid.UUID
    seq: int
    of: MessageClass
    about: str
    epoch: str
    sent_at: datetime
    answer_by: datetime | None = None
    in_reply_to: uuid.UUID | None = None
    sealed: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**self.header(), "sealed": self.sealed}

    def header(self) -> dict[str, Any]:
        """Return all but what is sealed."""
        return {
            "v": VERSION,
            "from": self.sender,
            "to": self.receiver,
            "id": str(self.id),
            "seq": self.seq,
            "class": str(self.of),
            "about": self.about,
            "epoch": self.epoch,
            "sent_at": instants.text(self.sent_at),
            "answer_by": self.answer_by and instants.text(self.answer_by),
            "in_reply_to": self.in_reply_to and str(self.in_reply_to),
        }

    @property
    def digest(self) -> str:
        return digest(self.as_json())


def written(
    header: Envelope, body: dict[str, Any], *, to: bytes, key: SigningKey
) -> dict[str, Any]:
    """Return a message as a signed statement, its body sealed for the holder of `to`.

    Raises NotCanonical for a body that is not plain JSON without fractions.
    """
    sealed = sealing.seal(canonical(body), to, canonical(header.header()))
    full = replace(header, sealed=base64_text.encoded(sealed))
    return statements.signed(full.as_json(), key)


def claimed_at(statement: Any) -> datetime:
    """Return when a statement says it was sent: nothing is verified yet; raises BadEnvelope."""
    try:
        statements.claimed_key(statement)
        return instants.instant(statement["body"]["sent_at"])
    except (BadStatement, KeyError, TypeError, ValueError) as problem:
        raise BadEnvelope("bad-envelope", f"it says not when it was sent: {problem}") from None


def read(statement: Any, verifiers: Sequence[Verifier]) -> Envelope:
    """Return the envelope of a statement by one of the keys; raises BadEnvelope."""
    try:
        body = statements.verified(statement, *verifiers)
    except BadStatement as problem:
        raise BadEnvelope("bad-signature", str(problem)) from None
    if body.keys() != MEMBERS:
        raise BadEnvelope("bad-envelope", f"it must have exactly the members {sorted(MEMBERS)}")
    if type(body["v"]) is not int or body["v"] != VERSION:
        raise BadEnvelope("no-common-version", f"its version is {body['v']!r}, not {VERSION}")
    try:
        found = _envelope(body)
    except (ValueError, TypeError, AttributeError) as problem:
        raise BadEnvelope("bad-envelope", str(problem)) from None
    if found.as_json() != body:
        raise BadEnvelope("bad-envelope", "something in it is not written in its one way")
    return found


def stored(statement: dict[str, Any]) -> Envelope:
    """Return the envelope of a statement that was verified when it came in."""
    return _envelope(statement["body"])


def _envelope(body: dict[str, Any]) -> Envelope:
    if type(body["seq"]) is not int or body["seq"] < 1:
        raise ValueError(f"{body['seq']!r} is no number of a message")
    if not ABOUT.fullmatch(body["about"]) or not EPOCH.fullmatch(body["epoch"]):
        raise ValueError("about and epoch are no pseudonym and no month")
    if not isinstance(body["sealed"], str) or not 0 < len(body["sealed"]) <= MOST_SEALED:
        raise ValueError("what is sealed is missing, or too large")
    return Envelope(
        sender=str(body["from"]),
        receiver=str(body["to"]),
        id=uuid.UUID(body["id"]),
        seq=body["seq"],
        of=MessageClass(body["class"]),
        about=body["about"],
        epoch=body["epoch"],
        sent_at=instants.instant(body["sent_at"]),
        answer_by=None if body["answer_by"] is None else instants.instant(body["answer_by"]),
        in_reply_to=None if body["in_reply_to"] is None else uuid.UUID(body["in_reply_to"]),
        sealed=body["sealed"],
    )


def opened(envelope: Envelope, keys: Sequence[SealingKey]) -> dict[str, Any]:
    """Return what is sealed in an envelope; raises BadEnvelope."""
    context = canonical(envelope.header())
    try:
        sealed = base64_text.decoded(envelope.sealed)
    except ValueError as problem:
        raise BadEnvelope("cannot-open", str(problem)) from None
    for key in keys:
        try:
            plain = sealing.opened(sealed, key, context)
        except CannotOpen:
            continue
        return _body(plain)
    raise BadEnvelope("cannot-open", "it is not sealed for a key of ours in this context")


def _body(plain: bytes) -> dict[str, Any]:
    try:
        body = parsed(plain)
    except NotCanonical as problem:
        raise BadEnvelope("bad-body", str(problem)) from None
    if not isinstance(body, dict):
        raise BadEnvelope("bad-body", "what is sealed must be an object")
    return body


def acknowledgement(
    envelope: Envelope, faults: Sequence[Fault], *, at: datetime, key: SigningKey
) -> dict[str, Any]:
    """Return the signed receipt of a message: taken, or refused with all that is wrong.

    Whether its person is known here is not in it, nor can it be told from anything that is.
    """
    body = {
        "v": VERSION,
        "class": str(MessageClass.ACKNOWLEDGEMENT),
        "from": envelope.receiver,
        "to": envelope.sender,
        "id": str(envelope.id),
        "digest": envelope.digest,
        "received_at": instants.text(at),
        "outcome": "refused" if faults else "taken",
        "problems": [fault.as_json() for fault in faults[:MOST_FAULTS]],
    }
    return statements.signed(body, key)


def receipt(statement: Any, verifiers: Sequence[Verifier], *, of: dict[str, Any]) -> dict[str, Any]:
    """Return the body of an acknowledgement of the message with this body; raises BadEnvelope."""
    try:
        body = statements.verified(statement, *verifiers)
    except BadStatement as problem:
        raise BadEnvelope("bad-signature", str(problem)) from None
    wanted = {
        "v": VERSION,
        "class": str(MessageClass.ACKNOWLEDGEMENT),
        "from": of["to"],
        "to": of["from"],
        "id": of["id"],
        "digest": digest(of),
    }
    for name, value in wanted.items():
        if body.get(name) != value:
            raise BadEnvelope("bad-acknowledgement", f"its {name} is {body.get(name)!r}")
    if body.keys() != {*wanted, "received_at", "outcome", "problems"}:
        raise BadEnvelope("bad-acknowledgement", "it has other members than it should")
    if body["outcome"] not in ("taken", "refused") or not _is_list_of_faults(body["problems"]):
        raise BadEnvelope("bad-acknowledgement", "it says neither taken nor refused")
    return body


def _is_list_of_faults(told: Any) -> bool:
    """Tell whether this is what a receipt lists as wrong; it is kept, so it must be in its form."""
    return (
        isinstance(told, list)
        and len(told) <= MOST_FAULTS
        and all(isinstance(each, dict) and each.keys() == FAULT for each in told)
        and all(_is_text(text) for each in told for text in each.values())
    )


def _is_text(text: Any) -> bool:
    return isinstance(text, str) and len(text) <= MOST_DETAIL and "\0" not in text
