"""What the feed says of one zone, rule set or treaty, wherever in the feed that is.

No table is kept of it. A leaf is canonical JSON, so that what an entry says of its subject stands
in its bytes, letter for letter: they are sought there, and read to be sure.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import BinaryField, F, Func, IntegerField, Value

from core.signing.canonical import canonical

from .kinds import Kind
from .logs import Published
from .models import FeedEntry, Leaf, Log


class Subject(StrEnum):
    """What entries of the feed are about, and what can be asked for by its name."""

    ZONE = "zone"
    RULESET = "ruleset"
    TREATY = "treaty"


KINDS = {
    Subject.ZONE: (Kind.ZONE_EFFECTIVE, Kind.ZONE_ENDED),
    Subject.RULESET: (Kind.RULESET_PUBLISHED, Kind.RULESET_WITHDRAWN),
    Subject.TREATY: (Kind.TREATY_PROPOSED, Kind.TREATY_SIGNED, Kind.TREATY_ENDED),
}


def published_of(subject: Subject, named: str, *, most: int) -> list[Published]:
    """Return the sealed entries about a subject, the newest first.

    A zone is named by its reference, a treaty by its id, and a version of the rules as
    `name/version`.
    """
    said = _said(subject, named)
    found = FeedEntry.objects.filter(kind__in=KINDS[subject])
    for place, (key, value) in enumerate(said.items()):
        column = f"at_{place}"
        found = found.annotate(**{column: _position(_written(key, value))})
        found = found.filter(**{f"{column}__gt": 0})
    data = dict(found.order_by("-pk").values_list("pk", "data")[:most])
    leaves = Leaf.objects.filter(log=Log.FEED, entry_id__in=data).order_by("-index")
    entries = [
        Published(index, bytes(data[entry]))
        for index, entry in leaves.values_list("index", "entry_id")
    ]
    return [each for each in entries if said.items() <= each.parsed["body"].items()]


def _said(subject: Subject, named: str) -> Mapping[str, str]:
    if subject is Subject.ZONE:
        return {"reference": named}
    if subject is Subject.TREATY:
        return {"id": named}
    name, _, version = named.partition("/")
    return {"id": name, "version": version}


def _written(key: str, value: str) -> bytes:
    return canonical({key: value})[1:-1]


def _position(of: bytes) -> Func:
    return Func(
        Value(of, output_field=BinaryField()),
        F("data"),
        function="position",
        arg_joiner=" IN ",
        output_field=IntegerField(),
    )
