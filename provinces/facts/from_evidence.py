"""What is asserted of somebody: of each class of evidence, the piece that happened last.

    in_force_at ──┐                                    ┌── expires_at
                  ├─ later ─▶ begins ······ ends ◀─ sooner
    happened_at ──┘                                    └── withdrawn_at

Of several pieces that count as of a moment the sheet tells one, so that its moments belong
together; when it expires, an earlier one that still counts is told in its place. Nobody is to be
held then for longer than they were told, so what bounds a hold is told for all of them:

    expires_at    when the last of those that count expires
    ends          a release, a discharge or a planned end holds for what happened before, too, when
                  the later piece has expired

An ending that was noted later is not known yet. What is suspended for somebody is not told of them.
"""

from __future__ import annotations

from provinces.evidence.classes import FORMS, EvidenceClass
from provinces.exposure import suspended

from .parts import Part, facts_from, minute, pivoted
from .schema import GROUP_OF, Source

_FACTS = facts_from(*map(Source, EvidenceClass))

_ENDED = "CASE WHEN end_noted_at <= %(as_of)s THEN ended_at END"
_VALUES = {
    **{form.happened: minute("happened_at") for form in FORMS.values()},
    **{form.ended: minute("last_ended_at") for form in FORMS.values() if form.ended},
    "onset_at": minute("onset_at"),
    "ends_at": minute("last_ends_at"),
    "expires_at": minute("last_expires_at"),
    "country": "details ->> 'country'",
    "division": "details ->> 'division'",
    "bound_elsewhere": "details -> 'bound_elsewhere' = 'true'::jsonb",
    "evidence": "id",
}
_ROWS = {group: f"is_told AND evidence_class = '{of}'" for of, group in GROUP_OF.items()}

_PIECES = "stale JOIN evidence_evidence AS e USING (citizen_id)"
_IS_SUSPENDED = suspended.is_suspended("piece", "e.citizen_id", "x.piece = e.id")
# What has begun, a class's last first; what is over among it is looked at for how it ended.
_COUNTING = f"""
SELECT * FROM (
    SELECT *, counts AND row_number() OVER (
               PARTITION BY citizen_id, evidence_class, counts
               ORDER BY happened_at DESC, id DESC) = 1 AS is_told,
           max(expires_at) FILTER (WHERE counts) OVER (
               PARTITION BY citizen_id, evidence_class) AS last_expires_at,
           min({_ENDED}) FILTER (WHERE has_begun) OVER since AS last_ended_at,
           min(ends_at) FILTER (WHERE has_begun) OVER since AS last_ends_at
    FROM (
        SELECT *, begins <= %(as_of)s AS has_begun,
               begins <= %(as_of)s AND ends > %(as_of)s AS counts
        FROM (
            SELECT e.*, greatest(e.in_force_at, e.happened_at) AS begins,
                   least(e.expires_at, e.withdrawn_at) AS ends
            FROM {_PIECES}
            WHERE e.in_force_at IS NOT NULL
              AND (e.withdrawn_at IS NULL OR e.withdrawn_at > %(as_of)s)
              AND NOT {_IS_SUSPENDED}) AS piece
        WHERE begins < ends) AS known
    WINDOW since AS (
        PARTITION BY citizen_id, evidence_class ORDER BY happened_at DESC, id DESC)) AS told
WHERE ends > %(as_of)s
"""

# What is told may cease, or be said to have ended; what is yet to begin may be told then. What is
# to be withdrawn bounds a hold until then.
_DUE = """
CASE WHEN begins > %(as_of)s THEN begins
     WHEN is_told OR withdrawn_at IS NOT NULL
     THEN least(ends, CASE WHEN end_noted_at > %(as_of)s THEN end_noted_at END) END
"""

ASSERTED = Part(
    "asserted",
    _FACTS,
    _PIECES,
    f"""SELECT citizen_id, {pivoted(_FACTS, _VALUES, _ROWS)}, min({_DUE}) AS due_at
    FROM ({_COUNTING}) AS counting GROUP BY citizen_id""",
)
