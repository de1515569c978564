"""Running CertLogic test suites, in the format of the official one, on any engine.

    {"name": "...", "directive": "skip", "cases": [
        {"name": "...", "certLogicExpression": ..., "assertions": [
            {"data": ..., "expected": ..., "certLogicExpression": ..., "directive": "skip"}]}]}

A directive may stand at each of the three levels; an assertion's own expression goes first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from core.certlogic.evaluating import evaluate
from core.certlogic.instants import written
from core.certlogic.parsing import parse
from core.certlogic.syntax import Json
from core.certlogic.values import Value

Engine: TypeAlias = Callable[[Json, Json], Value]
"""Evaluates an expression, as JSON, over data; raises ValueError if that is an error."""


class NotASuite(ValueError):
    """A file does not have the format of a test suite."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an expression is expected to come to over some data, and where that is asserted.

    `place` counts the assertions of a test from 1.
    """

    file: str
    test: str
    place: int
    skipped: bool
    expression: Json
    data: Json
    expected: Json


@dataclass(frozen=True, slots=True)
class Failure:
    """An assertion that does not hold, and what came instead: JSON, or the words of an error."""

    assertion: Assertion
    got: str


@dataclass(frozen=True, slots=True)
class Report:
    """How a run of a suite went."""

    passed: int
    failures: tuple[Failure, ...]
    skipped: int

    @property
    def failed(self) -> int:
        return len(self.failures)

    def __add__(self, other: Report) -> Report:
        return Report(
            self.passed + other.passed,
            self.failures + other.failures,
            self.skipped + other.skipped,
        )


def in_python(expression: Json, data: Json) -> Value:
    """Be the engine that evaluates; raises Faulty or Unevaluable."""
    return evaluate(parse(expression), data)


def run(path: Path, engine: Engine) -> Report:
    """Run the suite in a file, or all those in a folder, on an engine; raises NotASuite."""
    return sum((run_file(file, engine) for file in files(path)), Report(0, (), 0))


def run_file(file: Path, engine: Engine) -> Report:
    """Run the suite in a file; raises NotASuite."""
    assertions = read(file)
    active = [assertion for assertion in assertions if not assertion.skipped]
    failures = tuple(filter(None, (_failure(assertion, engine) for assertion in active)))
    return Report(len(active) - len(failures), failures, len(assertions) - len(active))


def read(file: Path) -> list[Assertion]:
    """Return the assertions that a file makes; raises NotASuite."""
    try:
        return list(_assertions(file.name, json.loads(file.read_text(encoding="utf-8"))))
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        raise NotASuite(f"{file} is no CertLogic test suite: {_told(problem)}") from problem


def _told(problem: Exception) -> str:
    """Say what is wrong with a file in words for whoever wrote it."""
    if isinstance(problem, KeyError):
        return f"the field {problem.args[0]!r} is missing"
    if isinstance(problem, ValueError):
        return str(problem)
    return "an object or a list is missing where there should be one"


def files(path: Path) -> list[Path]:
    """Return the file that a path is, or all those in a folder; raises NotASuite without any."""
    found = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not found:
        raise NotASuite(f"{path} has no .json file in it")
    return found


def _assertions(file: str, suite: dict[str, Any]) -> Iterator[Assertion]:
    for case in suite["cases"]:
        for place, assertion in enumerate(case["assertions"], 1):
            directives = [part.get("directive") for part in (suite, case, assertion)]
            if not {None, "skip"}.issuperset(directives):
                raise ValueError(f"the only directive is skip, not {directives}")
            own = assertion if "certLogicExpression" in assertion else case
            yield Assertion(
                file,
                case["name"],
                place,
                "skip" in directives,
                own["certLogicExpression"],
                assertion["data"],
                assertion["expected"],
            )


def _failure(assertion: Assertion, engine: Engine) -> Failure | None:
    try:
        got = _canonical(engine(assertion.expression, assertion.data))
    except ValueError as error:
        return Failure(assertion, f"error: {error}")
    return None if got == _canonical(assertion.expected) else Failure(assertion, got)


def _canonical(value: Value) -> str:
    """Return a value as JSON that is the same text for the same value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_written)


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return written(value)
    raise TypeError(f"{value!r} is no value of CertLogic")
