"""Evaluation agrees with certlogic-js, the reference implementation, but where we are stricter."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from core.certlogic import suites
from core.certlogic.evaluating import evaluate
from core.certlogic.instants import written
from core.certlogic.parsing import parse
from core.certlogic.syntax import Json
from core.certlogic.values import Unevaluable
from tests.core.certlogic import expressions
from tests.core.certlogic.engines import ERROR, official, same

PROJECT = Path(__file__).resolve().parents[3]
INSTALLED = PROJECT / "var" / "node"
PACKAGE = "certlogic-js@1.2.2"

# What is an error to us, and a value of JavaScript to the reference.
STRICTER = ("calendar", "can only be compared with date-times", "not whole")
# What is no date to us, and to the reference is one beyond midnight, or one that is not a number.
TO_THEM = ("T24:", ":60", "+24")
# Paths that lead nowhere in a text, where the reference finds characters and a length.
PATHS = ["a", "b", "c", "d", "", "c.x", "e", "list.0", "list.1", "list.7"]

Outcomes = list[list[Json]]


@pytest.fixture(scope="module")
def node() -> str:
    """Node, with the reference installed."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("node and npm, which run the reference, are not installed")
    if not (INSTALLED / "node_modules" / "certlogic-js").exists():
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", INSTALLED, PACKAGE]
        if subprocess.run(command, capture_output=True, check=False, timeout=120).returncode:
            pytest.skip(f"{PACKAGE} cannot be installed")
    return node


def reference(node: str, tried: list[Json], contexts: list[Json]) -> Outcomes:
    """Return for each expression what the reference says it comes to over each of some data."""
    script = Path(__file__).with_name("reference.cjs")
    answered = subprocess.run(
        [node, script, INSTALLED],
        input=json.dumps({"expressions": tried, "contexts": contexts}),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [[each[0] if each else ERROR for each in row] for row in json.loads(answered.stdout)]


def ours(expression: Json, data: Json) -> Json:
    """Return what evaluation says, or why it is stricter."""
    try:
        value = evaluate(parse(expression), data)
    except Unevaluable as error:
        return next((f"stricter: {why}" for why in STRICTER if why in error.reason), ERROR)
    return written(value) if isinstance(value, datetime) else _as_javascript(value)


def _as_javascript(value: Json) -> Json:
    """Return a value with whole numbers as JavaScript writes them."""
    text = re.sub(r"\b(-?[0-9]+)[.]0\b", r"\1", json.dumps(value))
    written_so: Json = json.loads(text)
    return written_so


def context(chance: Random) -> Json:
    """Return data, mostly with a list to go into."""
    data = expressions.data(chance)
    if not isinstance(data, dict):
        return data
    items: list[Json] = [chance.choice([None, 0, 7, True, "a", []]) for _ in range(3)]
    return {**data, "list": items[: chance.randrange(4)]}


@pytest.fixture
def as_for_javascript(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have random expressions leave out what is known to be something else to JavaScript."""
    no_dates = (text for text in expressions.NO_DATES if not any(one in text for one in TO_THEM))
    monkeypatch.setattr(expressions, "PATHS", PATHS)
    monkeypatch.setattr(expressions, "NO_DATES", list(no_dates))
    monkeypatch.setattr(expressions, "NUMBERS", expressions.NUMBERS[:-1])


@pytest.mark.battery
class TestReference:
    def test_agrees_on_the_official_suite(self, node: str) -> None:
        files = sorted(official("testSuite").glob("*.json"))
        asserted = [each for file in files for each in suites.read(file) if not each.skipped]

        theirs = reference(
            node, [each.expression for each in asserted], [each.data for each in asserted]
        )

        found = [theirs[place][place] for place in range(len(asserted))]
        assert found == [each.expected for each in asserted]

    @pytest.mark.parametrize("seed", range(40))
    def test_agrees_on_random_expressions(
        self, node: str, as_for_javascript: None, seed: int
    ) -> None:
        chance = Random(seed)  # noqa: S311  not for secrets
        contexts = [context(chance) for _ in range(50)]
        tried = [expressions.expression(chance) for _ in range(50)]

        theirs = reference(node, tried, contexts)

        compared = [
            (expression, data, our, their)
            for expression, row in zip(tried, theirs, strict=True)
            for data, their in zip(contexts, row, strict=True)
            if "stricter" not in str(our := ours(expression, data))
        ]
        assert len(compared) > 1500
        assert [each for each in compared if not same(*each[2:])] == []
