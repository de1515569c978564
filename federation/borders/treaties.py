"""Terms of treaties as they are published and signed, and what of them the resolution weighs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from core.cells.ranges import Ranges
from core.periods import epoch_minute
from core.signing.canonical import NotCanonical, digest
from provinces.ledger.kinds import Kind

from .blobs import BadCells, unpacked
from .models import Held
from .reading import BadBody
from .resolution import Key, Treaty, TreatyKind

KINDS = frozenset({Kind.TREATY_PROPOSED, Kind.TREATY_SIGNED, Kind.TREATY_ENDED})
MEMBERS = frozenset(
    {"kind", "parties", "decider", "starts", "ends", "strip", "settles", "text_zh", "text_en"}
)
LONGEST_TEXT = 2000


def id_of(terms: Mapping[str, Any]) -> str:
    """Return the name of a treaty, which is the digest of its terms; raises BadBody."""
    try:
        return digest(dict(terms))
    except NotCanonical as problem:
        raise BadBody(f"terms: {problem}") from problem


def read(row: Held) -> Treaty | tuple[str, int]:
    """Return what an entry about a treaty says: the treaty with one signature or none, or its end.

    Raises BadBody.
    """
    body, name = row.body, row.body.get("id")
    if not isinstance(name, str):
        raise BadBody("id is not a text")
    if row.kind == Kind.TREATY_ENDED:
        at = body.get("at_minute")
        if not isinstance(at, int) or isinstance(at, bool):
            raise BadBody("at_minute is not a whole number")
        return name, at
    treaty = _treaty(body.get("terms"), None if row.cells is None else bytes(row.cells))
    if treaty.id != name:
        raise BadBody("id is not the digest of the terms")
    if row.body.get("strip") != row.body["terms"]["strip"]:
        raise BadBody("the strip is not that of the terms")
    if row.origin not in treaty.parties:
        raise BadBody(f"{row.origin} is no party")
    signed = row.kind == Kind.TREATY_SIGNED
    return replace(treaty, signed_by=frozenset({row.origin} if signed else ()))


def _treaty(terms: Any, strip: bytes | None) -> Treaty:
    if not isinstance(terms, Mapping) or set(terms) != MEMBERS:
        raise BadBody(f"terms have the members {sorted(MEMBERS)}")
    try:
        treaty = Treaty(
            id=id_of(terms),
            kind=TreatyKind(terms["kind"]),
            parties=_parties(terms["parties"]),
            strip=Ranges.empty() if strip is None else unpacked(strip),
            decider=_text(terms["decider"], 31),
            starts=_minute(terms["starts"]),
            ends=_minute(terms["ends"]),
            settles=frozenset(map(_key, terms["settles"])),
        )
        texts = [_text(terms[name], LONGEST_TEXT) for name in ("text_zh", "text_en")]
    except (BadCells, ValueError, TypeError, KeyError) as problem:
        raise BadBody(f"terms: {problem}") from problem
    needs_none = treaty.kind == TreatyKind.COMMUTERS and not treaty.decider
    if treaty.ends <= treaty.starts or not all(texts):
        raise BadBody("terms: ends before it starts, or has no text")
    if not needs_none and treaty.decider not in treaty.parties:
        raise BadBody("terms: the decider is no party")
    return treaty


def _parties(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or len(value) != 2 or value != sorted(set(value)):
        raise ValueError("parties are two provinces in the order of their names")
    return frozenset(_text(each, 31) for each in value)


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(f"{value!r} is not a text of at most {most} characters")
    return value


def _minute(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**31:
        raise ValueError(f"{value!r} is no minute")
    return value


def _key(value: Any) -> Key:
    origin, reference, version = value
    return Key(_text(origin, 31), _text(reference, 40), _minute(version))


def ending(row: Held, at: int) -> int:
    """Return the minute at which an entry ends a treaty: no earlier than the entry was made."""
    return max(at, epoch_minute(row.at))


def counted(rows: Iterable[Held]) -> list[Treaty]:
    """Return the treaties as each signer told them: from when both had signed, until one ended it.

    Nobody agrees on what was, nor ends it: a treaty counts for the time to come, whatever it says.
    """
    told = list(rows)
    said = [read(row) for row in told]
    ends: dict[tuple[str, str], int] = {}
    signed: dict[str, dict[str, int]] = defaultdict(dict)
    for row, each in zip(told, said, strict=True):
        if isinstance(each, tuple):
            name, at = each[0], ending(row, each[1])
            ends[name, row.origin] = min(at, ends.get((name, row.origin), at))
        elif each.signed_by:
            at = epoch_minute(row.at)
            signed[each.id][row.origin] = min(at, signed[each.id].get(row.origin, at))
    return [
        _within(each, starts=max(signed[each.id].values()), ends=_told(ends, each))
        for each in said
        if isinstance(each, Treaty) and each.signed_by
    ]


def _within(treaty: Treaty, *, starts: int, ends: Iterable[int]) -> Treaty:
    until = max(treaty.starts, min([treaty.ends, *ends]))
    return replace(treaty, starts=min(max(treaty.starts, starts), until), ends=until)


def _told(ends: Mapping[tuple[str, str], int], treaty: Treaty) -> list[int]:
    return [at for (name, by), at in ends.items() if name == treaty.id and by in treaty.parties]
