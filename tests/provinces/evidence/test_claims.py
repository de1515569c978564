"""What cannot become evidence says which field it is, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.evidence.claims import Claim, Contact, InvalidClaim, checked
from provinces.evidence.classes import FORMS, EvidenceClass
from provinces.evidence.models import Evidence, Origin
from tests import cast
from tests.factories import evidence

NOW, YESTERDAY = cast.NOW, evidence.YESTERDAY
EVE = Citizen(pk=1, reference="eve")
# In the year before the first, and in the one after the last, that a calendar has.
TOO_EARLY = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
TOO_LATE = datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12)))
NAIVE = NOW.replace(tzinfo=None)
OWN_CASE = Evidence(pk=7, citizen_id=1, evidence_class=EvidenceClass.CONFIRMED_CASE)
OTHERS_CONTACT = Evidence(pk=8, citizen_id=2, evidence_class=EvidenceClass.CLOSE_CONTACT)

CASE = EvidenceClass.CONFIRMED_CASE
CONTACT = EvidenceClass.CLOSE_CONTACT
ORDER = EvidenceClass.HOME_ISOLATION
ARRIVAL = EvidenceClass.OVERSEAS_ARRIVAL


def claim(of: EvidenceClass = CASE, **values: Any) -> Claim:
    return evidence.claim(EVE, of, **values)


def problems(made: Claim, source: Origin = Origin.MANUAL) -> dict[str, str]:
    with pytest.raises(InvalidClaim) as refused:
        checked(made, source=source, now=NOW)
    return refused.value.problems


class TestChecked:
    @pytest.mark.parametrize("of", [of for of, form in FORMS.items() if not form.self_declared])
    def test_accepts_what_each_class_needs(self, of: EvidenceClass) -> None:
        assert checked(claim(of), source=Origin.MANUAL, now=NOW) == claim(of)

    def test_cuts_times_to_the_minute(self) -> None:
        odd = timedelta(seconds=31, microseconds=5)
        made = claim(
            ORDER,
            happened_at=YESTERDAY + odd,
            expires_at=NOW + timedelta(days=7) + odd,
            ends_at=NOW + timedelta(days=2) + odd,
        )

        found = checked(made, source=Origin.MANUAL, now=NOW)

        assert (found.happened_at, found.ends_at) == (YESTERDAY, NOW + timedelta(days=2))
        assert found.expires_at == NOW + timedelta(days=7)

    def test_takes_a_moment_in_any_time_zone(self) -> None:
        there = timezone(timedelta(hours=-5))

        found = checked(
            claim(happened_at=YESTERDAY.astimezone(there)), source=Origin.MANUAL, now=NOW
        )

        assert found.happened_at == YESTERDAY

    def test_lets_an_order_start_in_some_days(self) -> None:
        made = claim(ORDER, happened_at=NOW + timedelta(days=6))

        assert checked(made, source=Origin.MANUAL, now=NOW).happened_at > NOW

    def test_tells_every_problem(self) -> None:
        made = claim(legal_basis="", source_reference=" ", details={"x": 1}, expires_at=NAIVE)

        assert set(problems(made)) == {
            "legal_basis", "source_reference", "expires_at", "details.x"
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("made", "field", "why"),
        [
            (claim("other"), "evidence_class", "'other' is not a class of evidence"),
            (claim(source_reference=""), "source_reference", "is missing"),
            (claim(authority=" "), "authority", "is missing"),
            (claim(legal_basis="x" * 201), "legal_basis", "is longer than 200 characters"),
            (claim(authority="a\x00b"), "authority", "cannot be printed"),
            (claim(expires_at=NAIVE), "expires_at", "has no time zone"),
            (claim(happened_at=NOW + timedelta(hours=1)), "happened_at", "diagnosed_at is to come"),
            (claim(ORDER, happened_at=NOW + timedelta(days=8)), "happened_at", "is to come"),
            (claim(expires_at=YESTERDAY), "expires_at", "is not after diagnosed_at"),
            (claim(expires_at=NOW), "expires_at", "is over already"),
            (claim(expires_at=YESTERDAY + timedelta(days=91)), "expires_at", "more than 90 days"),
            (claim(CONTACT, expires_at=YESTERDAY + timedelta(days=61)), "expires_at", "60 days"),
            (claim(ARRIVAL, onset_at=YESTERDAY), "onset_at", "overseas_arrival has no onset"),
            (claim(onset_at=NOW + timedelta(hours=1)), "onset_at", "is to come"),
            (claim(ends_at=NOW), "ends_at", "confirmed_case has no planned end"),
            (claim(ORDER, ends_at=None), "ends_at", "is missing"),
            (claim(ORDER, ends_at=YESTERDAY), "ends_at", "is not after starts_at"),
            (claim(ORDER, ends_at=NOW + timedelta(days=8)), "ends_at", "after the evidence"),
            (claim(details={"status": "red"}), "details.status", "is not told of this class"),
            (claim(ARRIVAL, details={"country": "Japan"}), "details.country", "'Japan'"),
            (claim(ARRIVAL, details={"bound_elsewhere": 1}), "details.bound_elsewhere", "1"),
            (claim(ARRIVAL, details={"division": "110000"}), "details.division", "not told"),
            (claim(contact=evidence.contact()), "contact", "rests on nobody's case"),
            (claim(CONTACT, contact=None), "contact", "is missing"),
            (claim(CONTACT, contact=evidence.contact(method="")), "contact.method", "is missing"),
            (claim(CONTACT, contact=Contact("现场")), "contact.case_reference", "is missing"),
            (claim(CONTACT, contact=Contact("现场", OWN_CASE)), "contact.case", "person's own"),
            (
                claim(CONTACT, contact=Contact("现场", OTHERS_CONTACT)),
                "contact.case",
                "close_contact cannot rest on close_contact",
            ),
        ],
    )
    def test_says_which_field_is_wrong(self, made: Claim, field: str, why: str) -> None:
        found = problems(made)

        assert list(found) == [field]
        assert why in found[field]

    @pytest.mark.parametrize("name", ["happened_at", "expires_at", "onset_at", "ends_at"])
    @pytest.mark.parametrize(
        "moment", [TOO_EARLY, TOO_LATE, datetime(1999, 12, 31, tzinfo=UTC)], ids=str
    )
    def test_takes_no_moment_of_another_age(self, moment: datetime, name: str) -> None:
        values: dict[str, Any] = {name: moment}

        found = problems(replace(claim(ORDER), **values), Origin.PEER)

        assert found == {name: "is not of the years 2000 to 2999"}

    def test_bounds_what_a_peer_says(self) -> None:
        late = claim(expires_at=NOW + timedelta(days=21, minutes=1))

        assert problems(late, Origin.PEER) == {
            "expires_at": "a peer's word counts for 21 days at most"
        }


class TestInvalidClaim:
    def test_says_which_of_several_it_is(self) -> None:
        assert str(InvalidClaim({"ends_at": "is missing"}, 3)) == "claim 3: ends_at: is missing"
