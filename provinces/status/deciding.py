"""Deciding, set by set: the rule set in force over the fact sheets, and only changes written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.db import temporary
from provinces.facts import snapshot
from provinces.rules.compiling import Verdicts

# Two outcomes are the same when these agree: status, end, and every ground in force with its end.
OUTLOOK = """string_agg(ground || '@' || extract(epoch FROM until)::bigint, ','
                    ORDER BY rank DESC, until DESC, ground)"""

_MOMENT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')"""

_GRAVEST_FIRST = "ORDER BY rank DESC, until DESC, ground"

TABLES = {
    "verdict": "citizen_id integer, status text, rank integer, until timestamptz,"
    " due_at timestamptz, outlook text",
    "changed": "citizen_id integer, status text, until timestamptz, due_at timestamptz,"
    " outlook text, id bigint, salt bytea, since timestamptz, digest bytea",
    "known": "citizen_id integer, facts jsonb",
}

# A hold ends with the rule set that it rests on, and is told to the second.
_FOUND = """
WITH said AS ({select}),
found AS (
    SELECT * FROM (
        SELECT citizen_id, ground, status, rank, since, evidence,
               date_trunc('second', least(until, %(ends_at)s::timestamptz)) AS until
        FROM said) AS held
    WHERE until > %(as_of)s)
"""

VERDICT = f"""
INSERT INTO verdict
{_FOUND},
judged AS (
    SELECT citizen_id,
        (array_agg(status {_GRAVEST_FIRST}))[1] AS status,
        (array_agg(rank {_GRAVEST_FIRST}))[1] AS rank,
        (array_agg(until {_GRAVEST_FIRST}))[1] AS until,
        min(until) AS due_at,
        {OUTLOOK} AS outlook
    FROM found GROUP BY citizen_id)
SELECT d.citizen_id, coalesce(j.status, %(default)s) AS status, coalesce(j.rank, -1), j.until,
       j.due_at, coalesce(j.outlook, '') AS outlook
FROM deciding d LEFT JOIN judged j USING (citizen_id)
"""

# What the current outcome still says at a moment: its grounds that have not ended.
CURRENT_OUTLOOK = f"""
    SELECT coalesce({OUTLOOK}, '')
    FROM jsonb_to_recordset(c.grounds) AS g (ground text, rank integer, until timestamptz)
    WHERE until > %(as_of)s
"""

# The status that the current outcome still says.
CURRENT_STATUS = """
    SELECT status FROM jsonb_to_recordset(c.grounds) AS g (status text, ground text, rank integer,
                                                           until timestamptz)
    WHERE until > %(as_of)s ORDER BY rank DESC, until DESC, ground LIMIT 1
"""

# When what is graver than the verdict had ended, where the verdict was to be read since.
GAVE_WAY = """
    SELECT max(until) FROM jsonb_to_recordset(c.grounds) AS g (rank integer, until timestamptz)
    WHERE until <= %(as_of)s AND rank > v.rank
"""

# Most outlooks are told as they were, and then nothing has changed; where grounds have ended
# since, only the others are compared.
CHANGED = f"""
INSERT INTO changed
SELECT v.citizen_id, v.status, v.until, v.due_at, v.outlook,
       nextval('status_decision_id_seq') AS id,
       decode(replace(gen_random_uuid()::text, '-', ''), 'hex') AS salt,
       CASE WHEN c.citizen_id IS NULL THEN %(as_of)s
            WHEN c.status = v.status AND c.until > %(as_of)s THEN c.since
            WHEN v.outlook = ({CURRENT_OUTLOOK}) OR v.status = ({CURRENT_STATUS})
                THEN coalesce(({GAVE_WAY}), %(as_of)s)
            ELSE %(as_of)s END AS since,
       f.digest
FROM verdict v
LEFT JOIN status_current c ON c.citizen_id = v.citizen_id
LEFT JOIN facts_factsheet f ON f.citizen_id = v.citizen_id
WHERE CASE WHEN c.citizen_id IS NULL THEN v.outlook <> ''
           WHEN v.status <> c.status THEN true
           WHEN v.outlook = c.outlook THEN false
           ELSE v.outlook <> ({CURRENT_OUTLOOK}) END
"""

# Apart from `WRITE`, for the planner looks at every column more than once when it joins.
KNOWN = f"""
INSERT INTO known
SELECT citizen_id, {snapshot.OF_SHEET} FROM deciding JOIN facts_factsheet f USING (citizen_id)
"""

TOLD = """concat_ws('|', citizen_id, status, extract(epoch FROM since)::bigint,
    coalesce(extract(epoch FROM until)::bigint::text, '-'), outlook,
    coalesce(encode(digest, 'hex'), '-'), coalesce(%(ruleset)s::text, '-'))"""

# What the ledger binds of a batch of decisions: their commitments, in the order of their ids.
DIGEST = "coalesce(string_agg(commitment, ''::bytea ORDER BY id), ''::bytea)"

WRITE = f"""
{_FOUND},
told AS (
    SELECT citizen_id, jsonb_agg(jsonb_build_object(
        'ground', ground, 'status', status, 'rank', rank, 'evidence', evidence,
        'since', {_MOMENT.format("since")}, 'until', {_MOMENT.format("until")})
        {_GRAVEST_FIRST}) AS grounds
    FROM found GROUP BY citizen_id),
decisions AS (
    INSERT INTO status_decision (id, as_of, made_at, run_id, ruleset_id, commitment)
    SELECT id, %(as_of)s, %(now)s, %(run)s, %(ruleset)s,
           sha256(salt || convert_to({TOLD}, 'UTF8'))
    FROM changed
    RETURNING id, commitment),
outcomes AS (
    INSERT INTO status_outcome
        (decision_id, citizen_id, status, since, until, due_at, outlook, grounds, facts,
         facts_digest, salt)
    SELECT c.id, citizen_id, c.status, c.since, c.until, c.due_at, c.outlook,
           coalesce(grounds, '[]'::jsonb), coalesce(facts, '{{}}'::jsonb), c.digest, c.salt
    FROM changed c LEFT JOIN told USING (citizen_id) LEFT JOIN known USING (citizen_id))
SELECT count(*), min(id), max(id), encode(sha256({DIGEST}), 'hex') FROM decisions
"""

# What was shown stays though one of its grounds has ended: the next one's end is waited for.
WAIT_ON = """
UPDATE status_current c SET due_at = v.due_at FROM verdict v
WHERE c.citizen_id = v.citizen_id AND c.due_at <= %(as_of)s
  AND NOT EXISTS (SELECT FROM changed WHERE changed.citizen_id = c.citizen_id)
"""

PUBLISH = """
INSERT INTO status_current AS kept
    (citizen_id, decision_id, status, since, until, due_at, outlook, grounds, as_of)
SELECT o.citizen_id, d.id, o.status, o.since, o.until, o.due_at, o.outlook, o.grounds, d.as_of
FROM status_decision d JOIN status_outcome o ON o.decision_id = d.id
WHERE {which}
ON CONFLICT (citizen_id) DO UPDATE SET decision_id = excluded.decision_id,
    status = excluded.status, since = excluded.since, until = excluded.until,
    due_at = excluded.due_at, outlook = excluded.outlook, grounds = excluded.grounds,
    as_of = excluded.as_of
"""

# Decisions of a run that were overtaken: by one made later, or by facts that changed since, about
# which somebody then decided that what is shown may stay.
OVERTAKEN = """
DELETE FROM status_outcome WHERE decision_id IN (
    SELECT o.decision_id
    FROM status_decision d JOIN status_outcome o ON o.decision_id = d.id
    LEFT JOIN status_current c ON c.citizen_id = o.citizen_id
    LEFT JOIN facts_factsheet f ON f.citizen_id = o.citizen_id
    WHERE d.run_id = %s AND (c.decision_id > d.id OR f.digest IS DISTINCT FROM o.facts_digest))
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Decisions made together: how many, the first and last id, and a digest that binds them."""

    count: int
    first: int | None
    last: int | None
    digest: str


NOTHING = Batch(0, None, None, hashlib.sha256().hexdigest())


def judge(cursor: Any, verdicts: Verdicts, *, as_of: datetime) -> None:
    """Fill the temporary table `verdict` for the citizens in `deciding`."""
    temporary.ready(cursor, **TABLES)
    values = {"as_of": as_of, "default": verdicts.default, "ends_at": verdicts.ends_at}
    cursor.execute(VERDICT.replace("{select}", verdicts.select), values)
    # How many there are is all that joins ask; the texts would take as long again to look at.
    cursor.execute("ANALYZE verdict (citizen_id)")


def write(
    cursor: Any,
    verdicts: Verdicts,
    *,
    as_of: datetime,
    now: datetime,
    run: int | None,
    ruleset: int | None,
) -> Batch:
    """Write a decision for each changed outcome in `verdict`.

    Grounds are put into words for those alone: `deciding` is left with whom something changed.
    """
    cursor.execute(CHANGED, {"as_of": as_of})
    changed = cursor.rowcount
    cursor.execute(WAIT_ON, {"as_of": as_of})
    if not changed:
        return NOTHING
    temporary.empty(cursor, "deciding")
    cursor.execute("INSERT INTO deciding SELECT citizen_id FROM changed")
    cursor.execute("ANALYZE deciding, changed")
    cursor.execute(KNOWN)
    cursor.execute("ANALYZE known")
    values = {"as_of": as_of, "now": now, "run": run, "ruleset": ruleset}
    statement = WRITE.replace("{select}", verdicts.select)
    cursor.execute(statement, {**values, "ends_at": verdicts.ends_at})
    return Batch(*cursor.fetchone())


def publish_run(cursor: Any, run: int) -> int:
    """Make a run's decisions visible, all at once; what overtook one of them stays.

    Requires that nobody decides meanwhile. Of a decision that was overtaken only the commitment
    is left: nobody ever lived under it.
    """
    cursor.execute(OVERTAKEN, [run])
    cursor.execute(PUBLISH.format(which="d.run_id = %s"), [run])
    return cursor.rowcount


def publish_changed(cursor: Any) -> list[int]:
    """Make the decisions just written visible; return their ids."""
    cursor.execute(PUBLISH.format(which="d.id IN (SELECT id FROM changed)"))
    cursor.execute("SELECT id FROM changed ORDER BY id")
    return [row[0] for row in cursor.fetchall()]
