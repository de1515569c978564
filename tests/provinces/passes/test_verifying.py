"""What a checkpoint does with a pass: at each place, with old lists, and for other hosts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from provinces.passes import codec
from provinces.passes.codec import ALWAYS, Admits, Entry, StatusList, TrustList, lists
from provinces.passes.verifying import Caveat, Verdict, Verified, verify
from tests.provinces.passes.codec.made import KEY, NOW, TRUSTED, VECTORS, entry, live, paper

AT = datetime.fromtimestamp(NOW, UTC)
TRUST = TrustList("north", NOW, NOW + 86_400, 600, (TRUSTED,))


def status(*withdrawn: int, **changes: Any) -> StatusList:
    made = StatusList("north", 3, NOW, NOW + 86_400, 60, lists.bits_of(withdrawn, 2048))
    return replace(made, **changes)


def checked(claims: codec.Claims, at: datetime = AT, **given: Any) -> Verified:
    given = {"trust": TRUST, "status_lists": [status()], **given}
    return verify(codec.encode(claims, KEY), at, **given)


class TestVerify:
    @pytest.mark.parametrize(
        ("place", "verdict"),
        [
            ("public_place", Verdict.ALLOW),
            ("school", Verdict.ASK),
            ("care_home", Verdict.REFUSE),
            *((place, Verdict.ALLOW) for place in ALWAYS),
        ],
    )
    def test_says_what_a_place_does(self, place: str, verdict: Verdict) -> None:
        assert checked(live(), place=place).verdict is verdict

    @pytest.mark.parametrize("place", ALWAYS)
    @pytest.mark.parametrize(
        "text", [vector["text"] for vector in VECTORS["passes"] if vector["says"]][:6]
    )
    def test_keeps_nobody_from_care_for_a_pass_that_does_not_count(
        self, text: str, place: str
    ) -> None:
        found = verify(text, AT, trust=TRUST, place=place)

        assert found.verdict is Verdict.ALLOW
        assert found.failure

    def test_says_of_what_does_not_count_nothing_about_its_bearer(self) -> None:
        found = verify("hello", AT, trust=TRUST)

        assert (found.verdict, found.failure) == (Verdict.UNREADABLE, "NotAPass")
        assert found.claims is found.issued_at is found.expires_at is found.computed_at is None

    def test_tells_when_it_was_issued_and_worked_out(self) -> None:
        found = checked(live())

        assert found.issued_at == AT
        assert found.expires_at == AT + timedelta(seconds=60)
        assert found.computed_at == AT - timedelta(minutes=10)

    def test_finds_one_that_was_withdrawn(self) -> None:
        found = checked(paper(), status_lists=[status(1729)])

        assert (found.verdict, found.failure) == (Verdict.UNREADABLE, "Withdrawn")

    def test_looks_in_the_list_of_the_issuer(self) -> None:
        another = status(1729, issuer="south")

        found = checked(paper(), status_lists=[another, status()])

        assert (found.verdict, found.caveats) == (Verdict.ALLOW, ())

    def test_says_that_it_has_no_list(self) -> None:
        found = checked(paper(), status_lists=())

        assert (found.verdict, found.caveats) == (Verdict.ALLOW, (Caveat.STATUS_LIST_MISSING,))

    def test_goes_on_with_lists_that_are_over_and_says_so(self) -> None:
        at = AT + timedelta(days=2)

        found = checked(paper(), at)

        assert found.verdict is Verdict.ALLOW
        assert found.caveats == (Caveat.TRUST_LIST_OVER, Caveat.STATUS_LIST_OVER)

    def test_asks_for_no_list_of_a_live_pass(self) -> None:
        assert checked(live(), status_lists=()).caveats == ()

    @pytest.mark.parametrize(
        ("outcome", "verdict"),
        [
            (Admits.ALLOWED, Verdict.ALLOW),
            (Admits.ASK, Verdict.ASK),
            (Admits.REFUSED, Verdict.REFUSE),
        ],
    )
    def test_answers_the_host_of_a_journey(self, outcome: Admits, verdict: Verdict) -> None:
        journey = Entry("south", 1, NOW, NOW + 3600, outcome)
        lists_of_north = [status(number=0)]

        found = checked(entry(entry=journey), here="south", status_lists=lists_of_north)

        assert found.verdict is verdict

    def test_says_nothing_to_others_of_a_journey(self) -> None:
        found = checked(entry(), here="west", status_lists=[status(number=0)])

        assert (found.verdict, found.failure) == (Verdict.UNREADABLE, "")
