"""What the documents point at exists: files, headings, targets of make, commands and options."""

import dataclasses
import io
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError

from core.certlogic.parsing import OPERATORS
from provinces.rules import document

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([PROJECT / "README.md", *PROJECT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]+`|(?<=\n)    [^\n]+", re.DOTALL)
TARGET = re.compile(r"\bmake ([a-z]+)\b")
# What is behind a `>` is for the shell.
COMMAND = re.compile(r"\bmanage\.py ([a-z_]+)([^>\n]*)")
# A path of ours: with a slash, and ending as a folder or as a file of a kind we have.
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/(?:[\w-]+\.(?:py|md|toml|html|txt|json))?")
MADE_LATER = ("var/", ".venv/")


def named(document: Path) -> str:
    return str(document.relative_to(PROJECT))


def code_in(document: Path) -> Iterator[str]:
    """Yield what a document sets in the type of commands and files."""
    for found in CODE.finditer(document.read_text()):
        yield found[0].strip("`")


def anchors(document: Path) -> set[str]:
    """Return the names by which a document's headings are linked to."""
    headings = HEADING.findall(document.read_text())
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(link: str, *, source: Path) -> bool:
    """Tell whether a link within the project finds its file, and its heading there."""
    path, _, anchor = link.partition("#")
    target = Path(os.path.normpath(source.parent / path)) if path else source
    if not target.exists() or not target.is_relative_to(PROJECT):
        return False
    return not anchor or anchor in anchors(target)


def is_understood(name: str, arguments: str) -> bool:
    """Tell whether a command of ours or Django's would accept these arguments."""
    app = get_commands().get(name)
    if app is None:
        return False
    command = load_command_class(app, name) if isinstance(app, str) else app
    try:
        command.create_parser("manage.py", name).parse_args(shlex.split(arguments, comments=True))
    except CommandError:
        return False
    return True


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
class TestDocuments:
    def test_links_lead_somewhere(self, document: Path) -> None:
        links = [link for link in LINK.findall(document.read_text()) if "://" not in link]

        lost = [link for link in links if not leads_somewhere(link, source=document)]

        assert lost == []

    def test_paths_exist(self, document: Path) -> None:
        paths = {code for code in code_in(document) if PATH.fullmatch(code)}

        missing = {path for path in paths if not (PROJECT / path).exists()}

        assert {path for path in missing if not path.startswith(MADE_LATER)} == set()

    def test_targets_of_make_exist(self, document: Path) -> None:
        targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE)

        called = {target for code in code_in(document) for target in TARGET.findall(code)}

        assert called <= set(targets)

    def test_commands_are_understood(self, document: Path) -> None:
        calls = [call for code in code_in(document) for call in COMMAND.findall(code)]

        assert [call for call in calls if not is_understood(*call)] == []


class TestFormatOfRulesets:
    """The rule set that the page for rule authors shows whole."""

    FORMAT = PROJECT / "docs" / "ruleset-format.md"

    @pytest.fixture
    def shown(self, tmp_path: Path) -> Path:
        (example,) = re.findall(r"```json\n(.*?)```", self.FORMAT.read_text(), re.DOTALL)
        path = tmp_path / "shown.json"
        path.write_text(example)
        return path

    @pytest.mark.parametrize("action", ["check", "test"])
    def test_passes(self, shown: Path, action: str) -> None:
        out = io.StringIO()

        call_command("rules", action, str(shown), stdout=out)

        assert out.getvalue() in ("0 refused\n", "5 passed, 0 failed, 0 skipped\n")

    def test_is_explained_with_every_field_and_word(self) -> None:
        words = {
            *(*document.PLACES, *document.Counting, *document.Clock),
            *(*document.Consequence, *document.Admission),
            *(field.name for field in dataclasses.fields(document.ClearedByTests)),
            *(field.name for field in dataclasses.fields(document.Companion)),
        }
        said = self.FORMAT.read_text()

        assert {word for word in words if f"`{word}`" not in said} == set()
        assert {name for name in OPERATORS if f"`{name}`" not in said} == set()
