"""A list is read: each line becomes a claim, or it is said which column of which line is wrong.

    file ─► lines ─► whose each is ─► the form of its class ─► claims, or mistakes

Nothing is written. How often lines are nobody's is counted, as at a desk: whoever tries a list of
names and numbers does not get far.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from provinces.citizens import budgets, documents
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.documents import DocumentKind, NotADocument
from provinces.citizens.registry import Claimed
from provinces.evidence import queries
from provinces.evidence import services as evidence
from provinces.evidence.classes import CONTACTS, EvidenceClass
from provinces.jurisdictions.powers import Power

from . import tables, wording
from .forms import COMMON, SayWhat, local
from .tables import Line


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a list: on which line, in which column, and what belongs there."""

    line: int
    column: Any
    what: Any


@dataclass(frozen=True, slots=True)
class Reader:
    """The official who uploads, and where from."""

    user: Any
    now: datetime
    network: str

    @property
    def source(self) -> dict[str, str]:
        """Return in whose name searches are counted."""
        return {"actor": f"{self.user._meta.label_lower}:{self.user.pk}", "network": self.network}


@dataclass(slots=True)
class Reading:
    """What became of a list: claims, in order, or mistakes."""

    of: EvidenceClass
    why: Mapping[str, str]
    claims: list[evidence.Claim] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the list as it is confirmed: people by reference, no document and no name."""
        columns = [name for name in tables.columns_of(self.of) if name not in ("document", "name")]
        rows = [[_cell(name, claim) for name in columns] for claim in self.claims]
        return tables.written([columns, *rows])

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what the list says, in hex, whatever the file was like."""
        parts = [str(self.of), *(self.why[name].strip() for name in COMMON), self.text]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read(text: str, of: EvidenceClass, why: Mapping[str, str], by: Reader) -> Reading:
    """Read a list; raises NotATable, and OverBudget where too many lines are nobody's."""
    lines = tables.lines_of(text, of, settings.EVIDENCE_LIST_LINES)
    found, cases, people = Reading(of, why), _cases(lines, of, by), _people(lines, by)
    seen: dict[int, int] = {}
    for line in lines:
        person = people[line.number]
        if person is None:
            _note_nobody(line, by, found)
        form = SayWhat(of, cases.get, dict(line.said))
        is_right = form.is_valid()
        for name, problems in form.errors.items():
            _note(found, line, name, problems[0])
        if person is not None and person.pk in seen:
            what = _("Stands on line %(line)s already.") % {"line": seen[person.pk]}
            _note(found, line, _whose(line), what)
        elif person is not None and is_right:
            found.claims.append(form.claim(person, why))
            found.lines.append(line.number)
        if person is not None:
            seen.setdefault(person.pk, line.number)
    return found


def refused(found: Reading, invalid: evidence.InvalidClaim) -> None:
    """Note what a service found wrong with a claim of a list that was read."""
    number = found.lines[invalid.index or 0]
    for name in invalid.problems:
        column = name.rpartition(".")[2]
        _note(found, Line(number, {}), column, wording.MISTAKES.get(column, ""))


def _cases(lines: Sequence[Line], of: EvidenceClass, by: Reader) -> dict[int, Any]:
    """Return the cases that a list names, by number, so that they are looked up at once."""
    said = {line.said.get("case", "") for line in lines} if of in CONTACTS else set()
    numbers = [int(one) for one in said if one.isdecimal() and len(one) < 18]
    if not numbers:
        return {}
    return queries.bases(by.user, by.now, of).in_bulk(numbers)


def _whose(line: Line) -> str:
    return "reference" if line.said.get("reference") else "document"


def _people(lines: Sequence[Line], by: Reader) -> dict[int, Any]:
    """Return whose the lines are, by number, looked up at once.

    Nobody, somebody out of reach and another's name are missing alike.
    """
    references = {line.said["reference"].lower() for line in lines if line.said.get("reference")}
    known = citizens.all_within_reach(
        references, by=by.user, power=Power.PROPOSE_EVIDENCE, at=by.now
    )
    found = {line.number: known.get(line.said.get("reference", "").lower()) for line in lines}
    claimed = {
        line.number: one
        for line in lines
        if not line.said.get("reference") and (one := _claimed(line))
    }
    search = citizen.Search("list", Power.PROPOSE_EVIDENCE, by.user, by.source)
    people = citizen.find_many(list(claimed.values()), search, now=by.now)
    return found | dict(zip(claimed, people, strict=True))


def _claimed(line: Line) -> Claimed | None:
    try:
        number = documents.normalise(line.said.get("document", ""))
    except NotADocument:
        return None
    return Claimed(DocumentKind.RESIDENT, number, line.said.get("name", ""))


def _note_nobody(line: Line, by: Reader, found: Reading) -> None:
    budgets.spend("list_line", now=by.now, **by.source)
    what = _("Nobody like that is known where your office reaches.")
    _note(found, line, _whose(line), what)


def _note(found: Reading, line: Line, column: str, what: Any) -> None:
    found.mistakes.append(Mistake(line.number, tables.COLUMNS.get(column, column), what))


def _cell(name: str, claim: evidence.Claim) -> str:
    contact = claim.contact
    if name == "reference":
        return claim.citizen.reference
    if name.endswith("_at"):
        return local(getattr(claim, name))
    if name in ("case", "case_reference", "method"):
        value: Any = getattr(contact, name) if contact else ""
        return str(value.pk) if name == "case" and value else str(value or "")
    value = claim.details.get(name, "")
    return {True: "yes", False: "no"}.get(value, str(value)) if value != "" else ""
