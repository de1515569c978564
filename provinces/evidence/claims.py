"""What is said of somebody, before anything of it is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from core.periods import EARLIEST, LATEST
from provinces.accounts.models import User
from provinces.citizens.models import Citizen

from .classes import CONTACTS, FORMS, SYMPTOMS, EvidenceClass, Form, rests_on
from .models import PEER_DAYS, Evidence, Origin

# Clocks of registers and phones differ a little from ours.
TOLERANCE = timedelta(minutes=5)
# An order may be given some days before it starts.
ORDERED_AHEAD = timedelta(days=7)

TEXTS = {"source_reference": 120, "authority": 120, "legal_basis": 200}
CONTACT_TEXTS = {"case_reference": 120, "method": 200}

# ISO 3166-1 alpha-2; GB/T 2260.
COUNTRY, DIVISION = re.compile("[A-Z]{2}"), re.compile("[0-9]{6}")


class InvalidClaim(ValueError):
    """A claim that cannot become evidence; `problems` says which field, and what is wrong.

    `index` is its place among several.
    """

    def __init__(self, problems: dict[str, str], index: int | None = None) -> None:
        self.problems, self.index = problems, index
        told = "; ".join(f"{field}: {problem}" for field, problem in problems.items())
        super().__init__(told if index is None else f"claim {index}: {told}")


@dataclass(frozen=True, slots=True)
class Contact:
    """On whose case a contact rests, how that was found out, and by whom.

    The case is a piece kept here, or else the reference of one kept elsewhere. An official who
    names no investigator has investigated themselves.
    """

    method: str
    case: Evidence | None = None
    case_reference: str = ""
    investigator: User | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of evidence as somebody would have it; `classes.FORMS` says what each class has."""

    citizen: Citizen
    evidence_class: EvidenceClass
    happened_at: datetime
    expires_at: datetime
    source_reference: str
    legal_basis: str
    authority: str = ""
    onset_at: datetime | None = None
    ends_at: datetime | None = None
    contact: Contact | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def checked(claim: Claim, *, source: Origin, now: datetime) -> Claim:
    """Return the claim with its times in whole minutes; raises InvalidClaim.

    Facts are kept to the minute, so that is what is stored and shown.
    """
    problems = dict(_problems(claim, source, now))
    if problems:
        raise InvalidClaim(problems)
    return replace(
        claim,
        evidence_class=EvidenceClass(claim.evidence_class),
        happened_at=whole_minute(claim.happened_at),
        expires_at=whole_minute(claim.expires_at),
        onset_at=claim.onset_at and whole_minute(claim.onset_at),
        ends_at=claim.ends_at and whole_minute(claim.ends_at),
    )


def whole_minute(moment: datetime) -> datetime:
    """Return the minute in which a moment lies."""
    return moment.replace(second=0, microsecond=0)


def piece_of(claim: Claim, source: Origin) -> Evidence:
    """Return a piece of evidence, not yet stored, from a checked claim."""
    contact = claim.contact or Contact(method="")
    return Evidence(
        citizen=claim.citizen,
        evidence_class=claim.evidence_class,
        happened_at=claim.happened_at,
        onset_at=claim.onset_at,
        ends_at=claim.ends_at,
        expires_at=claim.expires_at,
        details=dict(claim.details),
        source=source,
        source_reference=claim.source_reference.strip(),
        authority=claim.authority.strip(),
        legal_basis=claim.legal_basis.strip(),
        case=contact.case,
        case_reference=contact.case_reference.strip(),
        method=contact.method.strip(),
        investigator=contact.investigator,
    )


def _problems(claim: Claim, source: Origin, now: datetime) -> Iterator[tuple[str, str]]:
    if claim.evidence_class not in set(EvidenceClass):
        yield "evidence_class", f"{claim.evidence_class!r} is not a class of evidence"
        return
    form = FORMS[EvidenceClass(claim.evidence_class)]
    impossible = list(_impossible_moments(claim))
    if impossible:
        yield from impossible
    else:
        yield from _time_problems(claim, form, now)
        if source is Origin.PEER and claim.expires_at > now + timedelta(days=PEER_DAYS):
            yield "expires_at", f"a peer's word counts for {PEER_DAYS} days at most"
    for name, most in TEXTS.items():
        # Of the person's own word nobody is the authority.
        is_needed = name != "authority" or source is not Origin.SELF
        if is_needed and (problem := _text_problem(getattr(claim, name), most)):
            yield name, problem
    yield from _detail_problems(claim.details, form)
    yield from _contact_problems(claim)


def _moments(claim: Claim) -> Iterator[tuple[str, datetime]]:
    for name in ("happened_at", "expires_at", "onset_at", "ends_at"):
        moment = getattr(claim, name)
        if moment is not None:
            yield name, moment


def _impossible_moments(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the moments that can be compared with no other, or could never be read again."""
    for name, moment in _moments(claim):
        if moment.tzinfo is None:
            yield name, "has no time zone"
        elif not EARLIEST <= moment <= LATEST:
            yield name, f"is not of the years {EARLIEST.year} to {LATEST.year}"


def _time_problems(claim: Claim, form: Form, now: datetime) -> Iterator[tuple[str, str]]:
    ahead = ORDERED_AHEAD if form.has_planned_end else TOLERANCE
    if claim.happened_at > now + ahead:
        yield "happened_at", f"{form.happened} is to come"
    if problem := _expiry_problem(claim, form, now):
        yield "expires_at", problem
    if claim.onset_at and not form.has_onset:
        yield "onset_at", f"{claim.evidence_class} has no onset"
    elif claim.onset_at and claim.onset_at > now + TOLERANCE:
        yield "onset_at", "is to come"
    if problem := _end_problem(claim, form):
        yield "ends_at", problem


def _expiry_problem(claim: Claim, form: Form, now: datetime) -> str:
    starts, expires = whole_minute(claim.happened_at), whole_minute(claim.expires_at)
    if expires <= starts:
        return f"is not after {form.happened}"
    if expires > starts + timedelta(days=form.most_days):
        return f"is more than {form.most_days} days after {form.happened}"
    return "is over already" if expires <= now else ""


def _end_problem(claim: Claim, form: Form) -> str:
    if not form.has_planned_end:
        return f"{claim.evidence_class} has no planned end" if claim.ends_at else ""
    if claim.ends_at is None:
        return "is missing: an order says when it is to end"
    if whole_minute(claim.ends_at) <= whole_minute(claim.happened_at):
        return f"is not after {form.happened}"
    return "is after the evidence expires" if claim.ends_at > claim.expires_at else ""


def _text_problem(text: object, most: int) -> str:
    if not isinstance(text, str) or not text.strip():
        return "is missing"
    if not text.isprintable():
        return "holds characters that cannot be printed"
    return f"is longer than {most} characters" if len(text) > most else ""


def _detail_problems(details: Mapping[str, Any], form: Form) -> Iterator[tuple[str, str]]:
    for name, value in details.items():
        if name not in form.details:
            yield f"details.{name}", "is not told of this class"
        elif not _is_detail(name, value):
            yield f"details.{name}", f"{value!r} cannot be one"


def _is_detail(name: str, value: object) -> bool:
    if name == "bound_elsewhere":
        return isinstance(value, bool)
    if name == "symptoms":
        return isinstance(value, list) and len(set(map(str, value)) & SYMPTOMS) == len(value)
    if not isinstance(value, str):
        return False
    if name == "conveyance":
        return not _text_problem(value, 40)
    return bool((COUNTRY if name == "country" else DIVISION).fullmatch(value))


def _contact_problems(claim: Claim) -> Iterator[tuple[str, str]]:
    contact, of = claim.contact, EvidenceClass(claim.evidence_class)
    if of not in CONTACTS:
        if contact is not None:
            yield "contact", f"{of} rests on nobody's case"
        return
    if contact is None:
        yield "contact", "is missing: a contact names its case, method and investigator"
        return
    for name, most in CONTACT_TEXTS.items():
        text = getattr(contact, name)
        is_needed = name == "method" or contact.case is None
        if (text or is_needed) and (problem := _text_problem(text, most)):
            yield f"contact.{name}", problem
    if contact.case is not None:
        yield from _case_problems(claim, contact.case, of)


def _case_problems(claim: Claim, case: Evidence, of: EvidenceClass) -> Iterator[tuple[str, str]]:
    if EvidenceClass(case.evidence_class) not in rests_on(of):
        yield "contact.case", f"{of} cannot rest on {case.evidence_class}"
    if case.citizen_id == claim.citizen.pk:
        yield "contact.case", "is the person's own"
