"""What a province says of a guest: a fact of a closed list, and who answers for it.

{ fact, happened_at, expires_at, link, source_reference, authority, legal_basis,
  office: { name, phone, appeal }, evidence_hash, has_presence_basis, batch,
  onset_at?, ends_at?, details?, case_reference?, method?        of evidence
  resulted_at, outcome, method, laboratory, sample_reference …   of a test result }
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from federation.peers import instants
from provinces.evidence.classes import CONTACTS, SELF_DECLARED, EvidenceClass

from . import verdicts
from .classes import VALID, Link, MessageClass
from .refusals import Fault, Refused

TEST_RESULT = "test_result"
NEEDED_TEXTS = {"source_reference": 80, "authority": 120, "legal_basis": 200, "batch": 60}
OFFICE_TEXTS = {"name": 120, "phone": 40, "appeal": 300}
COMMON = {
    "fact", "happened_at", "expires_at", "link", "office", "evidence_hash", "has_presence_basis",
    *NEEDED_TEXTS,
}  # fmt: skip
OF_EVIDENCE = {"onset_at", "ends_at", "details", "case_reference", "method"}
OF_RESULTS = {"resulted_at", "outcome", "method", "pooled", "laboratory", "sample_reference"}
HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Accountable:
    """Which office answers for a word, and where the person can contest it."""

    name: str
    phone: str
    appeal: str


@dataclass(frozen=True, slots=True)
class Word:
    """A province's word on a person, its form checked; `rest` is what its class has besides."""

    fact: str
    happened_at: datetime
    expires_at: datetime
    link: Link
    source_reference: str
    authority: str
    legal_basis: str
    office: Accountable
    evidence_hash: str
    has_presence_basis: bool
    batch: str
    rest: Mapping[str, Any]

    @property
    def is_result(self) -> bool:
        return self.fact == TEST_RESULT

    @property
    def lessens(self) -> bool:
        """Tell whether it can only speak for the person: a negative result."""
        return self.is_result and self.rest.get("outcome") == "negative"


def class_of(fact: str) -> MessageClass:
    """Return in which class of message a fact is told."""
    if fact == TEST_RESULT:
        return MessageClass.TEST_RESULT
    return MessageClass.CONTACT if fact in set(map(str, CONTACTS)) else MessageClass.CASE


def read(body: Mapping[str, Any], *, of: MessageClass, now: datetime) -> Word:
    """Return what a message says of a person; raises Refused, naming every fault."""
    faults = list(_faults(body, of, now))
    if faults:
        raise Refused(faults)
    return Word(
        fact=body["fact"],
        happened_at=instants.instant(body["happened_at"]),
        expires_at=instants.instant(body["expires_at"]),
        link=Link(body["link"]),
        **{name: body[name] for name in NEEDED_TEXTS},
        office=Accountable(**body["office"]),
        evidence_hash=body["evidence_hash"],
        has_presence_basis=body["has_presence_basis"],
        rest={name: value for name, value in body.items() if name not in COMMON},
    )


def _faults(body: Mapping[str, Any], of: MessageClass, now: datetime) -> Iterator[Fault]:
    for pointer in verdicts.find(dict(body)):
        yield Fault(pointer, "verdict-in-payload", "a province tells facts, never a verdict")
    yield from _class_faults(body.get("fact"), of)
    known = COMMON | (OF_RESULTS if body.get("fact") == TEST_RESULT else OF_EVIDENCE)
    for name in sorted(set(body) - known):
        yield Fault(f"/{name}", "unknown-member", "nothing of that name is told")
    if body.get("link") not in list(Link):
        yield Fault("/link", "no-basis", f"{body.get('link')!r} ties nobody to anything")
    if type(body.get("has_presence_basis")) is not bool:
        yield Fault("/has_presence_basis", "missing", "it must say whether the person was there")
    if not _matches(HASH, body.get("evidence_hash")):
        yield Fault("/evidence_hash", "no-evidence", "the digest of the evidence is missing")
    for name, most in NEEDED_TEXTS.items():
        yield from _text_faults(body.get(name), most, f"/{name}")
    yield from _office_faults(body.get("office"))
    yield from _rest_faults(body)
    yield from _time_faults(body, now)


def _class_faults(fact: object, of: MessageClass) -> Iterator[Fault]:
    told = {TEST_RESULT, *map(str, frozenset(EvidenceClass) - SELF_DECLARED)}
    if not isinstance(fact, str) or fact not in told:
        yield Fault("/fact", "no-such-class", f"{fact!r} is not on the list of what is told")
    elif class_of(fact) is not of:
        yield Fault("/fact", "other-class", f"{fact} is not told in a message of class {of}")


def _rest_faults(body: Mapping[str, Any]) -> Iterator[Fault]:
    """What a class has besides is looked at by its room; here it must be of the right kind."""
    if not isinstance(body.get("details", {}), dict):
        yield Fault("/details", "not-in-form", "details are an object")
    for name in ("case_reference", "method", "outcome", "laboratory", "sample_reference"):
        if not isinstance(body.get(name, ""), str):
            yield Fault(f"/{name}", "not-in-form", "a text is needed")


def _office_faults(office: object) -> Iterator[Fault]:
    if not isinstance(office, dict) or office.keys() != OFFICE_TEXTS.keys():
        yield Fault("/office", "nobody-answers", "it must name the office, its phone, an appeal")
        return
    for name, most in OFFICE_TEXTS.items():
        yield from _text_faults(office[name], most, f"/office/{name}")


def _text_faults(text: object, most: int, pointer: str) -> Iterator[Fault]:
    if not isinstance(text, str) or not text.strip() or not text.isprintable():
        yield Fault(pointer, "missing", "a text is needed")
    elif len(text) > most:
        yield Fault(pointer, "too-long", f"it has more than {most} characters")


def _time_faults(body: Mapping[str, Any], now: datetime) -> Iterator[Fault]:
    found: dict[str, datetime] = {}
    for name in ("happened_at", "expires_at", "onset_at", "ends_at", "resulted_at"):
        if name not in body and name in OF_EVIDENCE | OF_RESULTS:
            continue
        try:
            found[name] = instants.instant(body.get(name, ""))
        except (ValueError, TypeError):
            yield Fault(f"/{name}", "no-moment", "a moment such as 2026-11-15T04:00:00Z is needed")
    expires = found.get("expires_at")
    if expires is not None and expires > now + VALID:
        yield Fault("/expires_at", "valid-too-long", f"a word counts {VALID.days} days at most")
    elif expires is not None and expires <= now:
        yield Fault("/expires_at", "expired", "it counts no more")


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
