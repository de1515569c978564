"""Whatever a province may send, it is kept, or refused by name: nothing breaks."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.casework.classes import MessageClass
from federation.casework.refusals import Fault, Refused
from federation.casework.services import effects
from federation.casework.words import OF_EVIDENCE, OF_RESULTS, Word, class_of, read
from provinces.tenancy import directory
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW
from tests.federation.casework.test_words import JSON

FACTS = ("close_contact", "confirmed_case", "home_isolation", "province_arrival", "clinic_visit")


def word(body: dict[str, Any]) -> Word:
    return read(body, of=MessageClass(class_of(body["fact"])), now=NOW)


class TestCheck:
    @given(
        fact=st.sampled_from(FACTS),
        changes=st.dictionaries(st.sampled_from(sorted(OF_EVIDENCE)), JSON),
    )
    @settings(
        deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50
    )
    def test_breaks_on_no_evidence(
        self, north: directory.Entry, fact: str, changes: dict[str, Any]
    ) -> None:
        with contextlib.suppress(Refused):
            effects.check(word({**stories.word(fact), **changes}), issuer="south", now=NOW)

    @given(changes=st.dictionaries(st.sampled_from(sorted(OF_RESULTS)), JSON))
    @settings(
        deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50
    )
    def test_breaks_on_no_result(self, north: directory.Entry, changes: dict[str, Any]) -> None:
        with contextlib.suppress(Refused):
            effects.check(word({**stories.result(), **changes}), issuer="south", now=NOW)

    @pytest.mark.parametrize("missing", sorted(OF_RESULTS))
    def test_refuses_a_result_without(self, north: directory.Entry, missing: str) -> None:
        body = stories.result(pooled=False)
        del body[missing]

        if missing == "pooled":
            effects.check(word(body), issuer="south", now=NOW)
            return
        with pytest.raises(Refused):
            effects.check(word(body), issuer="south", now=NOW)

    def test_says_back_what_a_receipt_can_hold(self) -> None:
        fault = Fault("/\0", "x", "y" * 9999).as_json()

        assert (fault["pointer"], len(fault["detail"])) == ("/", 500)

    def test_names_the_field(self, north: directory.Entry) -> None:
        with pytest.raises(Refused) as refused:
            effects.check(word(stories.word(method="")), issuer="south", now=NOW)

        assert [fault.code for fault in refused.value.faults] == ["not-in-form"]
