"""Everything that a rule set may name has a name for people."""

from __future__ import annotations

import pytest
from django.utils import translation

from provinces.facts.schema import Source
from provinces.rules import wording
from provinces.rules.document import PLACES, Admission, Consequence

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hans"])


@LANGUAGES
class TestNames:
    @pytest.mark.parametrize("source", Source)
    def test_are_there_for_every_source(self, language: str, source: Source) -> None:
        with translation.override(language):
            assert str(wording.source(source)) != str(source)

    @pytest.mark.parametrize("place", PLACES)
    def test_are_there_for_every_place(self, language: str, place: str) -> None:
        with translation.override(language):
            assert str(wording.place(place)) != place

    @pytest.mark.parametrize("admission", Admission)
    def test_are_there_for_every_admission(self, language: str, admission: str) -> None:
        with translation.override(language):
            assert str(wording.admission(admission)) != admission

    @pytest.mark.parametrize("consequence", Consequence)
    def test_are_there_for_every_consequence(self, language: str, consequence: str) -> None:
        with translation.override(language):
            assert str(wording.consequence(consequence)) != consequence


class TestUnknown:
    def test_goes_by_its_key(self) -> None:
        assert wording.source("rumour") == "rumour"
        assert wording.place("moon") == "moon"
        assert wording.fact("bank.deposit") == "bank.deposit"
        assert wording.field(("texts", "rumour")).endswith(" · rumour")


class TestSaid:
    def test_is_in_the_language_of_the_page_or_in_any(self) -> None:
        with translation.override("en"):
            assert wording.said({"zh-hans": "绿码", "en": "Green"}) == "Green"
            assert wording.said({"zh-hans": "绿码"}) == "绿码"
            assert wording.said("plain") == "plain"
            assert wording.said(None) == ""
