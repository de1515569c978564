"""What the database keeps to two offices has its journey: two officials go it in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, F, Model, Q

from federation.casework.conformance import TWO_OFFICES
from tests.journeys import browser

UNITS = ("unit", "units")
DEFINITIONS = """
    SELECT c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
    JOIN pg_namespace n ON n.oid = c.connamespace
    WHERE n.nspname = current_schema() AND c.contype = 'c'
"""
# As in NOT (signed_unit)::text = (proposed_unit)::text: one column compared with another.
BETWEEN_UNITS = re.compile(r"\b\w*unit\b\)?(?:::\w+)? *(?:=|<>) *\(?\w*unit\b")
# Names two offices, and no constraint compares them; each with why.
NOT_COMPARED = {
    "rules.Draft": "to send a draft back restricts nobody; its ruleset bears two offices",
    "oversight.Case": "a trigger compares the auditor's office with every one of the official's",
}


def test_each_act_of_two_offices_has_its_journey() -> None:
    assert acts() - journeys() == set()


def test_each_journey_is_of_an_act_of_two_offices() -> None:
    assert journeys() <= acts()


def test_whatever_names_two_offices_has_them_compared() -> None:
    named = {
        model._meta.label
        for model in apps.get_models()
        if sum(field.name.endswith(UNITS) for field in model._meta.concrete_fields) > 1
    }

    assert named - acts() == set(NOT_COMPARED)


@pytest.mark.usefixtures("north")
def test_conformance_asks_for_each_constraint_that_compares_two_offices() -> None:
    assert compared() == set(TWO_OFFICES)


def compared() -> set[str]:
    """Return the check constraints in force in the database that compare two offices."""
    with connection.cursor() as cursor:
        cursor.execute(DEFINITIONS)
        return {name for name, definition in cursor.fetchall() if BETWEEN_UNITS.search(definition)}


def acts() -> set[str]:
    """Return the models of which a constraint says that two offices are not one."""
    return {model._meta.label for model in apps.get_models() if any(_differing_units(model))}


def journeys() -> set[str]:
    """Return the models that journeys in the browser say they are about."""
    named: set[str] = set()
    for found in iter_modules(browser.__path__):
        module = import_module(f"{browser.__name__}.{found.name}")
        for test in vars(module).values():
            for mark in getattr(test, "pytestmark", ()):
                named.update(mark.args if mark.name == "four_eyes" else ())
    return named


def _differing_units(model: type[Model]) -> Iterator[bool]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
            yield any(
                name.endswith("unit") and other.endswith("unit")
                for name, other in _differing(constraint.condition)
            )


def _differing(condition: Q, *, is_negated: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the fields that a condition compares, where they may not be alike."""
    is_negated ^= condition.negated
    for each in condition.children:
        part: Any = each
        if isinstance(part, Q):
            yield from _differing(part, is_negated=is_negated)
        elif is_negated and isinstance(part, tuple) and isinstance(part[1], F):
            yield part[0], part[1].name
