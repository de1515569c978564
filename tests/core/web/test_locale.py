"""Everything that is said is said in Chinese too, and the compiled words are the written ones."""

from __future__ import annotations

import ast
import gettext
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext as translated
from django.utils.translation import ngettext as counted
from django.utils.translation import template as extraction

PROJECT = Path(__file__).resolve().parents[3]
ROOMS = ("core", "provinces", "federation", "sample")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>|&lt;")
FUNCTIONS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
# What Django says, and says in English alone or worse than we can.
OF_PACKAGES = {"This password is too short. It must contain at least %d character."}
# What is said in English by a template, which pages put into their language.
SAID_BY_TEMPLATE = "from core.certlogic.saying import say\n"


def catalogues() -> list[Path]:
    """Return the folders with words: the one that all pages share, and rooms' own."""
    return sorted(
        path for room in ROOMS for path in (PROJECT / room).rglob("locale/zh_Hans/LC_MESSAGES")
    )


def written(folder: Path) -> dict[str, str]:
    """Read what a .po file says, without its header."""
    found: dict[str, str] = {}
    for block in (folder / "django.po").read_text().split("\n\n")[1:]:
        fields = dict(re.findall(r'^(msgid|msgstr(?:\[0\])?) "(.*)"$', block, re.MULTILINE))
        said = fields.get("msgstr", fields.get("msgstr[0]", ""))
        found[_plain(fields["msgid"])] = _plain(said)
    return found


def placeholders(text: str) -> list[str]:
    """Return what stands in a text for what is put there, and its tags, sorted."""
    return sorted(PLACEHOLDER.findall(text))


def all_written() -> dict[str, str]:
    """Read what all .po files say."""
    return {english: said for folder in catalogues() for english, said in written(folder).items()}


def _plain(quoted: str) -> str:
    return quoted.replace('\\"', '"').replace("\\n", "\n")


def compiled(folder: Path) -> dict[str, str]:
    """Read what a .mo file says; of a plural its only form."""
    with (folder / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    messages = catalogue._catalog  # type: ignore[attr-defined]  # no public way to list it
    return {key[0] if isinstance(key, tuple) else key: said for key, said in messages.items()}


def said_in_templates() -> Iterator[str]:
    for room in ROOMS:
        for path in (PROJECT / room).rglob("templates/**/*"):
            if path.suffix in (".html", ".txt"):
                code = extraction.templatize(path.read_text(), origin=str(path))
                for found in re.finditer(r"""(?:gettext|_)\(u?(['"])(.*?)\1[,)]""", code):
                    yield found[2].replace("\\'", "'").replace('\\"', '"')


def said_in_code() -> Iterator[str]:
    for room in ROOMS:
        for path in (PROJECT / room).rglob("*.py"):
            code = path.read_text()
            functions = FUNCTIONS | {"say"} if SAID_BY_TEMPLATE in code else FUNCTIONS
            for node in ast.walk(ast.parse(code)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    first = node.args[0] if node.args else None
                    if node.func.id in functions and isinstance(first, ast.Constant):
                        yield str(first.value)


class TestChinese:
    @pytest.mark.parametrize("folder", catalogues(), ids=lambda path: path.parts[-4])
    def test_is_compiled_as_written(self, folder: Path) -> None:
        told = compiled(folder)
        told.pop("")

        assert told == written(folder)

    def test_says_each_word_once(self) -> None:
        said = Counter(english for folder in catalogues() for english in written(folder))

        assert [english for english, times in said.items() if times > 1] == []

    def test_is_what_pages_say_whatever_packages_say(self) -> None:
        told = {
            english: said
            for folder in catalogues()
            for english, said in compiled(folder).items()
            if english
        }

        with translation.override("zh-hans"):
            overruled = {
                english: said
                for english, said in told.items()
                if said not in (translated(english), counted(english, english, 1))
            }

        assert overruled == {}

    def test_has_every_word_of_the_pages(self) -> None:
        assert set(said_in_templates()) - set(all_written()) == set()

    def test_has_every_word_of_the_code(self) -> None:
        assert set(said_in_code()) - set(all_written()) == set()

    def test_has_no_word_that_nobody_says(self) -> None:
        said = {*said_in_templates(), *said_in_code(), *OF_PACKAGES}

        assert set(all_written()) - said == set()

    @pytest.mark.parametrize("folder", catalogues(), ids=lambda path: path.parts[-4])
    def test_says_everything_with_its_placeholders(self, folder: Path) -> None:
        wrong = {
            english: chinese
            for english, chinese in written(folder).items()
            if not chinese or placeholders(english) != placeholders(chinese)
        }

        assert wrong == {}
