"""How the code lies: import contracts, sizes, and a sentence for everything."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import AppConfig

from tests.architecture.sources import PROJECT, SOURCE, docstring, modules, name_of, rooms

LONGEST = 400


class TestImports:
    def test_keep_their_contracts(self) -> None:
        linter = Path(sys.executable).with_name("lint-imports")

        result = subprocess.run(
            [linter, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False
        )

        assert result.returncode == 0, result.stdout


class TestFiles:
    def test_are_no_longer_than_a_reader_bears(self) -> None:
        lengths = {
            name_of(path): len(path.read_text().splitlines())
            for path in modules(*SOURCE, "tests", "bench")
        }

        assert {name: length for name, length in lengths.items() if length > LONGEST} == {}

    def test_begin_with_a_sentence(self) -> None:
        silent = [
            name_of(path)
            for path in modules(*SOURCE, "tests")
            if path.read_text().strip() and not docstring(path)
        ]

        assert silent == []

    def test_are_in_packages(self) -> None:
        folders = {path.parent for path in modules(*SOURCE, "tests")}

        bare = [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()]

        assert sorted(bare) == []


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
class TestRooms:
    def test_have_their_paragraph_and_nothing_else(self, room: AppConfig) -> None:
        tree = ast.parse((Path(room.path) / "__init__.py").read_text())

        assert ast.get_docstring(tree)
        assert len(tree.body) == 1

    def test_are_labelled_by_their_last_word(self, room: AppConfig) -> None:
        last = room.name.rpartition(".")[2]

        assert room.label in (last, f"federation_{last}")
