"""What passes the check has a type in every part; what does not is told where and why."""

from __future__ import annotations

from random import Random

import pytest

from core.certlogic.checking import check
from core.certlogic.parsing import parse
from core.certlogic.syntax import Faulty, Json
from tests.core.certlogic import sheet
from tests.core.certlogic.golden import DAYS, LEFT, TYPED, Golden, at

ILL: Json = {"var": "person.ill"}
ADULT: Json = {"var": "person.adult"}
NAME: Json = {"var": "person.name"}
BORN: Json = {"var": "person.born_on"}
GROUPS: Json = {"var": "person.groups"}
TODAY: Json = at({"var": "external.now"})

MAKE = ': make it a date-time by {"plusTime": [..., 0, "day"]}'
FACT = ', a fact or a written one: to choose between two, put "if" around it'


def faults(document: Json) -> list[tuple[str, str]]:
    """Return where and why an expression is refused."""
    with pytest.raises(Faulty) as refused:
        check(parse(document), sheet.VOCABULARY)
    return [(fault.path, fault.reason) for fault in refused.value.faults]


class TestCheck:
    @pytest.mark.parametrize("pair", TYPED, ids=str)
    def test_takes_the_golden_pairs(self, pair: Golden) -> None:
        check(parse(pair.expression), sheet.VOCABULARY)

    @pytest.mark.parametrize(
        "document",
        [
            True,
            ILL,
            {"and": [DAYS, NAME, LEFT, BORN, GROUPS, ILL]},
            {"===": [{"and": [ADULT, {"!": [NAME]}]}, ILL]},
            {"if": [NAME, {"and": [ILL, True]}, False]},
            {"in": [NAME, GROUPS]},
            {"in": [DAYS, []]},
            {">": [DAYS, 1]},
            {"before": [{"dccDateOfBirth": [BORN]}, at(BORN, 18, "year"), TODAY]},
            {"before": [{"dccDateOfBirth": ["2004"]}, {"if": [ILL, at("2021-02"), TODAY]}]},
        ],
        ids=str,
    )
    def test_takes(self, document: Json) -> None:
        check(parse(document), sheet.VOCABULARY)

    @pytest.mark.parametrize(
        ("document", "path", "reason"),
        [
            ({"var": "person.height"}, "$", '"person.height" is not in the vocabulary'),
            ({"var": ""}, "$", '"" is not in the vocabulary'),
            (DAYS, "$", "a condition is true or false, and this is a whole number"),
            (TODAY, "$", "a condition is true or false, and this is a date-time"),
            ({"===": [NAME, 1]}, "$", "a text never equals a whole number"),
            ({"===": [{"and": [ILL, ADULT]}, True]}, "$.===.0",
             '"===" takes texts, whole numbers and booleans, and this is of more than one type'),
            ({"===": [LEFT, "2021"]}, "$.===.0",
             '"===" takes texts, whole numbers and booleans, and this is a moment'),
            ({"in": [ILL, GROUPS]}, "$.in.0",
             '"in" looks for a text or a whole number, and this is true or false'),
            ({"in": [NAME, [1]]}, "$.in.1.0", "a text never equals a whole number"),
            ({"in": [NAME, ["a", NAME]]}, "$.in.1.1", "a list is written out"),
            ({"in": [NAME, NAME]}, "$.in.1", '"in" searches a list'),
            ({"in": [DAYS, GROUPS]}, "$.in.0", "a whole number is never in a list of texts"),
            ({"===": [NAME, ["a"]]}, "$.===.1", 'a list can only be what "in" searches'),
            ({">": [NAME, 1]}, "$.>.0", '">" takes whole numbers, and this is a text'),
            ({"<": [1, DAYS, TODAY]}, "$.<.2", '"<" takes whole numbers, and this is a date-time'),
            ({"===": [{"+": [DAYS, ILL]}, 1]}, "$.===.0.+.1",
             '"+" takes whole numbers, and this is true or false'),
            ({"after": [LEFT, TODAY]}, "$.after.0",
             f'"after" takes date-times, and this is a moment{MAKE}'),
            ({"not-after": [TODAY, BORN]}, "$.not-after.1",
             f'"not-after" takes date-times, and this is a date{MAKE}'),
            ({"before": [TODAY, "2021"]}, "$.before.1",
             f'"before" takes date-times, and this is a text{MAKE}'),
            ({"before": [TODAY, 3]}, "$.before.1",
             '"before" takes date-times, and this is a whole number'),
            ({"before": [at(ILL), TODAY]}, "$.before.0.plusTime.0",
             '"plusTime" takes a moment or a date, and this is true or false'),
            ({"before": [at({"if": [ILL, LEFT, LEFT]}), TODAY]}, "$.before.0.plusTime.0",
             f'"plusTime" takes a moment or a date{FACT}'),
            ({"before": [at({"var": "x"}), TODAY]}, "$.before.0.plusTime.0",
             '"x" is not in the vocabulary'),
            ({"before": [at("2021-02-30"), TODAY]}, "$.before.0.plusTime.0",
             '"2021-02-30" is not in the calendar'),
            ({"before": [at("soon"), TODAY]}, "$.before.0.plusTime.0",
             '"soon" is not in a form that dates have'),
            ({"before": [at("9999", 1, "day"), TODAY]}, "$.before.0.plusTime.0",
             "9999-12-31T00:00:00.000Z plus 1 day is beyond the calendar"),
            ({"before": [{"dccDateOfBirth": [LEFT]}, TODAY]}, "$.before.0.dccDateOfBirth.0",
             '"dccDateOfBirth" takes a date, and this is a moment'),
            ({"before": [{"dccDateOfBirth": ["2021-13"]}, TODAY]}, "$.before.0.dccDateOfBirth.0",
             '"2021-13" is not in the calendar'),
            ({"before": [{"dccDateOfBirth": [{"+": [1, 2]}]}, TODAY]},
             "$.before.0.dccDateOfBirth.0", f'"dccDateOfBirth" takes a date{FACT}'),
            ({"if": [TODAY, True, False]}, "$.if.0", "a date-time is neither true nor false"),
            ({"!": [TODAY]}, "$.!.0", "a date-time is neither true nor false"),
            ({"and": [True, TODAY]}, "$.and.1", "a date-time is neither true nor false"),
            ({"!": [{"if": [ILL, 1, "a"]}]}, "$.!.0",
             '"if" must not be a whole number at one time, a text at another'),
            ({"===": [{"if": [ILL, True, 1]}, True]}, "$.===.0",
             '"if" must not be true or false at one time, a whole number at another'),
            ({"reduce": [GROUPS, 1, 0]}, "$", 'rules for everybody cannot use "reduce"'),
            ({"!": [{"extractFromUVCI": [NAME, 0]}]}, "$.!.0",
             'rules for everybody cannot use "extractFromUVCI"'),
        ],
    )  # fmt: skip
    def test_refuses(self, document: Json, path: str, reason: str) -> None:
        assert faults(document) == [(path, reason)]

    def test_finds_the_fault_of_every_operand(self) -> None:
        document: Json = {"and": [{">": [NAME, ILL]}, {"var": "x"}, {"!": [{"var": "y"}]}]}

        assert [path for path, _ in faults(document)] == ["$.and.0.>.0", "$.and.0.>.1", "$.and.1",
                                                          "$.and.2.!.0"]  # fmt: skip

    @pytest.mark.parametrize("seed", range(5))
    def test_takes_every_condition_that_is_made_to_fit(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311  not for secrets

        for _ in range(100):
            check(parse(sheet.condition(chance)), sheet.VOCABULARY)
