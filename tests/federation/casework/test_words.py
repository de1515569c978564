"""What a province says of a guest is of one form, and all that is wrong with it is named."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.casework import verdicts, words
from federation.casework.classes import MessageClass
from federation.casework.refusals import Refused
from federation.peers import instants
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def read(body: dict[str, Any], of: MessageClass = MessageClass.CONTACT) -> words.Word:
    return words.read(body, of=of, now=NOW)


def codes(body: dict[str, Any], of: MessageClass = MessageClass.CONTACT) -> dict[str, str]:
    """Return what is wrong with a body: the name of each fault, by where it is."""
    with pytest.raises(Refused) as refused:
        read(body, of)
    return {fault.pointer: fault.code for fault in refused.value.faults}


class TestRead:
    def test_takes_a_good_word(self) -> None:
        word = read(stories.word())

        assert word.fact == "close_contact"
        assert word.rest == {"case_reference": "CASE-120101-0001", "method": "现场流调"}

    def test_takes_a_result(self) -> None:
        assert read(stories.result("negative"), MessageClass.TEST_RESULT).lessens

    @pytest.mark.parametrize("name", sorted(words.COMMON))
    def test_misses_whatever_is_missing(self, name: str) -> None:
        body = stories.word()
        del body[name]

        assert f"/{name}" in codes(body)

    @pytest.mark.parametrize("name", ["colour", "color", "status", "verdict", "level", "Colour"])
    def test_takes_no_verdict_however_deep(self, name: str) -> None:
        body = stories.word(details={"more": [{name: "red"}]})

        assert codes(body)[f"/details/more/0/{name}"] == "verdict-in-payload"

    def test_takes_nothing_more(self) -> None:
        assert codes(stories.word(name="Eve")) == {"/name": "unknown-member"}

    def test_takes_no_persons_own_word_from_a_province(self) -> None:
        body = stories.word("symptoms_declared")

        assert codes(body, MessageClass.CASE)["/fact"] == "no-such-class"

    def test_takes_a_fact_in_its_class_alone(self) -> None:
        assert codes(stories.word("confirmed_case"))["/fact"] == "other-class"

    @pytest.mark.parametrize(
        ("after", "code"), [(timedelta(days=22), "valid-too-long"), (timedelta(0), "expired")]
    )
    def test_takes_no_word_for_too_long(self, after: timedelta, code: str) -> None:
        body = stories.word(expires_at=instants.text(NOW + after))

        assert codes(body) == {"/expires_at": code}

    def test_names_every_fault(self) -> None:
        body = stories.word(link="a list", evidence_hash="", office=None, batch="")

        assert set(codes(body)) == {"/link", "/evidence_hash", "/office", "/batch"}

    @given(
        st.dictionaries(
            st.sampled_from(sorted(words.COMMON | words.OF_EVIDENCE)) | st.text(max_size=5), JSON
        )
    )
    def test_never_breaks(self, changes: dict[str, Any]) -> None:
        with contextlib.suppress(Refused):
            read({**stories.word(), **changes})


class TestFind:
    @given(JSON)
    def test_finds_nothing_where_there_is_nothing(self, value: Any) -> None:
        assert list(verdicts.find(value)) == []
