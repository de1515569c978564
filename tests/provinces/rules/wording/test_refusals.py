"""What the validator says is said in the language of the page, names and all."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from core.certlogic.saying import Saying, say
from core.certlogic.vocabulary import Kind
from provinces.rules import validating, wording
from tests.provinces.rules import documents
from tests.provinces.rules import proving_ground as page

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Two words of small letters in a row are English; keys, facts and operators stand alone.
ENGLISH = re.compile(r"\b[a-z]+ [a-z]+\b")


def refusals_of(clause: str) -> list[validating.Refusal]:
    ground = dict(page.refused()[clause])
    document = page.with_ground(page.named(ground.pop("in")), ground["ground"])
    return validating.check(document, zone=documents.ZONE)


class TestRefusal:
    def test_is_the_message_itself_in_english(self) -> None:
        message = say("%(one)s never equals %(other)s", one=Kind.TEXT, other=Kind.DATE)

        with translation.override("en"):
            assert wording.refusal(message) == message == "a text never equals a date"

    def test_says_what_is_named_in_the_same_language(self) -> None:
        message = say("this field is missing; it is %(wanted)s", wanted=say("an object"))

        with translation.override("zh-hans"):
            assert wording.refusal(message) == "缺少此字段；须为对象"

    def test_says_what_has_no_template_as_it_is(self) -> None:
        assert wording.refusal("red") == "red"

    def test_puts_keys_in_words_where_they_are_given(self) -> None:
        document = {"statuses": [{"key": "red", "names": {"zh-hans": "红码", "en": "Red"}}]}
        named = say(
            "%(source)s is no source of facts%(near)s; there are %(known)s",
            source="'reds'",
            near="",
            known="red, close_contact",
        )

        with translation.override("en"):
            said = wording.refusal(named, wording.words_of(document))

        assert said == "'reds' is no source of facts; there are “Red”, “Close contact”"

    @pytest.mark.parametrize("clause", sorted(page.refused()))
    def test_of_a_published_clause_is_in_chinese(self, clause: str) -> None:
        found = refusals_of(clause)

        with translation.override("zh-hans"):
            said = [wording.refusal(one.message) for one in found]

        assert said
        assert all(isinstance(one.message, Saying) for one in found)
        assert all(CHINESE.search(each) and not ENGLISH.search(each) for each in said)
