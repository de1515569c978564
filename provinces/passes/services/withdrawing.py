"""Passes withdrawn: at their bearer's wish, for a newer one, and when what they say is not true."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import QuerySet

from provinces.facts import snapshot
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.passes.codec import Kind
from provinces.passes.codec.claims import asks_of
from provinces.passes.entering import Outcome, judged
from provinces.passes.models import HostPolicy, Issued, Posting
from provinces.passes.outcomes import outcome, outcomes
from provinces.passes.standing import law_at
from provinces.rules.models import Ruleset

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

# The status that reads now is the gravest of the grounds that have not ended, else the default;
# what it comes to is said by the rules it was decided under, else by those in force.
WITHDRAW = """
WITH meant AS (
    SELECT * FROM unnest(%(rulesets)s::int[], %(statuses)s::text[], %(says)s::bytea[])
        AS m (ruleset, status, says)),
standing AS (
    SELECT p.id, p.says, coalesce(d.ruleset_id, %(law)s::int) AS ruleset, coalesce((
        SELECT g.status FROM jsonb_to_recordset(c.grounds)
            AS g (ground text, status text, rank integer, until timestamptz)
        WHERE g.until > %(now)s ORDER BY g.rank DESC, g.until DESC, g.ground LIMIT 1),
        %(default)s) AS status
    FROM passes_issued p
    LEFT JOIN status_current c ON c.citizen_id = p.citizen_id
    LEFT JOIN status_decision d ON d.id = c.decision_id
    WHERE p.withdrawn_at IS NULL AND p.expires_at > %(now)s AND p.kind = ANY(%(kinds)s)
      AND (%(decisions)s::bigint[] IS NULL OR p.citizen_id IN (
          SELECT o.citizen_id FROM status_outcome o
          WHERE o.decision_id = ANY(%(decisions)s::bigint[]))))
UPDATE passes_issued p SET withdrawn_at = %(now)s, because = 'untrue'
FROM standing s LEFT JOIN meant m ON m.ruleset = s.ruleset AND m.status = s.status
WHERE p.id = s.id AND coalesce(m.says, %(free)s) <> s.says
RETURNING p.citizen_id
"""


@transaction.atomic
def withdraw(citizen: Citizen, issued: int, *, now: datetime, by: Any = None) -> bool:
    """Withdraw one of a citizen's passes at their wish; tell whether it still stood."""
    mine = Issued.objects.filter(citizen=citizen, pk=issued)
    return _withdraw_asked(mine, citizen, now=now, by=by) > 0


@transaction.atomic
def withdraw_for(citizen: Citizen, *, now: datetime, by: Any = None) -> int:
    """Withdraw all of a citizen's passes, and have none posted; return how many stood."""
    drop_postings(citizen, now=now)
    return _withdraw_asked(Issued.objects.filter(citizen=citizen), citizen, now=now, by=by)


@transaction.atomic
def withdraw_journeys(citizen: Citizen, host: str, *, now: datetime, by: Any = None) -> int:
    """Withdraw a citizen's entry passes to a host, whose journey is off; return how many stood."""
    journeys = Issued.objects.filter(citizen=citizen, kind=Kind.ENTRY, host=host)
    return _withdraw_asked(journeys, citizen, now=now, by=by)


def withdraw_untrue_of(decisions: list[int], *, now: datetime) -> int:
    """Withdraw the passes that say what is no longer true of whom the decisions are about.

    Called in the transaction in which the decisions become visible. Returns how many.
    """
    return _withdraw_untrue(decisions, now)


@transaction.atomic
def withdraw_untrue(*, now: datetime) -> int:
    """Withdraw every pass that says what is no longer true; return how many.

    For what changes without a decision: rules that come into force, holds that end by the clock,
    and a pass that was issued while a decision was being published.
    """
    return _withdraw_untrue(None, now)


def withdraw_all(passes: QuerySet[Issued], because: str, *, now: datetime) -> int:
    """Withdraw those of some passes that stand; return how many.

    One that was withdrawn as untrue has still been its person's: once it is replaced or taken
    back, it is nobody's, as it may be in anybody's hands.
    """
    lasting = passes.filter(expires_at__gt=now)
    if because != Issued.Because.UNTRUE:
        lasting.filter(because=Issued.Because.UNTRUE).update(because=because)
    return lasting.filter(withdrawn_at=None).update(withdrawn_at=now, because=because)


def drop_postings(citizen: Citizen, *, now: datetime) -> int:
    """Have no letter go that a citizen still waits for, in the caller's transaction."""
    waiting = Posting.objects.filter(citizen=citizen, state=Posting.State.WAITING)
    return waiting.update(state=Posting.State.DROPPED, settled_at=now, code=None)


def _withdraw_asked(passes: QuerySet[Issued], citizen: Citizen, *, now: datetime, by: Any) -> int:
    count = withdraw_all(passes, Issued.Because.ASKED, now=now)
    if count:
        about = f"citizens.citizen:{citizen.pk}"
        body = {"because": "asked", "passes": count}
        ledger.record(Event.PASSES_WITHDRAWN, by=by, about=about, at=now, body=body)
    return count


def _withdraw_untrue(decisions: list[int] | None, now: datetime) -> int:
    if not _standing(now).exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(WITHDRAW, {**_meant(), **_law(now), "now": now, "decisions": decisions})
        about = [citizen for (citizen,) in cursor.fetchall()]
    about += _withdraw_journeys(decisions, now)
    if about:
        # One entry for all: a night may come to another colour for thousands. Each is told by the
        # notice of their status, and finds the pass as withdrawn on their page.
        body = {"because": "untrue", "passes": len(about)}
        ledger.record(Event.PASSES_WITHDRAWN, by=None, about=None, at=now, body=body)
    return len(about)


def _standing(now: datetime) -> QuerySet[Issued]:
    return Issued.objects.filter(withdrawn_at=None, expires_at__gt=now)


def _law(now: datetime) -> dict[str, Any]:
    law = law_at(now)
    kinds = [int(Kind.DAY), int(Kind.PAPER)]
    return {
        "law": law.key,
        "default": law.default,
        "free": outcome(None, "").says,
        "kinds": kinds,
    }


def _meant() -> dict[str, list[Any]]:
    """Return what each status of each rule set comes to, as three columns."""
    meant = [
        (ruleset.pk, status, found.says)
        for ruleset in Ruleset.objects.only("document")
        for status, found in outcomes(ruleset.document).items()
    ]
    columns = [[*column] for column in zip(*meant, strict=True)] or [[], [], []]
    return dict(zip(("rulesets", "statuses", "says"), columns, strict=True))


def _withdraw_journeys(decisions: list[int] | None, now: datetime) -> list[int]:
    """Withdraw the entry passes whose policy says something else by now; return whose they were."""
    journeys = _standing(now).filter(kind=Kind.ENTRY)
    if decisions is not None:
        journeys = journeys.filter(citizen__outcomes__decision_id__in=decisions)
    known = snapshot.snapshot({journey.citizen_id for journey in journeys})
    policies = {(each.host, each.version): each for each in HostPolicy.objects.all()}
    untrue = [
        journey
        for journey in journeys
        if _answer(policies, journey, known[journey.citizen_id]) != bytes(journey.says)[:2]
    ]
    passes = Issued.objects.filter(pk__in=[journey.pk for journey in untrue])
    withdraw_all(passes, Issued.Because.UNTRUE, now=now)
    return [journey.citizen_id for journey in untrue]


def _answer(policies: Any, journey: Issued, facts: Any) -> bytes:
    """Return what a policy says by now, as the first two bytes of what a pass says."""
    version = int.from_bytes(bytes(journey.says)[2:6])
    answer = judged(policies[journey.host, version].document, facts)
    order = [Outcome.DENY, Outcome.WITH_CONDITION, Outcome.ALLOW]
    return bytes([order.index(answer.outcome), sum(asks_of(answer.conditions))])
