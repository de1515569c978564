"""What is true of a citizen at a moment, as a pass says it: read in one statement."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings

from core.db import prepared
from provinces.rules import queries as rules
from provinces.rules import sunset
from provinces.rules.models import Ruleset
from provinces.status.decision import effective, grounds_from
from provinces.status.queries import DEFAULT
from provinces.tenancy import scope

from .outcomes import Outcome, outcome

_MOST_KEPT = 256

# Who has gone to another province has passes of that one.
READ = """
SELECT c.grounds::text, c.as_of, d.ruleset_id,
       (SELECT max(r.as_of) FROM status_run r WHERE r.state = 'published'),
       $2::text IS NULL OR EXISTS (
           SELECT FROM django_session s
           WHERE s.session_key = $2::text AND s.expire_date > $4::timestamptz),
       $3::bigint IS NULL OR EXISTS (
           SELECT FROM citizens_mandate m
           WHERE m.id = $3::bigint AND m.revoked_at IS NULL AND m.ends_at > $4::timestamptz),
       p.enrolled_at
FROM citizens_citizen p
LEFT JOIN status_current c ON c.citizen_id = p.id
LEFT JOIN status_decision d ON d.id = c.decision_id
WHERE p.id = $1::bigint
  AND NOT EXISTS (SELECT FROM citizens_departure g WHERE g.citizen_id = p.id)
"""


class NoSuchCitizen(LookupError):
    """There is no such citizen here, or the session or mandate by which somebody asked is over."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A citizen's status, what it comes to, and when that was last worked out."""

    status: str
    outcome: Outcome
    computed_at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Law:
    """What is read of a rule set: its default, and what each status comes to."""

    key: int | None
    default: str
    document: Mapping[str, Any] | None


_KEPT: dict[tuple[str, str], tuple[float, Any]] = {}
Found = TypeVar("Found")


def kept(name: str, find: Callable[[], Found]) -> Found:
    """Return what is found in the province in scope, found again after PASSES_KEPT_SECONDS.

    For what changes rarely, so that a live pass costs one statement.
    """
    key = (scope.current().slug, name)
    found, now = _KEPT.get(key), time.monotonic()
    if found is not None and now < found[0] + settings.PASSES_KEPT_SECONDS:
        value: Found = found[1]
        return value
    if len(_KEPT) > _MOST_KEPT:
        _KEPT.clear()
    value = find()
    _KEPT[key] = (now, value)
    return value


def standing(
    citizen: int, at: datetime, *, session: str | None = None, mandate: int | None = None
) -> Standing:
    """Return what is true of a citizen at a moment.

    With a session's key, only while that session lasts, and so with a mandate. Raises
    NoSuchCitizen.
    """
    row = prepared.fetch_one("passes_standing", READ, [citizen, session, mandate, at])
    if row is None or not (row[4] and row[5]):
        raise NoSuchCitizen("there is no such citizen, or nobody may ask any more")
    grounds, decided_at, ruleset, run_at, _session, _mandate, enrolled_at = row
    law = kept("law", lambda: law_at(at))
    end = kept("end", lambda: sunset.ends_at(at))
    if end is not None and at >= end:
        grounds, ruleset = None, None
    now = effective(
        grounds_from(json.loads(grounds) if grounds else []), default=law.default, at=at
    )
    document = law.document if ruleset is None else kept(f"rules {ruleset}", _of(ruleset))
    # Of whoever came after the last run, nothing was worked out before they came.
    moments = [enrolled_at, *(each for each in (decided_at, run_at) if each is not None)]
    return Standing(
        status=now.status,
        outcome=outcome(document, now.status),
        computed_at=min(at, max(moments)),
        until=now.until,
    )


def law_at(at: datetime) -> Law:
    """Return what is read of the rule set in force at a moment."""
    found = rules.in_force(at)
    if found is None:
        return Law(None, DEFAULT, None)
    return Law(found.pk, found.document["default"], found.document)


def _of(ruleset: int) -> Callable[[], Mapping[str, Any]]:
    def find() -> Mapping[str, Any]:
        document: Mapping[str, Any] = Ruleset.objects.get(pk=ruleset).document
        return document

    return find
