"""What an auditor reads: the log, one entry with its proof checked now, decisions with grounds."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core.merkle import checkpoints
from core.merkle.checkpoints import BadCheckpoint
from core.merkle.hashing import leaf_hash
from core.merkle.verifying import BadProof, verify_inclusion
from core.signing import notes
from core.signing.notes import BadNote
from provinces.accounts.models import User
from provinces.jurisdictions.models import Office
from provinces.ledger import queries as ledger
from provinces.ledger import services as recording
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.ledger.queries import NotSealed
from provinces.rules import queries as rules
from provinces.rules.models import Ruleset
from provinces.status import wording as statuses
from provinces.status.models import Outcome, Run
from provinces.status.wording import StatusWords
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole

from .pseudonyms import Pseudonyms

A_PAGE = 50
LARGEST = 1 << 62


class Trouble(StrEnum):
    """What of a proof does not hold."""

    SIGNATURE = "signature"
    CHECKPOINT = "checkpoint"
    PATH = "path"
    PARTICULARS = "particulars"


# Which part of a proof is wrong, by what its check raises.
TROUBLES = {
    BadNote: Trouble.SIGNATURE,
    BadCheckpoint: Trouble.CHECKPOINT,
    BadProof: Trouble.PATH,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an auditor looks for; what is empty is not asked. `before` is an entry's number.

    Days are civil days of the province, both included.
    """

    event: str = ""
    official: str = ""
    unit: str = ""
    first: date | None = None
    last: date | None = None
    person: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking the proof of an entry just now came to; `trouble` is None where all holds.

    `detail` is what the check said of it, for whoever looks into it.
    """

    index: int
    size: int
    log: str
    root: str
    signers: tuple[str, ...]
    trouble: Trouble | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as an auditor sees it: grounds and what they rest on, and nobody's name.

    Status and grounds are in the words of the rule set that was decided by; keys stand beside.
    """

    number: int
    at: datetime
    person: str
    status: StatusWords
    since: datetime
    until: datetime | None
    ruleset: str
    grounds: tuple[dict[str, Any], ...]


def log(asked: Asked, names: Pseudonyms) -> list[Payload]:
    """Return a page of the audit log, the latest first; one more than a page where there is more.

    What was erased is not there any more; its entry is, and can be proven.
    """
    found = Payload.objects.select_related("entry").order_by("-entry_id")
    if asked.before is not None:
        found = found.filter(pk__lt=asked.before)
    if asked.event:
        found = found.filter(entry__event=asked.event)
    found = _within(_by(found, asked), asked)
    if asked.person:
        found = found.filter(about=f"citizens.citizen:{_number(asked.person, names)}")
    return list(found[: A_PAGE + 1])


@transaction.atomic
def note_reading(asked: Asked, *, by: User, now: datetime, case: str = "") -> None:
    """Have it recorded that an auditor reads the log, and what they looked for."""
    said = {
        "event": asked.event,
        "official": asked.official,
        "unit": asked.unit,
        "first": str(asked.first or ""),
        "last": str(asked.last or ""),
        "case": case,
        "is_about_a_person": bool(asked.person),
    }
    body = {key: value for key, value in said.items() if value}
    recording.record(Event.LOG_READ, by=by, about=None, at=now, body=body)


def entry(number: int) -> Payload | None:
    """Return an entry by its number, None where there is none or it was erased."""
    if not 0 < number < LARGEST:
        return None
    return Payload.objects.select_related("entry").filter(pk=number).first()


def check(payload: Payload) -> Checked:
    """Make the proof of an entry, and verify it as anybody would; raises NotSealed.

    Its particulars against the commitment, the path against the root, the root against the
    province's signature.
    """
    proof = ledger.proof_of(payload.entry)
    leaf = base64.b64decode(proof["leaf"])
    path = [base64.b64decode(each) for each in proof["proof"]]
    signers: tuple[str, ...] = ()
    root, trouble, detail = b"", None, ""
    try:
        note = notes.opened(proof["checkpoint"], keys.verifiers(KeyRole.LEDGER))
        signers, head = note.signers, checkpoints.parse(note.text)
        root = head.root
        verify_inclusion(leaf_hash(leaf), proof["index"], head.size, path, head.root)
        trouble = None if ledger.holds(payload) else Trouble.PARTICULARS
    except tuple(TROUBLES) as wrong:
        trouble, detail = TROUBLES[type(wrong)], str(wrong)
    return Checked(
        proof["index"], proof["size"], proof["log"], root.hex(), signers, trouble, detail
    )


def decisions(
    names: Pseudonyms, *, person: str = "", ground: str = "", before: int | None = None
) -> list[Decided]:
    """Return a page of decisions, the latest first; one more than a page where there is more."""
    hidden = [Run.State.RUNNING, Run.State.ABANDONED]
    found = Outcome.objects.exclude(decision__run__state__in=hidden).order_by("-decision_id")
    if before is not None:
        found = found.filter(decision_id__lt=before)
    if person:
        found = found.filter(citizen=_number(person, names))
    if ground:
        found = found.filter(grounds__contains=[{"ground": ground}])
    rows = found.select_related("decision__ruleset")[: A_PAGE + 1]
    return [_decided(row, names) for row in rows]


def grounds(at: datetime) -> list[tuple[str, Any]]:
    """Return the grounds of the rules in force at a moment, each by its key and in words."""
    ruleset = rules.in_force(at)
    listed = ruleset.document["grounds"] if ruleset else []
    return [(each["key"], statuses.reason(ruleset, each["key"])) for each in listed]


def _decided(row: Outcome, names: Pseudonyms) -> Decided:
    ruleset = row.decision.ruleset
    return Decided(
        number=row.decision_id,
        at=row.decision.made_at,
        person=names.of(row.citizen_id),
        status=statuses.status(ruleset, row.status),
        since=row.since,
        until=row.until,
        ruleset=f"{statuses.name(ruleset)} {ruleset.version}" if ruleset else "",
        grounds=tuple(_ground(each, ruleset) for each in row.grounds),
    )


def _ground(told: dict[str, Any], ruleset: Ruleset | None) -> dict[str, Any]:
    """Return a ground with what it rests on by number; where and when somebody was is left out."""
    rests = told.get("evidence") or {}
    key = told.get("ground", "")
    return {
        "ground": key,
        "reason": statuses.reason(ruleset, key),
        "status": told.get("status", ""),
        "until": datetime.fromisoformat(told["until"]) if told.get("until") else None,
        "rests_on": {key: rests[key] for key in ("piece", "result", "zone") if rests.get(key)},
    }


def _by(found: QuerySet[Payload], asked: Asked) -> QuerySet[Payload]:
    if asked.official:
        user = User.objects.filter(username=asked.official).first()
        found = found.filter(by=recording.name(user) if user else "nobody")
    if asked.unit:
        held = Office.objects.filter(unit=asked.unit).values_list("user", flat=True).distinct()
        found = found.filter(by__in=[f"accounts.user:{user}" for user in held])
    return found


def _within(found: QuerySet[Payload], asked: Asked) -> QuerySet[Payload]:
    zone = scope.current().zone
    if asked.first is not None:
        start = datetime.combine(asked.first, datetime.min.time(), zone)
        found = found.filter(entry__recorded_at__gte=start)
    if asked.last is not None:
        end = datetime.combine(asked.last + timedelta(days=1), datetime.min.time(), zone)
        found = found.filter(entry__recorded_at__lt=end)
    return found


def _number(person: str, names: Pseudonyms) -> int:
    found = names.number(person)
    return -1 if found is None else found


__all__ = [
    "A_PAGE",
    "Asked",
    "Checked",
    "Decided",
    "NotSealed",
    "Trouble",
    "check",
    "decisions",
    "entry",
    "log",
    "note_reading",
]
