"""Treaties: drafted here, signed by another office there and here, ended by either."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.cells.ranges import Ranges
from federation.borders import queries, services
from federation.borders.models import Treaty
from federation.borders.resolution import Key, TreatyKind
from provinces.accounts.models import User
from provinces.tenancy import scope
from provinces.zones.services import NotAllowed, SameOffice, SameOfficial
from tests import cast
from tests.factories import offices, zones
from tests.factories.areas import area
from tests.federation.borders import border

NOW = cast.NOW
MINUTE = int(NOW.timestamp() // 60)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("neighbours")


def drafter(unit: str = "federation office") -> User:
    return border.official("federation_officer", unit, whole=True)


def signer(unit: str = "agreements office") -> User:
    return border.official("high_reviewer", unit, whole=True)


def proposed(**values: Any) -> Treaty:
    return services.propose_treaty(border.draft(**values), by=drafter(), now=NOW)


def signed_by_both(treaty: Treaty) -> Treaty:
    border.exchange()
    for slug in border.CODES:
        with scope.province(slug):
            services.sign_treaty(Treaty.objects.get(pk=treaty.pk), by=signer(), now=NOW)
    border.exchange()
    treaty.refresh_from_db()
    return treaty


def signed_by(slug: str, treaty: Treaty, *, at: datetime) -> None:
    with scope.province(slug):
        services.sign_treaty(Treaty.objects.get(pk=treaty.pk), by=signer(), now=at)


class TestProposeTreaty:
    def test_is_heard_by_the_partner(self) -> None:
        treaty = proposed()
        border.exchange()

        with scope.province(cast.SOUTH):
            theirs = queries.treaties().get()
        assert (theirs.pk, theirs.partner, theirs.terms) == (treaty.pk, cast.NORTH, treaty.terms)
        assert theirs.signed_at is theirs.partner_signed_at is None

    def test_is_for_who_keeps_the_ties(self) -> None:
        with pytest.raises(NotAllowed):
            services.propose_treaty(border.draft(), by=signer(), now=NOW)

    @pytest.mark.parametrize(
        ("values", "problem"),
        [
            ({"partner": "east", "decider": cast.NORTH}, "no member"),
            ({"partner": cast.NORTH}, "no member"),
            ({"decider": "east"}, "neither of the parties"),
            ({"ends": MINUTE}, "ends before"),
            ({"ends": MINUTE + 60 * 24 * 400}, "longer than a year"),
            ({"starts": MINUTE - 1}, "in the past"),
            ({"strip": Ranges.empty()}, "no cells"),
            ({"kind": TreatyKind.COMMUTERS, "strip": Ranges.empty()}, "no cells"),
            ({"decider": ""}, "neither of the parties"),
            ({"kind": TreatyKind.SETTLEMENT}, "no two claims"),
            ({"settles": [Key("east", "z", 1)]}, "third province"),
            ({"text_zh": " "}, "both languages"),
            ({"text_en": "x" * 2001}, "too long"),
        ],
    )
    def test_refuses_terms_that_make_no_treaty(self, values: dict[str, Any], problem: str) -> None:
        with pytest.raises(services.BadDraft, match=problem):
            proposed(**values)

    def test_refuses_the_same_terms_again(self) -> None:
        proposed()

        with pytest.raises(services.AlreadySigned):
            proposed()


class TestSignTreaty:
    def test_lets_the_decider_zone_the_strip_once_both_have_signed(self) -> None:
        version = border.zone((116.498, 39.90))
        treaty = proposed()
        border.exchange()
        cell = int(border.cells(version.spill).to_array()[0])
        before = queries.why(cell, NOW, now=NOW).decider

        signed_by_both(treaty)

        told = queries.why(cell, NOW, now=NOW)
        assert (before, told.rule) == (None, "under-treaty")
        assert treaty.partner_signed_at is not None

    def test_says_nothing_of_the_time_before_both_have_signed(self) -> None:
        version = border.zone((116.498, 39.90))
        treaty = proposed()
        border.exchange()
        signed_by(cast.NORTH, treaty, at=NOW)
        signed_by(cast.SOUTH, treaty, at=NOW + 3 * HOUR)
        border.exchange(now=NOW + 4 * HOUR)
        cell = int(border.cells(version.spill).to_array()[0])

        told = {
            hours: queries.why(cell, NOW + hours * HOUR, now=NOW + 4 * HOUR).decider is None
            for hours in (0, 2, 3)
        }

        assert told == {0: True, 2: True, 3: False}

    def test_is_of_a_year_at_most_whoever_has_drafted_it(self) -> None:
        treaty = proposed()
        Treaty.objects.filter(pk=treaty.pk).update(ends=MINUTE + 60 * 24 * 400)

        with pytest.raises(services.BadDraft, match="longer than a year"):
            services.sign_treaty(treaty, by=signer(), now=NOW)

    def test_needs_another_office_than_the_drafters(self) -> None:
        treaty = proposed()
        first = treaty.proposed_by
        assert first is not None
        offices.office(first, area("110000"), "high_reviewer", now=NOW, unit="federation office")

        with pytest.raises(SameOfficial):
            services.sign_treaty(treaty, by=first, now=NOW)
        with pytest.raises(SameOffice):
            services.sign_treaty(treaty, by=signer("federation office"), now=NOW)
        with pytest.raises(NotAllowed):
            services.sign_treaty(treaty, by=drafter("another"), now=NOW)

    def test_is_done_once(self) -> None:
        treaty = proposed()
        services.sign_treaty(treaty, by=signer(), now=NOW)

        with pytest.raises(services.AlreadySigned):
            services.sign_treaty(treaty, by=signer("third office"), now=NOW)


class TestEndTreaty:
    def test_by_either_counts_in_both(self) -> None:
        version = border.zone((116.498, 39.90))
        treaty = signed_by_both(proposed())
        cell = int(border.cells(version.spill).to_array()[0])
        end = NOW + timedelta(hours=1)

        with scope.province(cast.SOUTH):
            theirs = Treaty.objects.get()
            services.end_treaty(theirs, at=end, reason="a bridge", by=signer("s"), now=NOW)
        found = border.exchange()

        assert len({mapped.digest for mapped in found.values()}) == 1
        assert queries.why(cell, NOW, now=NOW).decider is not None
        assert queries.why(cell, end, now=NOW).decider is None
        treaty.refresh_from_db()
        assert treaty.ended_minute == MINUTE + 60

    def test_is_for_the_time_to_come_and_says_why(self) -> None:
        treaty, by = proposed(), signer()

        for at, reason in ((NOW - timedelta(hours=1), "x"), (NOW, " ")):
            with pytest.raises(ValueError, match="with a reason"):
                services.end_treaty(treaty, at=at, reason=reason, by=by, now=NOW)

    def test_is_done_once(self) -> None:
        treaty, by = proposed(), signer()
        services.end_treaty(treaty, at=NOW, reason="x", by=by, now=NOW)

        with pytest.raises(services.AlreadySigned):
            services.end_treaty(treaty, at=NOW, reason="x", by=by, now=NOW)


class TestContradicting:
    def test_refuses_another_decider_where_one_is_agreed_on(self) -> None:
        services.sign_treaty(proposed(), by=signer(), now=NOW)

        with pytest.raises(services.Contradicts):
            proposed(decider=cast.SOUTH)

    def test_lets_another_decide_elsewhere_or_later(self) -> None:
        treaty = proposed()
        services.sign_treaty(treaty, by=signer(), now=NOW)
        elsewhere = zones.snap(zones.box(116.495, 39.70, 116.505, 39.79))

        later = {"starts": treaty.ends, "ends": treaty.ends + 60}

        assert proposed(decider=cast.SOUTH, strip=elsewhere)
        assert proposed(decider=cast.SOUTH, **later)


class TestSignContradicting:
    def test_is_refused_though_it_was_proposed_before(self) -> None:
        one, other = proposed(), proposed(decider=cast.SOUTH)
        services.sign_treaty(one, by=signer(), now=NOW)

        with pytest.raises(services.Contradicts):
            services.sign_treaty(other, by=signer(), now=NOW)

    def test_is_possible_once_the_other_has_ended(self) -> None:
        one, other = proposed(), proposed(decider=cast.SOUTH)
        services.sign_treaty(one, by=signer(), now=NOW)
        services.end_treaty(one, at=NOW, reason="renewed", by=signer(), now=NOW)

        assert services.sign_treaty(other, by=signer(), now=NOW).signed_at == NOW
