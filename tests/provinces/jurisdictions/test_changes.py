"""Offices change by two: proposed in one unit, signed in another, or they stay as they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from provinces.accounts.models import User
from provinces.jurisdictions import queries, scoping, services
from provinces.jurisdictions.models import AreaUserObjectPermission, Change, Office
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.ledger import queries as ledger
from tests.cast import NOW
from tests.factories import areas, changes, offices, users

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = NOW + HOUR


@pytest.fixture
def first(north: object) -> User:
    return changes.granter()


@pytest.fixture
def second(north: object) -> User:
    return changes.granter(changes.INSPECTION)


class TestGrant:
    def test_counts_when_another_unit_has_signed(
        self, ada: User, first: User, second: User
    ) -> None:
        change = changes.grant(ada, first)
        assert not scoping.has(ada, Power.APPROVE_EVIDENCE, NOW)

        services.sign(change, by=second, now=NOW)

        assert scoping.has_in(ada, Power.APPROVE_EVIDENCE, areas.area("110101"), NOW)
        made = ada.offices.get(role="reviewer")
        assert (made.granted_by, made.change) == (first, change)

    def test_is_recorded_with_both_officials(self, ada: User, first: User, second: User) -> None:
        change = changes.grant(ada, first)
        services.sign(change, by=second, now=NOW)

        told = [(one.entry.event, one.by) for one in ledger.about(ada)[:3]]

        assert set(told) == {
            ("office.change_proposed", f"accounts.user:{first.pk}"),
            ("office.granted", f"accounts.user:{second.pk}"),
            ("office.change_signed", f"accounts.user:{second.pk}"),
        }

    def test_needs_a_reason_of_the_list(self, ada: User, first: User) -> None:
        with pytest.raises(ValueError, match="because I say so"):
            services.propose_grant(
                ada, changes.seat(), because="because I say so", by=first, now=NOW
            )

    def test_is_for_officials_only(self, eve: object, first: User) -> None:
        with pytest.raises(services.NotAllowed):
            changes.grant(User.objects.get(username="eve"), first)

    @pytest.mark.parametrize(
        "period",
        [
            (NOW, NOW + timedelta(days=367)),
            (NOW - 2 * DAY, NOW + DAY),
            (NOW - HOUR, NOW - HOUR / 2),
        ],
    )
    def test_ends_and_does_not_begin_in_the_past(
        self, ada: User, first: User, period: tuple[object, object]
    ) -> None:
        with pytest.raises(services.TooLong):
            changes.grant(ada, first, period=period)

    def test_prolongs_what_ends_from_its_end_on(self, ada: User, first: User, second: User) -> None:
        ends = ada.offices.get().period.upper
        change = changes.grant(
            ada, first, code="110100", role="epidemiologist", period=(ends, ends + 30 * DAY)
        )

        services.sign(change, by=second, now=NOW)

        assert scoping.has(ada, Power.DECLARE_ZONE, ends + DAY)

    @pytest.mark.parametrize(
        ("held", "wanted"),
        [
            ("case_officer", "administrator"),
            ("administrator", "desk_clerk"),
            ("auditor", "case_officer"),
            ("auditor", "administrator"),
            ("operations_contractor", "reviewer"),
            ("reviewer", "operations_contractor"),
        ],
    )
    def test_refuses_what_one_official_may_not_have_together(
        self, first: User, held: str, wanted: str
    ) -> None:
        official = users.user()
        offices.office(official, areas.area(), held, now=NOW)

        with pytest.raises(services.Incompatible):
            changes.grant(official, first, role=wanted)

    def test_looks_again_at_what_goes_together_when_it_is_signed(
        self, first: User, second: User
    ) -> None:
        new = users.user()
        offices.office(new, areas.area(), "venue_registrar", now=NOW)
        audit = changes.grant(new, first, role="auditor", unit="audit office")
        desk = changes.grant(new, first, role="desk_clerk", unit="service desk")
        services.sign(desk, by=second, now=NOW)

        with pytest.raises(services.Incompatible):
            services.sign(audit, by=second, now=NOW)


class TestRoles:
    def test_of_the_whole_province_are_granted_for_the_whole(self, ada: User, second: User) -> None:
        of_a_city = changes.granter("city personnel", "110100")

        with pytest.raises(services.NotAllowed):
            changes.grant(users.user(), of_a_city, role="auditor")
        services.sign(changes.grant(ada, of_a_city), by=second, now=NOW)

    def test_of_the_whole_province_are_signed_for_the_whole(self, ada: User, first: User) -> None:
        of_a_city = changes.granter("city personnel", "110100")

        with pytest.raises(services.NotAllowed):
            services.sign(changes.grant(ada, first, role="high_reviewer"), by=of_a_city, now=NOW)

    def test_that_read_people_come_with_no_power_to_grant(self) -> None:
        both = {Power.VIEW_PERSON, Power.GRANT_OFFICE}

        assert not [role.key for role in ROLES.values() if both <= role.powers]
        assert not ROLES["administrator"].powers & {Power.VIEW_PERSON, Power.ENROL_PERSON}

    def test_of_contractors_carry_no_power_over_persons(self, north: object) -> None:
        contractor = users.user()
        offices.office(contractor, areas.area("110000"), "operations_contractor", now=NOW)

        assert queries.powers_of(contractor, NOW) == {Power.WATCH_RUNS}


class TestEnd:
    def test_takes_the_powers_away_when_signed(self, ada: User, first: User, second: User) -> None:
        change = services.propose_end(ada.offices.get(), because="left", by=first, now=NOW)
        assert queries.powers_of(ada, NOW)

        services.sign(change, by=second, now=LATER)

        assert queries.powers_of(ada, LATER) == frozenset()

    def test_withdraws_an_office_that_has_not_begun(
        self, ada: User, first: User, second: User
    ) -> None:
        office = offices.office(
            ada, areas.area(), "reviewer", now=NOW, period=(NOW + DAY, NOW + 2 * DAY)
        )
        change = services.propose_end(office, because="not_needed", by=first, now=NOW)

        services.sign(change, by=second, now=NOW)

        assert not Office.objects.filter(pk=office.pk).exists()
        assert Change.objects.get(pk=change.pk).role == "reviewer"

    def test_is_proposed_once_at_a_time(self, ada: User, first: User) -> None:
        services.propose_end(ada.offices.get(), because="left", by=first, now=NOW)

        with pytest.raises(services.AlreadyProposed):
            services.propose_end(ada.offices.get(), because="left", by=first, now=NOW)

    def test_refuses_an_office_that_is_over(self, ada: User, first: User) -> None:
        late = NOW + 15 * DAY
        changes_of = changes.granter("late office")
        offices.office(
            changes_of,
            areas.area("110000"),
            "administrator",
            unit="late office",
            now=NOW,
            period=(NOW + 14 * DAY, NOW + 60 * DAY),
        )

        with pytest.raises(services.NotNow):
            services.propose_end(ada.offices.get(), because="left", by=changes_of, now=late)


class TestHandOver:
    def test_keeps_the_end_the_unit_and_the_area(
        self, ada: User, cleo: User, first: User, second: User
    ) -> None:
        held = ada.offices.get()
        change = services.propose_hand_over(held, to=cleo, because="stands_in", by=first, now=NOW)

        services.sign(change, by=second, now=LATER)

        taken = cleo.offices.get(area=held.area)
        assert (taken.unit, taken.role) == (held.unit, held.role)
        assert (taken.period.lower, taken.period.upper) == (LATER, held.period.upper)
        assert queries.powers_of(ada, LATER) == frozenset()
        assert scoping.has_in(cleo, Power.DECLARE_ZONE, areas.area("110101"), LATER)

    @pytest.mark.parametrize("who", ["gives", "takes"])
    def test_is_nobodys_to_sign_whom_it_concerns(self, ada: User, first: User, who: str) -> None:
        concerned = changes.granter(changes.INSPECTION)
        third = changes.granter("third office")
        office = (concerned if who == "gives" else third).offices.get()
        to = third if who == "gives" else concerned
        change = services.propose_hand_over(office, to=to, because="moved", by=first, now=NOW)

        with pytest.raises(services.SameOfficial):
            services.sign(change, by=concerned, now=NOW)


class TestSuspension:
    def test_turns_every_power_off_at_once(self, ada: User, first: User, second: User) -> None:
        office = ada.offices.get()

        services.sign(changes.suspension(office, first), by=second, now=NOW)

        assert queries.powers_of(ada, NOW) == frozenset()
        assert not scoping.within(ada, Power.DECLARE_ZONE, NOW).exists()
        assert not queries.offices_of(ada, NOW).exists()
        assert not AreaUserObjectPermission.objects.filter(user=ada).exists()
        assert not Office.objects.get(pk=office.pk).is_in_force(NOW)

    def test_leaves_what_another_office_on_the_area_carries(
        self, ada: User, first: User, second: User
    ) -> None:
        suspended = ada.offices.get()
        offices.office(ada, suspended.area, "auditor", unit="audit office", now=NOW)

        services.sign(changes.suspension(suspended, first), by=second, now=NOW)

        assert queries.powers_of(ada, NOW) == ROLES["auditor"].powers
        assert [one.role for one in queries.offices_with(ada, Power.VIEW_FIGURES, NOW)] == [
            "auditor"
        ]

    def test_is_taken_back_by_two_only(self, ada: User, first: User, second: User) -> None:
        services.sign(changes.suspension(ada.offices.get(), first), by=second, now=NOW)

        change = services.propose_resumption(
            ada.offices.get(), because="cleared", by=first, now=NOW
        )
        assert queries.powers_of(ada, NOW) == frozenset()
        services.sign(change, by=second, now=NOW)

        assert queries.powers_of(ada, NOW) == ROLES["epidemiologist"].powers

    def test_is_refused_where_there_is_one(self, ada: User, first: User, second: User) -> None:
        services.sign(changes.suspension(ada.offices.get(), first), by=second, now=NOW)

        with pytest.raises(services.NotNow):
            changes.suspension(ada.offices.get(), first)

    def test_is_not_taken_back_where_there_is_none(self, ada: User, first: User) -> None:
        with pytest.raises(services.NotNow):
            services.propose_resumption(ada.offices.get(), because="cleared", by=first, now=NOW)


class TestEmergency:
    """One official suspends at once; within 72 hours somebody signs, or it is over."""

    def test_counts_at_once(self, ada: User, first: User) -> None:
        changes.suspension(ada.offices.get(), first, is_emergency=True)

        assert queries.powers_of(ada, NOW) == frozenset()

    def test_stands_when_signed(self, ada: User, first: User, second: User) -> None:
        change = changes.suspension(ada.offices.get(), first, is_emergency=True)

        services.sign(change, by=second, now=LATER)

        late = NOW + timedelta(hours=73)
        assert services.keep_time(now=late) == 0
        assert queries.powers_of(ada, late) == frozenset()

    def test_ends_when_refused(self, ada: User, first: User, second: User) -> None:
        change = changes.suspension(ada.offices.get(), first, is_emergency=True)

        services.refuse(change, because="in_error", by=second, now=LATER)

        assert queries.powers_of(ada, LATER) == ROLES["epidemiologist"].powers

    def test_lapses_with_an_alarm(self, ada: User, first: User) -> None:
        changes.suspension(ada.offices.get(), first, is_emergency=True)

        assert services.keep_time(now=NOW + timedelta(hours=71)) == 0
        assert services.keep_time(now=NOW + timedelta(hours=72)) == 1

        assert queries.powers_of(ada, NOW + 4 * DAY) == ROLES["epidemiologist"].powers
        assert "office.suspension_lapsed" in [one.entry.event for one in ledger.about(ada)]

    def test_is_not_repeated_by_anybody_alone(self, ada: User, first: User, second: User) -> None:
        changes.suspension(ada.offices.get(), first, is_emergency=True)
        late = NOW + timedelta(hours=72)
        services.keep_time(now=late)

        with pytest.raises(services.SuspendedLately):
            changes.suspension(ada.offices.get(), second, is_emergency=True, now=late)
        changes.suspension(ada.offices.get(), second, now=late)


class TestProposal:
    def test_lapses_unsigned(self, ada: User, first: User, second: User) -> None:
        change = changes.grant(ada, first)
        late = NOW + 7 * DAY

        with pytest.raises(services.AlreadyDecided):
            services.sign(change, by=second, now=late)
        assert services.keep_time(now=late) == 1
        assert services.keep_time(now=late) == 0

        change.refresh_from_db()
        assert change.state == "lapsed"
        assert not ada.offices.filter(role="reviewer").exists()

    def test_is_decided_once(self, ada: User, first: User, second: User) -> None:
        change = changes.grant(ada, first)
        services.refuse(change, because="no_need", by=second, now=NOW)

        with pytest.raises(services.AlreadyDecided):
            services.sign(change, by=second, now=NOW)

    def test_is_withdrawn_by_who_made_it(self, ada: User, first: User, second: User) -> None:
        change = changes.grant(ada, first)
        with pytest.raises(services.NotAllowed):
            services.withdraw(change, by=second, now=NOW)

        services.withdraw(change, by=first, now=NOW)

        with pytest.raises(services.AlreadyDecided):
            services.sign(change, by=second, now=NOW)

    def test_counts_for_nothing_once_its_author_may_not_propose(
        self, ada: User, first: User, second: User
    ) -> None:
        change = changes.grant(ada, first)
        changes.suspension(first.offices.get(), second, is_emergency=True)

        with pytest.raises(services.NotAllowed):
            services.sign(change, by=second, now=NOW)

    def test_stays_as_it_was_written(self, ada: User, first: User) -> None:
        change = changes.grant(ada, first)
        change.role = "administrator"

        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            change.save()
