"""Both engines say the same of random expressions, errors included."""

from __future__ import annotations

from random import Random

import pytest

from core.certlogic.syntax import Json
from tests.core.certlogic import expressions
from tests.core.certlogic.engines import ERROR, Database, in_python, same

CONTEXTS = 50


def disagreements(database: Database, random: Random, count: int) -> list[tuple[Json, ...]]:
    """Return where the engines differ over `count` expressions, each over `CONTEXTS` data."""
    contexts = [expressions.data(random) for _ in range(CONTEXTS)]
    database.hold(contexts)
    generated = [expressions.expression(random) for _ in range(count)]
    found: list[tuple[Json, ...]] = []
    for expression, in_sql in zip(generated, database.over_held(generated), strict=True):
        evaluated = in_python(expression, contexts)
        found += [
            (expression, data, python, sql)
            for data, python, sql in zip(contexts, evaluated, in_sql, strict=True)
            if not same(python, sql)
        ]
    return found


class TestEnginesOverJson:
    @pytest.mark.parametrize(
        "seed",
        [*range(2), *(pytest.param(seed, marks=pytest.mark.battery) for seed in range(2, 60))],
    )
    def test_agree(self, database: Database, seed: int) -> None:
        assert disagreements(database, Random(seed), 40) == []
