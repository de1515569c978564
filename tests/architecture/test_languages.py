"""No page says anything in another language than its own, and none shows a key of a program.

Each page of the access table, as whoever sees most of it is shown it, and what each order answers,
in both languages. The people and the offices of the tests have names in English alone, as some do.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests import cast
from tests.architecture import languages
from tests.architecture.access import ACCESS
from tests.architecture.access.rows import Row
from tests.architecture.test_access import address_of, body
from tests.architecture.visitors import ENTRANCES
from tests.client import ProvinceClient
from tests.pages import noon  # noqa: F401  a fixture

# Whoever sees most comes first.
READERS = ("citizen", "official", "other", "powerless", "stranger", "anonymous", "foreigner")
# Pages that say what went wrong say it in both languages.
ANSWERED = ("200", "302")
# What programs read, and passkeys, which are made up here and lead to where they would be tried.
NOT_READ = ("federation:", "mfa_edit_webauthn", "mfa_remove_webauthn")
# So many pages are read in every run; `make verify` reads all.
FEW = 12
# What stands in another language with reason: addresses of things, and names that are not ours.
ALLOWED = {
    "addresses": r"[\w.+-]+@[\w.-]+|https?://\S+|[\w-]+\.(?:example|org|json|py|csv)\b",
    "languages by their own names": r"简体中文|English",
    "officials, named by what they hold": r"[a-z_]+ of \d{6}",
    "names to sign in by, drawn by lot": r"\bofficial\.[2-9a-z]{8}\b",
    "standards, programs and products": r"SHA-256|CertLogic|OwnTracks|GPSLogger|H3|FHIR R4|Concord",
}
TESTS = Path(__file__).resolve().parents[1]
MADE_BY = (
    *("factories/*.py", "architecture/access/*.py", "architecture/visitors.py", "cast.py"),
    "federation/casework/stories.py",
)


def given() -> Iterator[str]:
    """Yield the names that the tests give and what their people write, in one language as it is."""
    for path in sorted(path for pattern in MADE_BY for path in TESTS.glob(pattern)):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.strip()
                is_told = " " in text or languages.CHINESE.search(text)
                if is_told and "\n" not in text:
                    yield text


PARDONED = re.compile(
    "|".join([*map(re.escape, sorted(set(given()), key=len, reverse=True)), *ALLOWED.values()])
)


def rows() -> list[Row]:
    """Return each page and order that anybody is answered, once for all that it may be about."""
    found = {
        (row.page, row.method, row.query, row.about.__name__): row
        for row in ACCESS
        if not row.device and not row.page.startswith(NOT_READ) and reader_of(row)
    }
    return list(found.values())


def reader_of(row: Row) -> str:
    """Return who sees most of what is answered, "" where nobody is."""
    for answer in ANSWERED[: 1 if row.method == "GET" else 2]:
        for reader in READERS:
            if row.answers[reader] == answer:
                return reader
    return ""


def cases() -> list[object]:
    every = rows()
    few = Random("languages").sample(range(len(every)), FEW)  # noqa: S311  which pages, no secret
    return [
        pytest.param(
            row,
            marks=[] if place in few else [pytest.mark.battery],
            id=f"{row.method} {row.page}{row.query} {row.about.__name__}",
        )
        for place, row in enumerate(every)
    ]


def shown(row: Row, client: ProvinceClient, address: str) -> str:
    """Return what people read: the page, or the page that an order leads to, "" for a file."""
    answer: Any = client.generic(row.method, address, *body(row))
    if answer.status_code in (302, 303):
        answer = client.get(answer["Location"])
    is_page = str(answer.get("Content-Type", "")).startswith("text/html") and not answer.streaming
    return answer.content.decode() if is_page else ""


def foreign(page: str) -> list[tuple[str, str]]:
    return list(languages.foreign(page, PARDONED))


@pytest.mark.usefixtures("north", "noon")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("row", cases())
def test_speaks_one_language_and_no_keys(row: Row, language: str) -> None:
    eve = cast.eve()
    address = address_of(row, row.about(eve))
    client = ENTRANCES[reader_of(row)](row, eve)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language

    assert foreign(shown(row, client, address)) == []


class TestForeign:
    @pytest.mark.parametrize(
        ("page", "found"),
        [
            ('<html lang="zh-Hans"><p>Nothing is known.</p>', ["Nothing is known"]),
            ('<html lang="zh-Hans"><p lang="en">Nothing is known.</p>', []),
            ('<html lang="zh-Hans"><a title="Read all of it">全文</a>', ["Read all of it"]),
            ('<html lang="zh-Hans"><p>依据 close_contact</p>', ["close_contact"]),
            ('<html lang="en"><p>It names contacts.close.last_contact_at.</p>',
             ["contacts.close.last_contact_at"]),
            ('<html lang="en"><p>It is 红码 <span lang="zh-Hans">红码</span></p>', ["红码"]),
            ('<html lang="en"><p>As kept: <code>close_contact</code></p>', []),
            ('<html lang="zh-Hans"><p>到 https://north.example/a/page/of/it 查看</p>', []),
        ],
    )  # fmt: skip
    def test_is_found(self, page: str, found: list[str]) -> None:
        assert [text for text, _whole in foreign(page)] == found
