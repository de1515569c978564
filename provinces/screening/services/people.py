"""Whose a result is, as a laboratory may say it: nobody is looked up, here or elsewhere.

A document is hashed with the province's key. Of somebody whose home is another province it is
kept as well, for that home to be told, and is sealed with the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from provinces.citizens import identities
from provinces.screening import homes
from provinces.screening.fhir import codes
from provinces.screening.fhir.issues import Code, Issue
from provinces.screening.fhir.people import Named
from provinces.screening.fhir.reading import Told
from provinces.screening.models import Laboratory
from provinces.tenancy import credentials, scope

# Who gives a sample at a site has an appointment there, and so is enrolled here.
SITE_IS_HERE = (
    "names another province as home, and the sample has a site's number, which is of somebody"
    " enrolled here: leave the home out, or give the sample a number of your own"
)
SEVERAL_HOMES = "one document is given with several homes"


class NotTaken(ValueError):
    """A result cannot be taken; the issue says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.said)
        self.issue = issue


@dataclass(frozen=True, slots=True)
class Names:
    """What a laboratory may name: its sites by their codes, and provinces that people live in."""

    sites: dict[str, int]
    own: str
    others: frozenset[str]

    @classmethod
    def of(cls, laboratory: Laboratory, told: Sequence[Told], *, now: datetime) -> Names:
        """Return what a laboratory may name; other provinces only where it does name one."""
        sites = {site.code: site.pk for site in laboratory.sites.all()}
        has_homes = any(person.home for each in told for person in each.people)
        others = homes.others(now) if has_homes else frozenset()
        return cls(sites, scope.current().slug, others)


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody a result is of; home and document only where their home is another province."""

    hashed: bytes | None = None
    home: str = ""
    document: str = ""

    @property
    def digested(self) -> str:
        """Return what stands for them in the digest of a version."""
        return (self.hashed or b"").hex() + self.home


def whose(told: Told, names: Names) -> list[Whose]:
    """Return whom a result is of, by the keyed hashes of their documents; raises NotTaken.

    Without any it is of whoever gave the sample at a site.
    """
    if told.site and told.site not in names.sites:
        said = f"no site {told.site!r} is among those you report for"
        raise NotTaken(Issue(told.entry, "Specimen.accessionIdentifier.system", Code.VALUE, said))
    people = [_one(told, each, names) for each in told.people]
    # A document that is spelt in two ways is one person's still.
    found = {each.hashed: each for each in people}
    if any(found[each.hashed].home != each.home for each in people):
        raise _of_patient(told, SEVERAL_HOMES)
    return list(found.values()) or [Whose()]


def _one(told: Told, named: Named, names: Names) -> Whose:
    home = "" if named.home == names.own else named.home
    if home and home not in names.others:
        raise _of_patient(told, _unknown(home, names))
    if home and told.site:
        raise _of_patient(told, SITE_IS_HERE)
    try:
        hashed = identities.document_hash(credentials.key_of(names.own), named.document)
    except identities.NotADocument as problem:
        raise _of_patient(told, str(problem)) from None
    return Whose(hashed, home, named.document if home else "")


def _unknown(home: str, names: Names) -> str:
    known = ", ".join(sorted(names.others | {names.own}))
    return f"{codes.HOME} is {home!r}, and no province of that name is told: {known} may be"


def _of_patient(told: Told, said: str) -> NotTaken:
    return NotTaken(Issue(told.entry, "Patient.identifier", Code.VALUE, said))
