"""There is no way to set a status: at no address, in no service, command, form, or table.

A status follows from evidence, by the rules in force. Whoever would add a way to set one fails
here: the walk meets every door there is, and not a list that somebody keeps.
"""

from __future__ import annotations

import ast
import inspect
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.management import get_commands, load_command_class
from rest_framework import serializers

from provinces.evidence.classes import EvidenceClass
from provinces.jurisdictions.powers import Power
from provinces.status.models import Decision
from tests.architecture import urls
from tests.architecture.access import ACCESS
from tests.architecture.access.rows import Row
from tests.architecture.sources import modules, name_of
from tests.architecture.test_access import address_of, body
from tests.architecture.visitors import ENTRANCES
from tests.cast import eve as a_citizen
from tests.pages import noon  # noqa: F401  a fixture

ROOMS = ("core", "provinces", "federation")
COLOURS = {"red", "yellow", "amber", "green"}
VERDICT = re.compile(r"(^|_)(status|statuses|colours?|colors?)($|_)")
# What is called a status and is none of a person: a pass's place in a list, and looking at things.
NO_VERDICTS = {"receive_status_list", "status_list", "status_lists", "status_list_of"}
# Which statuses there are is drafted with the rules, and signed with them; nobody is given one.
DEFINING = {"console:rules-statuses"}
# The status that an appeal contests, as it was then, and how final a laboratory's report is.
KEPT_APART = {"appeals.Appeal", "screening.ReportVersion"}
# In what colours every command of Django writes to a terminal.
TERMINAL = {"no_color", "force_color"}
# What programs are told and do not send: the status of an HTTP answer.
ANSWERS = {"Problem"}
# The road alone writes decisions; these read, and when their time is over, erase.
WRITES = re.compile(r"(INSERT\s+INTO|UPDATE|COPY)\s+status_(decision|outcome|current)", re.I)
MADE = re.compile(r"(Decision|Outcome|Current)(\.objects(\..*)?\.(create|bulk_create|update))?")
ROAD = {"provinces/status/deciding.py"}


def imported(part: str) -> Iterator[Any]:
    """Import every module of the rooms of which the dotted name has a part."""
    for room in ROOMS:
        package = import_module(room)
        for found in walk_packages(package.__path__, f"{room}."):
            parts = found.name.split(".")
            if part in parts and "migrations" not in parts and "settings" not in parts:
                yield import_module(found.name)


@cache
def _all_loaded() -> None:
    """Load all that the addresses lead to, so that every form and serializer is known."""
    urls.pages()


def subclasses(kind: type) -> set[type]:
    """Return all classes of the project that descend from a class."""
    _all_loaded()
    found: set[type] = set()
    left: list[type] = [kind]
    while left:
        below: list[type] = left.pop().__subclasses__()
        for each in below:
            if each not in found:
                found.add(each)
                left.append(each)
    return {each for each in found if each.__module__.split(".")[0] in ROOMS}


class TestAddresses:
    def test_name_no_status_to_be_set(self) -> None:
        written = [page for page in urls.pages() if page.methods - {"GET", "HEAD"}]

        named = {page.name for page in written if VERDICT.search(page.name.replace("-", "_"))}

        assert named == DEFINING

    @pytest.mark.usefixtures("north", "noon")
    @pytest.mark.parametrize(
        "row",
        [row for row in ACCESS if row.method != "GET" and row.page.startswith("console:")],
        ids=lambda row: f"{row.page} {row.about.__name__}",
    )
    def test_of_officials_take_none_along(self, row: Row) -> None:
        citizen = a_citizen()
        address = address_of(row, row.about(citizen))
        more = {"status": "red", "colour": "red", "state": "in_force", "outcome": "red"}
        told = {**more, **row.data}
        sent = Row(**{**_fields(row), "data": told})

        client = ENTRANCES["official"](row, citizen)
        before = set(Decision.objects.values_list("pk", flat=True))
        client.generic(row.method, address, *body(sent))

        assert set(Decision.objects.values_list("pk", flat=True)) == before


class TestServices:
    def test_take_no_status(self) -> None:
        takers = {
            f"{module.__name__}.{name}({parameter})"
            for module in imported("services")
            for name, each in inspect.getmembers(module, inspect.isfunction)
            if name not in NO_VERDICTS and not name.startswith("_")
            if "services" in each.__module__.split(".")
            for parameter in inspect.signature(each).parameters
            if VERDICT.search(parameter)
        }

        assert takers == set()

    def test_leave_decisions_to_the_road(self) -> None:
        writers = {
            name_of(path)
            for path in modules("core", "provinces", "federation", "sample")
            if WRITES.search(path.read_text()) or _saves_decisions(path)
        }

        assert writers == ROAD

    def test_that_pass_by_the_holds_are_for_setting_a_province_up(self) -> None:
        users = {
            name_of(path)
            for path in modules("core", "provinces", "federation", "sample")
            if "evidence.effect_many(" in path.read_text()
        }

        assert users == {"sample/evidence.py"}


class TestForms:
    def test_ask_for_no_status(self) -> None:
        asking = {
            f"{form.__module__}.{form.__name__}.{name}"
            for form in subclasses(forms.BaseForm)
            for name, field in getattr(form, "base_fields", {}).items()
            if VERDICT.search(name) or _offers(field)
        }

        assert asking == set()

    def test_of_programs_take_no_status(self) -> None:
        taking = {
            f"{each.__module__}.{each.__name__}.{name}"
            for each in subclasses(serializers.BaseSerializer)
            for name, field in getattr(each, "_declared_fields", {}).items()
            if not field.read_only and (name in COLOURS or VERDICT.search(name) or _offers(field))
            if each.__name__ not in ANSWERS
        }

        assert taking == set()


class TestCommands:
    def test_take_no_status(self) -> None:
        taking = {
            f"{name} {action.dest}"
            for name, app in get_commands().items()
            if app.split(".")[0] in (*ROOMS, "sample")
            for action in _actions(load_command_class(app, name).create_parser("", name))
            if action.dest not in TERMINAL
            if VERDICT.search(action.dest) or COLOURS & set(map(str, action.choices or ()))
        }

        assert taking == set()


class TestTables:
    def test_keep_a_status_where_the_road_writes_it_alone(self) -> None:
        keeping = {
            model._meta.label
            for model in apps.get_models()
            if model.__module__.split(".")[0] in ROOMS
            for field in model._meta.concrete_fields
            if VERDICT.search(field.name) and not isinstance(field, ArrayField)
        }

        assert keeping == {"status.Current", "status.Outcome"} | KEPT_APART


class TestWords:
    def test_of_powers_give_none(self) -> None:
        assert not [power for power in Power if VERDICT.search(power) or "override" in power]

    def test_of_evidence_are_a_closed_list_without_one(self) -> None:
        classes = set(map(str, EvidenceClass))

        assert not classes & (COLOURS | {"other", "misc", "override", "manual"})
        assert not [each for each in classes if VERDICT.search(each)]


def _fields(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Row.__dataclass_fields__}


def _offers(field: Any) -> bool:
    choices = getattr(field, "choices", None) or ()
    keys = {str(each[0] if isinstance(each, tuple | list) else each) for each in choices}
    return bool(COLOURS & keys)


def _actions(parser: ArgumentParser) -> Iterator[Any]:
    """Yield the arguments of a command and of its parts."""
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for part in action.choices.values():
                yield from _actions(part)
        elif action.dest not in ("help", "version"):
            yield action


def _saves_decisions(path: Path) -> bool:
    """Tell whether a file makes or changes rows of statuses by their models."""
    text = path.read_text()
    if "status.models import" not in text and "provinces/status/" not in str(path):
        return False
    return any(
        MADE.fullmatch(ast.unparse(node.func))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
    )
