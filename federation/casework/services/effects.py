"""What an assertion brings about here, and how that is taken back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from federation.casework.classes import MessageClass
from federation.casework.models import Assertion
from federation.casework.refusals import Fault, Refused
from federation.casework.words import Word, class_of, read
from federation.peers import instants
from provinces.evidence import from_peers as evidence
from provinces.evidence.from_peers import PeerWord
from provinces.screening import from_peers as screening

State = Assertion.State
MOMENTS = ("onset_at", "ends_at")
Words = Mapping[uuid.UUID, Word]


def peer_word(word: Word, issuer: str) -> PeerWord:
    """Return a province's word as evidence tells it; its source is named with the province."""
    rest = dict(word.rest)
    moments = {name: instants.instant(rest[name]) for name in MOMENTS if name in rest}
    return PeerWord(
        evidence_class=word.fact,
        happened_at=word.happened_at,
        expires_at=word.expires_at,
        source_reference=f"{issuer}/{word.source_reference}",
        authority=word.authority,
        legal_basis=word.legal_basis,
        case_reference=rest.get("case_reference", ""),
        method=rest.get("method", ""),
        details=rest.get("details", {}),
        **moments,
    )


def result_of(word: Word) -> dict[str, Any]:
    """Return a province's word as screening tells a result."""
    rest = dict(word.rest)
    if "resulted_at" in rest:
        rest["resulted_at"] = instants.instant(rest["resulted_at"])
    return {**rest, "sampled_at": word.happened_at}


def check(word: Word, *, issuer: str, now: datetime) -> None:
    """Raise Refused where a word cannot be kept, whoever it is about."""
    if word.is_result:
        wrong = screening.problems(result_of(word), now=now)
    else:
        wrong = evidence.problems(peer_word(word, issuer), now=now)
    if wrong:
        raise Refused(Fault(f"/{name}", "not-in-form", why) for name, why in wrong.items())


def put_in_force(assertions: Iterable[Assertion], *, now: datetime) -> int:
    """Let assertions count from now on; return how many became evidence or results here.

    What is about nobody known here, or over by now, is marked the same and has no effect.
    """
    found = list(assertions)
    about = [each for each in found if each.citizen is not None and each.expires_at > now]
    words = {each.pk: _word(each) for each in about}
    _keep_results([each for each in about if words[each.pk].is_result], words, now)
    _keep_pieces([each for each in about if not words[each.pk].is_result], words, now)
    for each in found:
        each.state = State.IN_FORCE
    Assertion.objects.bulk_update(found, ["state", "evidence", "result"], 1000)
    return len(about)


def _keep_results(results: list[Assertion], words: Words, now: datetime) -> None:
    for each in results:
        source, told = f"province:{each.issuer}", result_of(words[each.pk])
        each.result = screening.record(each.citizen_id or 0, told, source=source, now=now)


def _keep_pieces(pieces: list[Assertion], words: Words, now: datetime) -> None:
    told = [
        (each.citizen, peer_word(words[each.pk], each.issuer)) for each in pieces if each.citizen
    ]
    for each, piece in zip(pieces, evidence.record_many(told, now=now), strict=True):
        each.evidence = piece


def _word(assertion: Assertion) -> Word:
    """Read a word again as it was read when it came in."""
    of = MessageClass(class_of(assertion.fact))
    return read(assertion.body, of=of, now=assertion.received_at)


def pull_back(assertions: Sequence[Assertion], *, because: str, now: datetime) -> None:
    """Take back what came of assertions; whoever calls says what becomes of them."""
    for each in assertions:
        if each.evidence is not None:
            evidence.take_back(each.evidence, because=because, now=now)
        if each.result is not None:
            source = f"province:{each.issuer}"
            screening.take_back(each.result, because=because, source=source, now=now)
        each.evidence = each.result = None


def end(assertion: Assertion, state: str, *, because: str, now: datetime) -> None:
    """Take back what came of an assertion, for good, and say why."""
    pull_back([assertion], because=because, now=now)
    assertion.state, assertion.ended_at, assertion.ended_because = state, now, because[:300]
    assertion.save(update_fields=["state", "ended_at", "ended_because", "evidence", "result"])
