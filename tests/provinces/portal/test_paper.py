"""A paper code is a sheet that an independent reader reads, as a printer would print it."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest
import zxingcpp

from provinces.citizens.models import Citizen
from provinces.notices import queries as notices
from provinces.passes import queries as passes
from provinces.passes.codec import Kind
from provinces.passes.models import Issued, Posting
from provinces.passes.queries import Verdict
from tests import cast
from tests.factories import mandates, road
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


class TestPost:
    def test_is_asked_for_and_shown_with_its_state(self, eve: Citizen) -> None:
        browser = reader(eve.user)

        done = words(browser.post(address("portal:code-paper-post"), follow=True))

        assert "Asked for. The registry prints the sheet" in done
        assert "is not posted yet. It is being made." in done
        assert "Have it posted to the address" not in done
        row = Posting.objects.get()
        assert (row.citizen, row.channel, row.asked_by) == (eve, "self", eve.user)

    def test_speaks_of_the_sheet_that_one_has_unless_it_is_the_one_posted(
        self, eve: Citizen
    ) -> None:
        browser, lost = reader(eve.user), "If you lost it, withdraw it now."

        assert lost not in words(browser.get(address("portal:code-paper")))
        browser.post(address("portal:code-paper"))
        assert lost in words(browser.get(address("portal:code-paper")))
        browser.post(address("portal:code-paper-post"))
        sheet = Issued.objects.get()
        Posting.objects.update(state="posted", settled_at=NOW, issued=sheet)
        assert lost not in words(browser.get(address("portal:code-paper")))

    def test_says_how_often(self, eve: Citizen) -> None:
        page = words(reader(eve.user).get(address("portal:code-paper")))

        assert "You can have 2 letters a week at most." in page

    @pytest.mark.parametrize(
        ("state", "trouble", "said"),
        [
            ("posted", "", "A letter was posted on"),
            ("failed", "address", "The identity registry holds no address of yours."),
            ("failed", "registry", "did not answer for days"),
            ("dropped", "", "No letter comes"),
        ],
    )
    def test_says_what_became_of_it(
        self, eve: Citizen, state: str, trouble: str, said: str
    ) -> None:
        browser = reader(eve.user)
        browser.post(address("portal:code-paper-post"))
        Posting.objects.update(state=state, trouble=trouble, settled_at=NOW)

        page = words(browser.get(address("portal:code-paper")))

        assert said in page
        assert "Have it posted to the address" in page

    def test_says_when_another_one_may_be_asked_for(self, eve: Citizen, settings: Any) -> None:
        settings.PASSES_POSTS_PER_WEEK = 1
        browser = reader(eve.user)
        browser.post(address("portal:code-paper-post"))
        Posting.objects.update(state="posted", settled_at=NOW)

        again = words(browser.post(address("portal:code-paper-post"), follow=True))

        assert "No more letters within a week." in again
        assert Posting.objects.count() == 1

    def test_is_asked_for_by_whoever_may_show_the_code(self, eve: Citizen, finn: Citizen) -> None:
        mandates.mandate(eve, finn)
        browser = reader(finn.user)
        browser.post(address("portal:mandate-switch"), {"reference": eve.reference})

        browser.post(address("portal:code-paper-post"))

        row = Posting.objects.get()
        assert (row.citizen, row.channel, row.asked_by) == (eve, "proxy", finn.user)
        assert [one.of for one in notices.for_citizen(eve)] == ["proxy"]
