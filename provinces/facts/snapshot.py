"""Snapshots: what is known about a citizen as plain data, from which its digest is made again.

    {"exposures": {"high": {"left_at": "2026-11-14T05:00:00Z", "minutes": 60, …}}, "tests": …}

Names are nested at their dots, what is not known is left out, and moments are texts in UTC.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from django.db import connection

from .schema import BY_NAME, FACTS, Fact, Kind

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"]

# As texts, which NULL makes NULL: putting a text together takes half the time of `jsonb` functions.
_MOMENT = r"""to_char({} AT TIME ZONE 'UTC', '\"YYYY-MM-DD"T"HH24:MI:SS"Z"\"')"""
_LIST = f"""(SELECT '[' || string_agg({_MOMENT.format("moment")}, ',' ORDER BY place) || ']'
    FROM unnest({{}}) WITH ORDINALITY AS listed (moment, place))"""
_AS_JSON = {Kind.MOMENT: _MOMENT, Kind.MOMENTS: _LIST, Kind.CODE: "to_json({})"}
_PLACES = {name: place for place, name in enumerate(BY_NAME)}


def _object(facts: Sequence[Fact], depth: int = 0) -> str:
    """Return SQL for the text of facts as an object, nested by their names from a depth on."""
    keys: dict[str, list[Fact]] = {}
    for fact in facts:
        keys.setdefault(fact.name.split(".")[depth], []).append(fact)
    pairs = ", ".join(
        f"""'"{key}":' || {_value(inner, depth + 1)}""" for key, inner in keys.items()
    )
    return f"'{{' || concat_ws(',', {pairs}) || '}}'"


def _value(facts: Sequence[Fact], depth: int) -> str:
    """Return SQL for a fact's text, or for the group that facts are; NULL where none is known."""
    if facts[0].name.count(".") >= depth:
        columns = ", ".join(f"f.{fact.column}" for fact in facts)
        return f"CASE WHEN num_nonnulls({columns}) > 0 THEN {_object(facts, depth)} END"
    return _AS_JSON.get(facts[0].kind, "{}").format(f"f.{facts[0].column}")


# The snapshot of a sheet `f`; where there is none, nothing is known.
OF_SHEET = f"({_object(FACTS)})::jsonb"

SNAPSHOTS = f"""
SELECT citizen_id, {OF_SHEET}::text FROM facts_factsheet f WHERE citizen_id = ANY(%s)
"""


def snapshot(citizens: Iterable[int]) -> dict[int, dict[str, Json]]:
    """Return what is known about each of some citizens."""
    found: dict[int, dict[str, Json]] = {citizen: {} for citizen in citizens}
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOTS, [list(found)])
        for citizen, known in cursor.fetchall():
            found[citizen] = json.loads(known)
    return found


def digest(known: Mapping[str, Json]) -> bytes:
    """Return a snapshot's digest, as the sheet has it.

    A name that is not in the vocabulary comes last. Raises ValueError where a moment is none.
    """
    said = sorted(_said(known), key=lambda pair: (_PLACES.get(pair[0], len(_PLACES)), pair))
    return hashlib.sha256("|".join(map("=".join, said)).encode()).digest()


def _said(known: Mapping[str, Json], group: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names and values of a snapshot, as `parts` puts them into words."""
    for key, value in known.items():
        if isinstance(value, dict):
            yield from _said(value, f"{group}{key}.")
        else:
            yield f"{group}{key}", _text(f"{group}{key}", value)


def _text(name: str, value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(_seconds, value))
    if name in BY_NAME and BY_NAME[name].kind is Kind.MOMENT:
        return _seconds(value)
    return str(value)


def _seconds(moment: Json) -> str:
    return str(int(datetime.fromisoformat(str(moment)).timestamp()))
