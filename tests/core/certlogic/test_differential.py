"""All engines say the same of random expressions, errors included."""

from __future__ import annotations

from random import Random

import pytest
from django.db import connection

from core.certlogic.syntax import Json
from tests.core.certlogic import expressions, sheet
from tests.core.certlogic.engines import ERROR, Database, in_python, same

CONTEXTS = 50
FEW = range(2)
MANY = [*FEW, *(pytest.param(seed, marks=pytest.mark.battery) for seed in range(2, 60))]


@pytest.fixture
def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311  not for secrets


def differences(
    tried: list[Json], contexts: list[Json], in_sql: list[list[Json]]
) -> list[tuple[Json, ...]]:
    """Return every expression and data of which SQL says other than Python, and what they say."""
    return [
        (expression, data, python, sql)
        for expression, column in zip(tried, in_sql, strict=True)
        for data, python, sql in zip(contexts, in_python(expression, contexts), column, strict=True)
        if not same(python, sql)
    ]


@pytest.mark.parametrize("seed", MANY)
class TestEngines:
    def test_agree_over_json(self, database: Database, chance: Random) -> None:
        contexts = [expressions.data(chance) for _ in range(CONTEXTS)]
        tried = [expressions.expression(chance) for _ in range(40)]
        database.hold(contexts)

        in_sql = database.over_held(tried)

        assert differences(tried, contexts, in_sql) == []

    # The session's time zone must make no difference; this one has an hour that came twice.
    @pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "Europe/Paris"])
    def test_agree_over_typed_columns(self, north: object, chance: Random, zone: str) -> None:
        rows = [sheet.row(chance) for _ in range(CONTEXTS)]
        contexts = [sheet.as_data(row, chance) for row in rows]
        tried = [sheet.condition(chance) for _ in range(40)]

        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('timezone', %s, true)", [zone])
            sheet.hold(cursor, rows)
            in_sql = sheet.outcomes(cursor, tried)

        truths: list[Json] = [{"!": [{"!": [each]}]} for each in tried]
        assert differences(truths, contexts, in_sql) == []


@pytest.mark.parametrize("seed", FEW)
class TestExpressions:
    """What is compared is worth comparing: a good part of it comes to something."""

    def test_come_to_something_over_json(self, chance: Random) -> None:
        contexts = [expressions.data(chance) for _ in range(CONTEXTS)]

        outcomes = [
            outcome
            for _ in range(40)
            for outcome in in_python(expressions.expression(chance), contexts)
        ]

        assert 0.2 < outcomes.count(ERROR) / len(outcomes) < 0.7

    def test_come_to_something_over_facts(self, chance: Random) -> None:
        contexts = [sheet.as_data(sheet.row(chance), chance) for _ in range(CONTEXTS)]

        outcomes = [
            outcome for _ in range(40) for outcome in in_python(sheet.condition(chance), contexts)
        ]

        assert 0.05 < outcomes.count(ERROR) / len(outcomes) < 0.5
