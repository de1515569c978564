"""The project speaks of itself only: of no machine it was made on, and of nobody's errands."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

# Each pattern is put together, so that this file does not speak of it.
FOREIGN = {
    "a machine's own path": r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|opt/\w+|tmp/\w+)/",
    "where packages come from": r"(?:pypi|pythonhosted|npmjs|index-url|find-links)\b[.=]",
    "a tracker's number": r"\bissues? #?\d|\b(?:GH|PR)[- ]?#?\d",
    "papers that are not shipped": r"\bdesign(?:\.md)? ?§|\bconventions?(?:\.md)? (?:§|\d\.\d)",
    "how it was made": r"\b(?:claude|anthropic|openai|chatgpt|copilot|gemini|codex|llms?)\b"
    r"|\b(?:sub|coding |ai )-?agents?\b|\bas instructed\b|\bthe brief\b|\bacceptance criteri",
    "work put off": r"\b(?:TODO|FIXME|XXX|HACK)\b",
}
TEXT = {
    "", ".css", ".csv", ".html", ".js", ".json", ".md", ".po", ".py", ".svg", ".toml", ".txt",
}  # fmt: skip


def ours() -> Iterator[Path]:
    """Yield every text file that is, or is about to be, part of the project."""
    # Whoever runs the tests need not be the user who cloned.
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    for path in sorted({PROJECT / name for name in listed} - {Path(__file__).resolve()}):
        if path.is_file() and path.suffix in TEXT and "vectors" not in path.parts:
            yield path


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_speaks_of(what: str) -> None:
    pattern = re.compile(FOREIGN[what], re.IGNORECASE if what == "how it was made" else 0)

    found = [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()}"
        for path in ours()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if pattern.search(line)
    ]

    assert found == []
