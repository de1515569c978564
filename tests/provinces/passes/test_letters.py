"""A letter says on its first page all that one has to know, and nothing of whom it is for."""

from __future__ import annotations

import pytest

from provinces.citizens.models import Citizen
from provinces.passes import letters, services
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import letters as letter
from tests.factories import road

SAID = {
    "en": [
        "Your health code on paper", "North", "Counts until", "asked for this sheet",
        "no order, no bill and no proof", "contest it", "Have another one", "emergency care",
    ],
    "zh-hans": ["纸质健康码", "北省", "有效期至", "申请", "不是管控令", "申诉", "换领", "急诊"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def rules(north: directory.Entry) -> None:
    road.shipped_ruleset("first")


def written(citizen: Citizen, language: str) -> list[tuple[list[str], str]]:
    text = services.issue_paper(citizen, now=NOW)
    return letter.pages(letters.letter(text, language=language, now=NOW))


class TestLetter:
    @pytest.mark.parametrize("language", SAID)
    def test_says_it_all_on_one_page(self, eve: Citizen, language: str) -> None:
        ((codes, text),) = written(eve, language)

        plain = text.replace(" ", "") if language.startswith("zh") else text
        assert len(codes) == 1
        assert [each for each in SAID[language] if each not in plain] == []

    def test_is_in_all_languages_where_none_is_known(self, eve: Citizen) -> None:
        first, second = written(eve, "")

        assert first[0] == second[0]
        assert "纸质健康码" in first[1].replace(" ", "")
        assert "Your health code on paper" in second[1]

    def test_says_nothing_of_whom_it_is_for(self, eve: Citizen) -> None:
        ((_codes, text),) = written(eve, "en")

        assert eve.reference not in text
