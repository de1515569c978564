"""Rule sets on their way: documents, the officials who draft and sign, drafts, versions."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any

from provinces.accounts.models import User
from provinces.rules import queries, services
from provinces.rules.models import Draft, ProgrammeTerm, Renewal, Ruleset
from provinces.rules.services import Terms
from tests import cast
from tests.factories import areas, offices, users

# When the people of cases left a zone.
LEFT_AT = cast.NOW - timedelta(days=6)
COMMISSION, COMMAND = "health commission", "emergency command"


def document(version: str = "2026-1", **changes: Any) -> dict[str, Any]:
    """Return the first rule set's document as another version, with some changes."""
    return copy.deepcopy(queries.shipped("first")) | {"version": version, **changes}


def lasting(days: int, *, ground: int = 0, **changes: Any) -> dict[str, Any]:
    """Return the first rule set's document with another number of days for one of its grounds.

    Its cases are made anew to match: one of nothing, and one of each ground.
    """
    changed = document(**changes)
    changed["grounds"][ground]["phases"][0]["days"] = days
    changed["cases"] = [_case("nothing is known", {}, ("green", None))]
    for one in changed["grounds"]:
        group, level, moment = one["anchor"]["fact"].split(".")
        facts = {group: {level: {moment: LEFT_AT.isoformat(), "minutes": 60}}}
        (phase,) = one["phases"]
        until = (LEFT_AT + timedelta(days=phase["days"])).isoformat()
        changed["cases"].append(_case(one["key"], facts, (phase["status"], until), one["key"]))
    return changed


def _case(
    name: str, facts: dict[str, Any], comes_to: tuple[str, str | None], *grounds: str
) -> dict[str, Any]:
    status, until = comes_to
    return {
        "name": name,
        "as_of": (LEFT_AT + timedelta(hours=6)).isoformat(),
        "facts": facts,
        "expect": {"status": status, "until": until, "grounds": list(grounds)},
    }


def drafter(*, unit: str = COMMISSION, now: datetime = cast.NOW) -> User:
    """Return a new official who drafts rules for the whole province."""
    return _official("rule_drafter", unit, now)


def signatory(*, unit: str = COMMAND, now: datetime = cast.NOW) -> User:
    """Return a new official who signs rules for the whole province."""
    return _official("high_reviewer", unit, now)


def drafted(by: User | None = None, *, now: datetime = cast.NOW, **changes: Any) -> Draft:
    """Begin a draft."""
    return services.draft(document(**changes), by=by or drafter(now=now), now=now)


def submitted(
    by: User | None = None,
    *,
    terms: Terms | None = None,
    now: datetime = cast.NOW,
    **changes: Any,
) -> Draft:
    """Submit a draft."""
    by = by or drafter(now=now)
    return services.submit(drafted(by, now=now, **changes), terms, by=by, now=now)


def signed(*, terms: Terms | None = None, now: datetime = cast.NOW, **changes: Any) -> Ruleset:
    """Have a version drafted by one office and signed by another."""
    draft = submitted(terms=terms, now=now, **changes)
    return services.sign(draft, edition=draft.edition, by=signatory(now=now), now=now)


def proposed_renewal(by: User | None = None, *, now: datetime, **changes: Any) -> Renewal:
    """Have it proposed that the programme go on."""
    said = {"because": "Cases rise again.", **changes}
    return services.propose_renewal(by=by or drafter(now=now), now=now, **said)


def renewed_programme(*, now: datetime, **changes: Any) -> ProgrammeTerm:
    """Have two offices let the programme go on."""
    renewal = proposed_renewal(now=now, **changes)
    return services.sign_renewal(renewal, by=signatory(now=now), now=now)


def _official(role: str, unit: str, now: datetime) -> User:
    user = users.user()
    offices.office(user, areas.area("110000"), role, unit=unit, now=now)
    return user
