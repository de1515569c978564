"""What is asserted of somebody: of each class of evidence, the piece that happened last.

    in_force_at ──┐                                    ┌── expires_at
                  ├─ later ─▶ begins ······ ends ◀─ sooner
    happened_at ──┘                                    └── withdrawn_at

Of several pieces that count as of a moment the sheet tells one, so that its moments belong
together. An ending that was noted later is not known yet.
"""

from __future__ import annotations

from provinces.evidence.classes import FORMS, EvidenceClass

from .parts import Part, facts_from, minute, pivoted
from .schema import GROUP_OF, Source

_FACTS = facts_from(*map(Source, EvidenceClass))

_ENDED = "CASE WHEN end_noted_at <= %(as_of)s THEN ended_at END"
_VALUES = {
    **{form.happened: minute("happened_at") for form in FORMS.values()},
    **{form.ended: minute(_ENDED) for form in FORMS.values() if form.ended},
    "onset_at": minute("onset_at"),
    "ends_at": minute("ends_at"),
    "expires_at": minute("expires_at"),
    "country": "details ->> 'country'",
    "division": "details ->> 'division'",
    "bound_elsewhere": "details -> 'bound_elsewhere' = 'true'::jsonb",
    "evidence": "id",
}
_ROWS = {group: f"is_told AND evidence_class = '{of}'" for of, group in GROUP_OF.items()}

_PIECES = "stale JOIN evidence_evidence AS e USING (citizen_id)"
_COUNTING = f"""
SELECT *, begins <= %(as_of)s AND row_number() OVER (
           PARTITION BY citizen_id, evidence_class, begins <= %(as_of)s
           ORDER BY happened_at DESC, id DESC) = 1 AS is_told
FROM (
    SELECT e.*, greatest(e.in_force_at, e.happened_at) AS begins,
           least(e.expires_at, e.withdrawn_at) AS ends
    FROM {_PIECES}
    WHERE e.in_force_at IS NOT NULL AND e.expires_at > %(as_of)s) AS piece
WHERE ends > %(as_of)s AND begins < ends
"""

# What is told may cease, or be said to have ended; what is yet to begin may be told then.
_DUE = """
CASE WHEN is_told THEN least(ends, CASE WHEN end_noted_at > %(as_of)s THEN end_noted_at END)
     WHEN begins > %(as_of)s THEN begins END
"""

ASSERTED = Part(
    "asserted",
    _FACTS,
    _PIECES,
    f"""SELECT citizen_id, {pivoted(_FACTS, _VALUES, _ROWS)}, min({_DUE}) AS due_at
    FROM ({_COUNTING}) AS counting GROUP BY citizen_id""",
)
