"""Each dependency is pinned, and says why it is here."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LISTS = ["requirements.txt", "requirements-dev.txt"]
PINNED = re.compile(r"[A-Za-z0-9][\w.-]*(\[[\w,-]+\])?==\d[\w.]*")


def paragraphs(name: str) -> list[tuple[str, list[str]]]:
    """Return each comment with the requirements it stands above.

    A requirement without one of its own shares that of the requirement before it.
    """
    found: list[tuple[str, list[str]]] = []
    comment = ""
    for line in (PROJECT / name).read_text().splitlines():
        if line.startswith("#"):
            comment = f"{comment} {line.lstrip('# ')}".strip()
        elif not line or line.startswith("-r "):
            comment = ""
        elif comment:
            found.append((comment, [line]))
            comment = ""
        else:
            assert found, f"{name} begins without a comment"
            found[-1][1].append(line)
    return found


@pytest.mark.parametrize("name", LISTS)
class TestRequirements:
    def test_each_is_pinned_to_one_version(self, name: str) -> None:
        loose = [
            line for _, lines in paragraphs(name) for line in lines if not PINNED.fullmatch(line)
        ]

        assert loose == []

    def test_few_share_a_reason(self, name: str) -> None:
        crowded = [lines for _, lines in paragraphs(name) if len(lines) > 3]

        assert crowded == []

    def test_each_is_listed_once(self, name: str) -> None:
        names = [
            re.split(r"[\[=]", line)[0].lower() for _, lines in paragraphs(name) for line in lines
        ]

        assert sorted(names) == sorted(set(names))
