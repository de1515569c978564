"""What each engine makes of the golden pairs."""

from __future__ import annotations

from random import Random

from core.certlogic.sql.helpers import helpers
from core.certlogic.syntax import Json
from tests.core.certlogic import golden, sheet
from tests.core.certlogic.engines import Database, in_python, same
from tests.core.certlogic.golden import Golden, is_true


def wrong_in_python() -> list[Golden]:
    """Return the pairs, of either kind, on which evaluation errs."""
    chance = Random(0)  # noqa: S311  not for secrets
    wrong = [pair for pair in golden.JSON if not _is_right(pair, pair.expression, pair.data)]
    for pair in golden.TYPED:
        data = sheet.as_data(sheet.with_facts(pair.data), chance)
        if not _is_right(pair, is_true(pair.expression), data):
            wrong.append(pair)
    return wrong


def wrong_in_sql(database: Database) -> list[Golden]:
    """Return the pairs on which SQL over JSON errs, in a session far from UTC."""
    database.cursor.execute("SELECT set_config('timezone', 'Europe/Paris', true)")
    database.cursor.execute(helpers("pg_temp"))
    database.hold([pair.data for pair in golden.JSON])
    return _wrong(golden.JSON, database.over_held([pair.expression for pair in golden.JSON]))


def wrong_in_typed_sql(database: Database) -> list[Golden]:
    """Return the pairs on which SQL over typed facts errs, in a session far from UTC."""
    database.cursor.execute("SELECT set_config('timezone', 'Europe/Paris', true)")
    sheet.hold(database.cursor, [sheet.with_facts(pair.data) for pair in golden.TYPED])
    found = sheet.outcomes(database.cursor, [pair.expression for pair in golden.TYPED])
    return _wrong(golden.TYPED, found)


def _wrong(pairs: list[Golden], found: list[list[Json]]) -> list[Golden]:
    """Return the wrong pairs, from what each expression comes to over the data of each pair."""
    return [
        pair for place, pair in enumerate(pairs) if not same(found[place][place], pair.expected)
    ]


def _is_right(pair: Golden, expression: Json, data: Json) -> bool:
    return same(in_python(expression, [data])[0], pair.expected)
