"""A paper code is a sheet that an independent reader reads, as a printer would print it."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest
import zxingcpp

from provinces.citizens.models import Citizen
from provinces.passes import queries as passes
from provinces.passes.codec import Kind
from provinces.passes.models import Issued
from provinces.passes.queries import Verdict
from tests import cast
from tests.factories import road
from tests.pages import address, reader, words

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture(autouse=True)
def rules(north: Any) -> None:
    road.first_ruleset()


def printed(sheet: bytes, *, dpi: int = 150) -> tuple[list[str], str]:
    """Return what codes an independent reader finds on a printed sheet, and its text."""
    document = pypdfium2.PdfDocument(sheet)
    page = document[0]
    image = page.render(scale=dpi / 72).to_pil()
    codes = [found.text for found in zxingcpp.read_barcodes(image)]
    text = page.get_textpage().get_text_bounded()
    document.close()
    return codes, text


class TestPaper:
    @pytest.mark.parametrize("dpi", [72, 150, 300])
    def test_is_read_back_from_the_sheet(self, eve: Citizen, dpi: int) -> None:
        answer = reader(eve.user).post(address("portal:code-paper"))

        codes, _ = printed(answer.content, dpi=dpi)

        (text,) = codes
        found = passes.verify(text, NOW)
        assert (found.verdict, found.claims.kind) == (Verdict.ALLOW, Kind.PAPER)

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", ["Paper code", "North", "Counts until", "emergency care"]),
            ("zh-hans", ["纸质", "北省", "有效期至", "急诊"]),
        ],
    )
    def test_says_what_it_is_and_until_when(
        self, eve: Citizen, language: str, said: list[str]
    ) -> None:
        answer = reader(eve.user, language).post(address("portal:code-paper"))

        _, text = printed(answer.content)

        assert [each for each in said if each not in text.replace("\r\n", " ")] == []
        assert eve.reference in text

    def test_is_handed_out_as_a_file(self, eve: Citizen) -> None:
        answer = reader(eve.user).post(address("portal:code-paper"))

        assert answer.headers["Content-Type"] == "application/pdf"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "no-store" in answer.headers["Cache-Control"]

    def test_replaces_the_sheet_before(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        first, _ = printed(browser.post(address("portal:code-paper")).content)

        browser.post(address("portal:code-paper"))

        assert passes.verify(first[0], NOW).failure == "Withdrawn"
        assert Issued.objects.filter(withdrawn_at=None).count() == 1

    def test_tells_of_the_one_there_is(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        assert "You have a sheet" not in words(browser.get(address("portal:code-paper")))

        browser.post(address("portal:code-paper"))

        assert "You have a sheet of" in words(browser.get(address("portal:code-paper")))
