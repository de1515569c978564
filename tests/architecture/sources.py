"""The project's own Python files, rooms and models."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.models import Model

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = ("core", "provinces", "federation", "sample", "tools")


def modules(*folders: str) -> Iterator[Path]:
    """Yield the Python files of some folders, migrations left out."""
    for folder in folders:
        for path in sorted((PROJECT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text())) or ""


def rooms() -> list[AppConfig]:
    """Return the project's own Django apps."""
    return [room for room in apps.get_app_configs() if room.name.split(".")[0] in SOURCE]


def append_only_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]
