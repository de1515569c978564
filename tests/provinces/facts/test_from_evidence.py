"""Evidence on the sheet: which piece of a class, as of which moment, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.evidence.classes import FORMS, EvidenceClass
from provinces.evidence.models import Evidence
from provinces.facts.schema import FACTS, GROUP_OF

from .known import DAY, NOW, changed, dose, due, ending, facts_of, kept, piece

CLOSE = EvidenceClass.CLOSE_CONTACT
ORDER = EvidenceClass.HOME_ISOLATION
MINUTE = timedelta(minutes=1)
DETAILS = {
    "country": "FR", "bound_elsewhere": True, "division": "510100", "conveyance": "CA981",
    "symptoms": ["fever"],
}  # fmt: skip


def everything_of(of: EvidenceClass) -> dict[str, Any]:
    """Return all that a piece of a class may say besides what it must."""
    form = FORMS[of]
    said: dict[str, Any] = {"details": {name: DETAILS[name] for name in form.details}}
    if form.has_onset:
        said["onset_at"] = NOW - 3 * DAY
    if form.ended:
        said |= ending(NOW - DAY)
    return said


@pytest.mark.parametrize("of", EvidenceClass)
class TestClass:
    def test_fills_its_facts_and_no_other(self, eve: Citizen, of: EvidenceClass) -> None:
        form, group = FORMS[of], GROUP_OF[of]
        told = piece(eve, of, **everything_of(of))

        known = facts_of(eve)

        assert known.keys() == {fact.name for fact in FACTS if fact.group == group}
        assert known[f"{group}.{form.happened}"] == NOW - 2 * DAY
        assert known[f"{group}.expires_at"] == NOW - 2 * DAY + timedelta(days=form.most_days)
        assert known[f"{group}.evidence"] == told.pk
        if form.ended:
            assert known[f"{group}.{form.ended}"] == NOW - DAY
        assert due(eve) == told.expires_at

    def test_has_no_effect_once_it_has_expired(self, eve: Citizen, of: EvidenceClass) -> None:
        told = piece(eve, of, expires_at=NOW)

        assert facts_of(eve, as_of=NOW) == {}
        assert facts_of(eve, as_of=NOW - MINUTE)[f"{GROUP_OF[of]}.evidence"] == told.pk


class TestDetails:
    def test_are_told_as_the_piece_has_them(self, eve: Citizen) -> None:
        piece(eve, EvidenceClass.OVERSEAS_ARRIVAL,
              details={"country": "FR", "bound_elsewhere": False})  # fmt: skip
        piece(eve, EvidenceClass.PROVINCE_ARRIVAL, details={"division": "510100"})

        known = facts_of(eve)

        assert known["arrivals.overseas.country"] == "FR"
        assert known["arrivals.overseas.bound_elsewhere"] is False
        assert known["arrivals.province.division"] == "510100"

    def test_that_are_missing_are_not_known(self, eve: Citizen) -> None:
        piece(eve, EvidenceClass.OVERSEAS_ARRIVAL)

        assert not {name for name in facts_of(eve) if name.endswith(("country", "elsewhere"))}

    def test_are_told_to_the_minute(self, eve: Citizen) -> None:
        piece(eve, CLOSE, happened_at=NOW - DAY + timedelta(seconds=59, microseconds=7))

        known = facts_of(eve)

        assert known["contacts.close.last_contact_at"] == NOW - DAY
        assert known["contacts.close.expires_at"] == NOW + 59 * DAY


class TestLatest:
    def test_wins_whatever_came_in_first(self, eve: Citizen) -> None:
        last = piece(eve, CLOSE, happened_at=NOW - DAY, in_force_at=NOW - DAY)
        piece(eve, CLOSE, happened_at=NOW - 3 * DAY, in_force_at=NOW)

        assert facts_of(eve)["contacts.close.evidence"] == last.pk

    def test_wins_by_its_number_among_those_of_one_moment(self, eve: Citizen) -> None:
        pieces = [piece(eve, CLOSE) for _ in range(3)]

        assert facts_of(eve)["contacts.close.evidence"] == pieces[-1].pk

    def test_tells_its_own_moments_only(self, eve: Citizen) -> None:
        """What ended was another contact; of this one nobody has been released."""
        piece(eve, CLOSE, happened_at=NOW - 5 * DAY, **ending(NOW - 2 * DAY))
        piece(eve, CLOSE, happened_at=NOW - DAY)

        assert "contacts.close.released_at" not in facts_of(eve)

    def test_gives_way_to_the_one_before_when_it_expires(self, eve: Citizen) -> None:
        before = piece(eve, CLOSE, happened_at=NOW - 3 * DAY)
        piece(eve, CLOSE, happened_at=NOW - DAY, expires_at=NOW + DAY)
        facts_of(eve)

        assert due(eve) == NOW + DAY
        assert facts_of(eve, as_of=NOW + DAY)["contacts.close.evidence"] == before.pk

    def test_is_told_to_expire_when_the_last_of_them_does(self, eve: Citizen) -> None:
        """Or else the hold that the one before goes on with would outlast what was told."""
        piece(eve, CLOSE, happened_at=NOW - 3 * DAY)
        piece(eve, CLOSE, happened_at=NOW - DAY, expires_at=NOW + DAY)
        piece(eve, CLOSE, happened_at=NOW - 2 * DAY, expires_at=NOW)

        assert facts_of(eve)["contacts.close.expires_at"] == NOW + 57 * DAY
        assert due(eve) == NOW + DAY

    def test_has_its_end_hold_for_the_one_before_once_it_expires(self, eve: Citizen) -> None:
        """Whoever was released is not taken up again for what happened before."""
        before = piece(eve, CLOSE, happened_at=NOW - 3 * DAY)
        piece(eve, CLOSE, happened_at=NOW - 2 * DAY, expires_at=NOW + DAY, **ending(NOW - DAY))

        known = facts_of(eve, as_of=NOW + DAY)

        assert known["contacts.close.evidence"] == before.pk
        assert known["contacts.close.released_at"] == NOW - DAY

    def test_has_its_planned_end_hold_for_the_order_before(self, eve: Citizen) -> None:
        before = piece(eve, ORDER, happened_at=NOW - 3 * DAY, ends_at=NOW + 20 * DAY)
        piece(eve, ORDER, ends_at=NOW + DAY, expires_at=NOW + 2 * DAY)

        known = facts_of(eve, as_of=NOW + 2 * DAY)

        assert known["orders.home_isolation.evidence"] == before.pk
        assert known["orders.home_isolation.ends_at"] == NOW + DAY

    def test_leaves_no_end_once_it_is_withdrawn(self, eve: Citizen) -> None:
        piece(eve, CLOSE, happened_at=NOW - 3 * DAY)
        piece(eve, CLOSE, withdrawn_at=NOW, withdrawn_because="a mistake", **ending(NOW - DAY))

        assert "contacts.close.released_at" in facts_of(eve, as_of=NOW - MINUTE)
        assert "contacts.close.released_at" not in facts_of(eve)

    def test_does_not_end_with_the_one_before(self, eve: Citizen) -> None:
        """An order that is replaced by a later one is ended; the later one is not."""
        piece(eve, ORDER, happened_at=NOW - 3 * DAY, ends_at=NOW + DAY, **ending(NOW - DAY))
        piece(eve, ORDER, ends_at=NOW + 5 * DAY)

        known = facts_of(eve)

        assert known["orders.home_isolation.ends_at"] == NOW + 5 * DAY
        assert "orders.home_isolation.released_at" not in known

    def test_of_one_class_hides_none_of_another(self, eve: Citizen) -> None:
        piece(eve, CLOSE, happened_at=NOW - 3 * DAY)
        piece(eve, EvidenceClass.GENERAL_CONTACT, happened_at=NOW - DAY)

        known = facts_of(eve)

        assert known["contacts.close.last_contact_at"] == NOW - 3 * DAY
        assert known["contacts.general.last_contact_at"] == NOW - DAY

    def test_is_everybodys_own(self, eve: Citizen, finn: Citizen) -> None:
        hers = piece(eve, CLOSE, happened_at=NOW - 3 * DAY)
        piece(finn, CLOSE, happened_at=NOW - DAY)

        assert facts_of(eve, finn)["contacts.close.evidence"] == hers.pk
        assert kept(finn)["contacts.close.last_contact_at"] == NOW - DAY


class TestMoment:
    """What counts is what counted then, and the clock says when to look again."""

    def test_before_it_was_in_force_it_is_only_due(self, eve: Citizen) -> None:
        piece(eve, CLOSE, in_force_at=NOW + MINUTE)

        assert facts_of(eve) == {}
        assert due(eve) == NOW + MINUTE
        assert facts_of(eve, as_of=NOW + MINUTE)

    def test_before_it_happens_it_is_only_due(self, eve: Citizen) -> None:
        """An order that is to begin does not hide the one that holds."""
        holds = piece(eve, ORDER)
        begins = piece(eve, ORDER, happened_at=NOW + DAY, in_force_at=NOW - DAY)

        assert facts_of(eve)["orders.home_isolation.evidence"] == holds.pk
        assert due(eve) == NOW + DAY
        assert facts_of(eve, as_of=NOW + DAY)["orders.home_isolation.evidence"] == begins.pk

    def test_after_a_withdrawal_it_has_no_effect(self, eve: Citizen) -> None:
        piece(eve, CLOSE, withdrawn_at=NOW, withdrawn_because="a mistake")

        assert facts_of(eve) == {}
        assert facts_of(eve, as_of=NOW - MINUTE)
        assert due(eve) == NOW

    def test_before_its_end_was_noted_the_end_is_not_known(self, eve: Citizen) -> None:
        piece(eve, CLOSE, **ending(NOW - DAY, noted_at=NOW + MINUTE))

        assert "contacts.close.released_at" not in facts_of(eve)
        assert due(eve) == NOW + MINUTE
        assert facts_of(eve, as_of=NOW + MINUTE)["contacts.close.released_at"] == NOW - DAY

    def test_of_what_awaits_a_second_signature_is_none(self, eve: Citizen, ada: Any) -> None:
        by = {"proposed_by": ada, "proposed_unit": "an office", "proposed_at": NOW - DAY}
        piece(eve, EvidenceClass.EXPOSED_WORK)
        Evidence.objects.create(
            citizen=eve, evidence_class=EvidenceClass.CONFIRMED_CASE, source="manual",
            source_reference="R", authority="a hospital", legal_basis="art. 1",
            happened_at=NOW - DAY, expires_at=NOW + DAY, **by,
        )  # fmt: skip

        assert {name.split(".")[0] for name in facts_of(eve)} == {"work"}


class TestSheet:
    def test_loses_what_goes_and_keeps_what_stays(self, eve: Citizen) -> None:
        """Nobody has any evidence then, and the columns are emptied all the same."""
        piece(eve, CLOSE, expires_at=NOW + DAY)
        dose(eve, 2, given_at=NOW - DAY)
        facts_of(eve)

        known = facts_of(eve, as_of=NOW + DAY)

        assert known.keys() == {"vaccination.doses", "vaccination.last_at"}
        assert due(eve) is None

    def test_is_not_news_where_the_clock_alone_is_another(self, eve: Citizen) -> None:
        piece(eve, CLOSE)
        facts_of(eve)
        piece(eve, ORDER, in_force_at=NOW + DAY)

        assert changed(eve) == 0
        assert due(eve) == NOW + DAY

    def test_goes_when_nothing_is_known_any_more(self, eve: Citizen) -> None:
        piece(eve, CLOSE, expires_at=NOW + DAY)
        facts_of(eve)

        assert facts_of(eve, as_of=NOW + DAY) == {}
        assert not hasattr(Citizen.objects.get(pk=eve.pk), "factsheet")
