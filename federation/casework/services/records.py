"""A person's record as it goes from one home to the next: who they are, evidence, results, doses.

What is asked of officials stays behind: tasks do not travel. A piece keeps its own end, and
counts at the new home for 21 days at most, like every word of another province.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.signing import pseudonyms
from federation.casework import parties, verdicts
from federation.casework.classes import VALID, Link
from federation.casework.models import Assertion
from federation.casework.refusals import Fault, Refused, refused
from federation.casework.services import naming
from federation.peers import instants
from provinces.citizens import identities, moving
from provinces.citizens import services as citizens
from provinces.citizens.identities import NotADocument, Person
from provinces.evidence import from_peers as evidence
from provinces.evidence.from_peers import PeerWord
from provinces.screening import from_peers as screening

from .receiving import Taken

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen
    from provinces.jurisdictions.models import Area

MOMENTS = {
    "happened_at", "expires_at", "onset_at", "ends_at", "sampled_at", "resulted_at", "given_at",
}  # fmt: skip
PIECE = (
    "evidence_class", "happened_at", "expires_at", "source_reference", "authority",
    "legal_basis", "onset_at", "ends_at", "case_reference", "method", "details",
)  # fmt: skip
# As long as evidence keeps the reference of its source.
MOST_REFERENCE = 120


def packed(citizen: Citizen, *, at: datetime) -> dict[str, Any]:
    """Return what goes with a person; raises NoDocument where nothing says who they are."""
    person = moving.packed(citizen)
    if person is None:
        raise naming.NoDocument(f"no document is kept of {citizen}")
    asserted = dict(
        Assertion.objects.filter(citizen=citizen, state=Assertion.State.IN_FORCE)
        .exclude(evidence=None)
        .values_list("evidence", "id")
    )
    pieces = [
        {**_plain({name: getattr(word, name) for name in PIECE}), **_named(asserted.get(piece))}
        for piece, word in evidence.told_of(citizen, at=at)
    ]
    return {
        "person": person,
        "language": citizen.language,
        "evidence": pieces,
        "results": [_plain(each) for each in screening.told_of(citizen, at=at)],
        "doses": [_plain(each) for each in screening.doses_of(citizen)],
    }


def unpacked(taken: Taken, *, citizen: Citizen | None, area: Area) -> Citizen:
    """Return a person, enrolled with the record that came; raises Refused, naming every fault."""
    body, now = taken.body, taken.now
    if found := list(verdicts.find(body)):
        raise Refused(Fault(each, "verdict-in-payload", "facts travel") for each in found)
    pieces = _pieces(taken)
    results, doses = _timed(body, "results"), _timed(body, "doses")
    _check_results(results, now)
    person = _person(taken)
    citizen = citizen or _enrolled(taken, person, area)
    kept = evidence.record_many([(citizen, word) for _, word in pieces], now=now)
    source = f"province:{taken.peer}"
    for result in results:
        screening.record(citizen.pk, result, source=source, now=now)
    try:
        screening.record_doses(citizen.pk, doses, source=source, now=now)
    except TypeError as wrong:
        raise refused("not-in-form", str(wrong), "/doses") from None
    _keep_assertions(taken, citizen, [told for told, _ in pieces], kept)
    return citizen


def _person(taken: Taken) -> Person:
    """Return who a record says it is of: whoever the two provinces have spoken of, nobody else."""
    try:
        person = Person(**taken.body["person"])
        document = identities.normalise(person.document)
    except (KeyError, TypeError, AttributeError, NotADocument) as wrong:
        raise refused("no-person", f"it does not say who this is: {wrong}", "/person") from None
    if not all(isinstance(text, str) for text in (person.full_name, person.contact)):
        raise refused("no-person", "a name and a contact are texts", "/person")
    epoch = taken.envelope.epoch
    names = [
        pseudonyms.pseudonym(key, document, epoch)
        for _, key in parties.pair_keys(taken.peer, taken.now)
    ]
    if taken.envelope.about not in names:
        raise refused("other-person", "the document is not of whom this is about", "/person")
    return person


def _enrolled(taken: Taken, person: Person, area: Area) -> Citizen:
    """Enrol a person, or find who is enrolled by that document: by their pseudonym, never by it."""
    peer, epoch = taken.peer, taken.envelope.epoch
    naming.make_pseudonyms(peer, epoch, now=taken.now)
    known = naming.known(peer, taken.envelope.about, epoch)
    if known is not None:
        return known.citizen
    try:
        return citizens.enrol(area=area, person=person, by=None, now=taken.now)
    except citizens.AlreadyEnrolled:
        raise refused("other-person", "the document is not this person's", "/person") from None


def _pieces(taken: Taken) -> list[tuple[dict[str, Any], PeerWord]]:
    faults, pieces = [], []
    for place, told in enumerate(_timed(taken.body, "evidence")):
        try:
            word = PeerWord(**{name: told[name] for name in PIECE if told.get(name) is not None})
            _check_kinds(word)
        except (KeyError, TypeError, ValueError) as wrong:
            faults.append(Fault(f"/evidence/{place}", "not-in-form", str(wrong)))
            continue
        word = _as_a_peers(word, taken)
        for name, why in evidence.problems(word, now=taken.now).items():
            faults.append(Fault(f"/evidence/{place}/{name}", "not-in-form", why))
        pieces.append((told, word))
    if faults:
        raise Refused(faults)
    return pieces


def _check_kinds(word: PeerWord) -> None:
    """Raise TypeError for what is not text, or no object, where that is needed."""
    if not isinstance(word.details, dict):
        raise TypeError("details are an object")
    for name in ("evidence_class", "source_reference", "case_reference", "method"):
        if not isinstance(getattr(word, name), str):
            raise TypeError(f"{name} is no text")


def _as_a_peers(word: PeerWord, taken: Taken) -> PeerWord:
    """Return a piece as this province keeps another one's word."""
    reference = f"{taken.peer}/{word.source_reference}"
    told = {name: getattr(word, name) for name in PIECE}
    ends_at, most = word.ends_at, taken.now.replace(second=0, microsecond=0) + VALID
    expires_at = min(word.expires_at, most)
    return PeerWord(
        **{
            **told,
            "expires_at": expires_at,
            "ends_at": ends_at and min(ends_at, expires_at),
            "source_reference": reference
            if len(reference) <= MOST_REFERENCE
            else word.source_reference,
        }
    )


def _check_results(results: list[dict[str, Any]], now: datetime) -> None:
    faults = [
        Fault(f"/results/{place}/{name}", "not-in-form", why)
        for place, result in enumerate(results)
        for name, why in screening.problems(result, now=now).items()
    ]
    if faults:
        raise Refused(faults)


def _keep_assertions(
    taken: Taken, citizen: Citizen, told: list[dict[str, Any]], kept: list[int | None]
) -> None:
    """Keep by which name a piece was asserted, so that whoever takes it back is heard here, too."""
    for piece, key in zip(told, kept, strict=True):
        of = _asserted(piece)
        if of is None or key is None:
            continue
        Assertion.objects.get_or_create(
            id=of["id"],
            defaults={
                "issuer": of["issuer"],
                "came_from": taken.peer,
                "about": taken.envelope.about,
                "epoch": taken.envelope.epoch,
                "citizen": citizen,
                "fact": piece["evidence_class"],
                "link": of["link"],
                "source_reference": piece["source_reference"][:80],
                "body": of["body"],
                "received_at": taken.now,
                "expires_at": min(piece["expires_at"], taken.now + VALID),
                "was_present": True,
                "state": Assertion.State.IN_FORCE,
                "evidence": key,
            },
        )


def _asserted(piece: dict[str, Any]) -> dict[str, Any] | None:
    """Return by which name a piece was asserted, if its record says so as it should."""
    of = piece.get("assertion", {})
    try:
        found = {
            "id": uuid.UUID(of["id"]),
            "issuer": str(of["issuer"])[:31],
            "link": str(Link(of["link"])),
            "body": dict(of["body"]),
        }
        # PostgreSQL keeps no text with a NUL in it.
        return None if "\\u0000" in json.dumps(of) else found
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _named(assertion: uuid.UUID | None) -> dict[str, Any]:
    if assertion is None:
        return {}
    found = Assertion.objects.get(pk=assertion)
    of = {
        "id": str(found.id),
        "issuer": found.issuer,
        "link": found.link,
        "body": found.body,
    }
    return {"assertion": of}


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told with its moments as text, and without what is not said."""
    return {
        name: instants.text(value) if isinstance(value, datetime) else value
        for name, value in told.items()
        if value not in (None, "", {})
    }


def _timed(body: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return a list of the record with its moments read; raises Refused."""
    found = body.get(name)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise refused("missing", "a list of objects is needed", f"/{name}")
    try:
        return [
            {
                key: instants.instant(value) if key in MOMENTS else value
                for key, value in each.items()
            }
            for each in found
        ]
    except (ValueError, TypeError) as wrong:
        raise refused("no-moment", str(wrong), f"/{name}") from None
