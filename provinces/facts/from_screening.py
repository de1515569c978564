"""What laboratories and registers tell: results of PCR tests, and vaccinations.

A result is known from when the laboratory had it and we were told, until it is voided; one of a
tube that is not negative until it lapses, too.
"""

from __future__ import annotations

from .parts import Part, facts_from, minute
from .schema import Source

_RESULTS = "stale JOIN screening_result AS r USING (citizen_id)"
_DOSES = "stale JOIN screening_vaccination AS v USING (citizen_id)"

_KNOWN = f"""
SELECT *, known_at <= %(as_of)s AS is_known, row_number() OVER (
           PARTITION BY citizen_id, outcome, known_at <= %(as_of)s
           ORDER BY sampled_at DESC, id DESC) AS place
FROM (
    SELECT r.*, greatest(r.resulted_at, r.received_at) AS known_at,
           least(r.voided_at, r.lapses_at) AS over_at
    FROM {_RESULTS}
    WHERE r.method = 'pcr' AND r.outcome IN ('positive', 'negative')) AS result
WHERE over_at IS NULL OR over_at > greatest(known_at, %(as_of)s)
"""

_NEGATIVES = "FILTER (WHERE is_known AND outcome = 'negative')"


def _last(outcome: str, value: str, *, place: int = 1, aggregate: str = "max") -> str:
    """Return a value of the test of an outcome that was sampled last, or next to last."""
    return (
        f"{aggregate}({value})"
        f" FILTER (WHERE is_known AND outcome = '{outcome}' AND place = {place})"
    )


_SAMPLED, _RESULTED = minute("sampled_at"), minute("resulted_at")
_GAP = f"{_last('negative', _SAMPLED)} - {_last('negative', _SAMPLED, place=2)}"
_COLUMNS = {
    "tests.positive.sampled_at": _last("positive", _SAMPLED),
    "tests.positive.resulted_at": _last("positive", _RESULTED),
    "tests.positive.pooled": _last("positive", "pooled", aggregate="bool_or"),
    "tests.positive.result": _last("positive", "id"),
    "tests.negative.sampled_at": _last("negative", _SAMPLED),
    "tests.negative.resulted_at": _last("negative", _RESULTED),
    "tests.negative.result": _last("negative", "id"),
    "tests.negatives.count": f"nullif(count(*) {_NEGATIVES}, 0)::integer",
    "tests.negatives.gap_hours": f"floor(extract(epoch FROM {_GAP}) / 3600)::integer",
    "tests.negatives.sampled": f"array_agg({_SAMPLED} ORDER BY sampled_at, id) {_NEGATIVES}",
    "tests.negatives.resulted": f"array_agg({_RESULTED} ORDER BY sampled_at, id) {_NEGATIVES}",
}
_TESTS = facts_from(Source.TEST_RESULT)

TESTED = Part(
    "tested",
    _TESTS,
    _RESULTS,
    f"""SELECT citizen_id,
    {", ".join(f"{_COLUMNS[fact.name]} AS {fact.column}" for fact in _TESTS)},
    min(CASE WHEN is_known THEN over_at ELSE known_at END) AS due_at
    FROM ({_KNOWN}) AS known GROUP BY citizen_id""",
)

# Earlier doses may have been given where no register tells us of them: the number counts.
VACCINATED = Part(
    "vaccinated",
    facts_from(Source.VACCINATION),
    _DOSES,
    f"""SELECT citizen_id,
    max(dose_number) FILTER (WHERE known_at <= %(as_of)s)::integer AS vaccination_doses,
    max({minute("given_at")}) FILTER (WHERE known_at <= %(as_of)s) AS vaccination_last_at,
    min(known_at) FILTER (WHERE known_at > %(as_of)s) AS due_at
    FROM (
        SELECT v.*, greatest(v.given_at, v.received_at) AS known_at
        FROM {_DOSES}) AS known
    GROUP BY citizen_id""",
)
