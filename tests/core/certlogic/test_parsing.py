"""What is no CertLogic is refused, with the place and the reason."""

from __future__ import annotations

import pytest

from core.certlogic.parsing import DEEPEST, LARGEST, MOST_ITEMS, MOST_PARTS, OPERATORS, parse
from core.certlogic.syntax import (
    Extract,
    Fault,
    Faulty,
    Items,
    Json,
    Literal,
    Node,
    Operation,
    PlusTime,
    Var,
    walk,
)

NOT_WHOLE = "the time to add must be a whole number"
NO_UNIT = "the unit of time must be one of year, month, day, hour"


def at(*operands: Json) -> Json:
    return {"plusTime": list(operands)}


def faults(document: Json) -> list[tuple[str, str]]:
    """Return where and why a document is refused."""
    with pytest.raises(Faulty) as refused:
        parse(document)
    return [(fault.path, fault.reason) for fault in refused.value.faults]


class TestParse:
    @pytest.mark.parametrize(
        ("document", "node"),
        [
            (True, Literal("$", value=True)),
            (42.0, Literal("$", 42)),
            ([1, "a"], Items("$", (Literal("$.0", 1), Literal("$.1", "a")))),
            ({"var": ""}, Var("$", ())),
            ({"var": "a.0.b"}, Var("$", ("a", "0", "b"))),
            ({"!": [0]}, Operation("$", "!", (Literal("$.!.0", 0),))),
            (at("2021", 1, "day"), PlusTime("$", Literal("$.plusTime.0", "2021"), 1, "day")),
            ({"extractFromUVCI": ["a", 1.0]}, Extract("$", Literal("$.extractFromUVCI.0", "a"), 1)),
        ],
    )
    def test_reads(self, document: Json, node: Node) -> None:
        parsed = parse(document)

        assert parsed == node
        assert not isinstance(parsed, Literal) or type(parsed.value) is type(node.value)

    def test_counts_paths_from_where_the_document_stands(self) -> None:
        with pytest.raises(Faulty, match=r"^grounds\.0\.when\.and\.1: unrecognised operator"):
            parse({"and": [True, {"or": [1, 2]}]}, "grounds.0.when")

    @pytest.mark.parametrize(
        ("document", "path", "reason"),
        [
            ("a\0b", "$", "a character in this text is one that no database stores"),
            ("\ud800", "$", "a character in this text is one that no database stores"),
            (LARGEST + 1, "$", f"{LARGEST + 1} is beyond {LARGEST}, where JavaScript loses count"),
            (float("inf"), "$", "inf is a non-integer number"),
            ({"var": ["a"]}, "$", 'not of the form { "var": "<path>" }'),
            ({"var": "a..b"}, "$", "data access path doesn't have a valid format: a..b"),
            ({"var": ".a"}, "$", "data access path doesn't have a valid format: .a"),
            ({"var": "a\0"}, "$", "data access path doesn't have a valid format: a\0"),
            (
                {"var": "1b"},
                "$",
                '"1b" in the path 1b is neither a name nor an index like 0, 1, 12',
            ),
            ({"and": [True]}, "$", '"and" takes 2 operands or more, not 1'),
            ({"if": [True, 1]}, "$", '"if" takes 3 operands, not 2'),
            ({"!": [1, 2]}, "$", '"!" takes 1 operand, not 2'),
            ({"<": [1, 2, 3, 4]}, "$", '"<" takes 2 or 3 operands, not 4'),
            ({"in": []}, "$", '"in" takes 2 operands, not 0'),
            (at("2021", "1", "day"), "$.plusTime.1", NOT_WHOLE),
            (at("2021", True, "day"), "$.plusTime.1", NOT_WHOLE),
            (at("2021", 1, "week"), "$.plusTime.2", NO_UNIT),
            (at("2021", 1, ["day"]), "$.plusTime.2", NO_UNIT),
            (at("2021", -9999, "year"), "$.plusTime.1", "no two dates are 9999 years apart"),
            (
                {"extractFromUVCI": ["a", "0"]},
                "$.extractFromUVCI.1",
                "which fragment is meant must be a whole number",
            ),
            ({"!": [{"!": [None]}]}, "$.!.0.!.0", "invalid CertLogic expression"),
        ],
    )
    def test_refuses(self, document: Json, path: str, reason: str) -> None:
        assert faults(document) == [(path, reason)]

    @pytest.mark.parametrize(
        "operator", ["or", "!==", "!!", "*", "-", "map", "filter", "==", "var "]
    )
    def test_refuses_operators_of_json_logic(self, operator: str) -> None:
        assert faults({operator: [1, 2]}) == [("$", f'unrecognised operator: "{operator}"')]

    def test_finds_the_fault_of_every_operand(self) -> None:
        found = faults({"and": [None, {"!": []}, {"if": [3.5, True, {"var": 1}]}]})

        assert [path for path, _ in found] == ["$.and.0", "$.and.1", "$.and.2.if.0", "$.and.2.if.2"]

    def test_tells_the_part_that_is_meant(self) -> None:
        with pytest.raises(Faulty) as refused:
            parse([{"foo": []}])

        assert refused.value.faults == (Fault("$.0", 'unrecognised operator: "foo"', {"foo": []}),)

    def test_refuses_what_is_nested_too_deep(self) -> None:
        document: Json = True
        for _ in range(DEEPEST):
            document = {"!": [document]}

        parse(document)

        assert faults({"!": [document]})[0][1] == f"nested deeper than {DEEPEST} levels"

    def test_refuses_what_has_too_many_parts(self) -> None:
        most: Json = {"and": [True] * (MOST_PARTS - 1)}

        parse(most)

        assert faults({"!": [most]}) == [
            (
                "$",
                "this has 501 parts, and 500 at most are read: to compare a value with many, list"
                ' them after "in"',
            )
        ]

    def test_refuses_a_list_without_end_and_takes_a_long_one(self) -> None:
        codes: list[Json] = [str(number) for number in range(MOST_ITEMS)]

        parse({"in": [{"var": "code"}, codes]})

        assert faults({"in": [{"var": "code"}, [*codes, "x"]]}) == [
            ("$.in.1", "3001 are listed here, and 3000 at most are read")
        ]

    def test_knows_every_operator_of_the_specification(self) -> None:
        special = {"if", "and", "!", "plusTime", "reduce", "dccDateOfBirth", "extractFromUVCI"}
        orders = {">", "<", ">=", "<=", "after", "before", "not-after", "not-before"}

        assert set(OPERATORS) == special | orders | {"===", "in", "+"}


class TestWalk:
    def test_comes_past_every_part_in_the_order_of_the_document(self) -> None:
        node = parse({"if": [{"var": "a"}, {"in": ["b", ["c"]]}, {"plusTime": ["2021", 1, "day"]}]})

        assert [part.path for part in walk(node)] == [
            "$",
            "$.if.0",
            "$.if.1",
            "$.if.1.in.0",
            "$.if.1.in.1",
            "$.if.1.in.1.0",
            "$.if.2",
            "$.if.2.plusTime.0",
        ]
