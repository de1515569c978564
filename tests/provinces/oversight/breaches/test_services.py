"""Exactly those whose records were read are named and told in time; two offices close it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from provinces.accounts.models import User
from provinces.citizens import queries as citizens_read
from provinces.citizens import services as citizens_kept
from provinces.citizens.fields import Field
from provinces.citizens.models import Citizen, Export
from provinces.citizens.purposes import Purpose
from provinces.ledger.models import Payload
from provinces.notices import wording as telling
from provinces.notices.models import Notice
from provinces.oversight.breaches import queries, reading, services
from provinces.oversight.lawful import services as lawful
from provinces.oversight.models import Breach, BreachPerson
from tests.factories import areas, citizens, incidents
from tests.factories.incidents import COMMISSION, DAY, HOUR, NOW

pytestmark = pytest.mark.usefixtures("north")

MINUTE = timedelta(minutes=1)
MEASURES = ["office_ended", "reported"]


@pytest.fixture
def suspect(north: object) -> User:
    return incidents.reader()


def neighbour() -> Citizen:
    return citizens.citizen(area=areas.area("110101"))


def concerned(breach: Breach) -> set[int]:
    return set(breach.people.values_list("citizen_id", flat=True))


def told_and_proposed(suspect: User, by: User) -> Breach:
    breach = incidents.breach(suspect)
    services.tell(breach, by=by, now=NOW)
    return services.propose_closing(breach, MEASURES, by=by, now=NOW)


class TestScope:
    def test_names_exactly_those_whose_records_were_read(self, suspect: User, eve: Citizen) -> None:
        other, unread = neighbour(), neighbour()
        incidents.looked(suspect, eve, other)
        incidents.looked(incidents.reader("another office"), unread)

        assert concerned(incidents.breach(suspect)) == {eve.pk, other.pk}

    @pytest.mark.parametrize(
        ("at", "is_in"),
        [
            (NOW - DAY - MINUTE, False),
            (NOW - DAY, True),
            (NOW - MINUTE, True),
            (NOW, False),
        ],
    )
    def test_is_of_the_time_from_its_start_to_before_its_end(
        self, suspect: User, eve: Citizen, at: object, is_in: bool
    ) -> None:
        incidents.looked(suspect, neighbour())
        incidents.looked(suspect, eve, at=at)

        assert (eve.pk in concerned(incidents.breach(suspect))) is is_in

    def test_is_of_a_look_that_was_recorded_minutes_before(
        self, suspect: User, eve: Citizen
    ) -> None:
        other = neighbour()
        for citizen, before in ((eve, 29 * MINUTE), (other, 30 * MINUTE)):
            self.opened(suspect, citizen, at=NOW - DAY - before)
        self.opened(suspect, eve, at=NOW - DAY)
        incidents.looked(suspect, neighbour())

        found = concerned(incidents.breach(suspect))

        assert eve.pk in found
        assert other.pk not in found

    def test_is_of_whoever_is_in_a_file_that_was_taken(self, suspect: User, eve: Citizen) -> None:
        other, before = neighbour(), NOW - DAY - HOUR / 2
        sheet, of_many = self.file(suspect, eve, before), self.file(suspect, None, before)
        opened = self.opened(suspect, other, at=before - HOUR)
        citizens_read.look(opened, [Field.STATUS], by=suspect, at=before, file=of_many.token)
        incidents.looked(suspect, neighbour())
        assert concerned(incidents.breach(suspect)).isdisjoint({eve.pk, other.pk})

        for file in (sheet, of_many):
            citizens_kept.take_file(file, by=suspect, now=NOW - DAY)

        breach = incidents.breach(suspect)
        assert {eve.pk, other.pk} <= concerned(breach)
        assert breach.people.get(citizen=other).first_at == NOW - DAY

    def test_is_of_whom_a_file_for_an_authority_was_fetched(self, eve: Citizen) -> None:
        receives, examines = incidents.legal(), incidents.legal("city court liaison")
        request = incidents.granted(incidents.received(eve, by=receives), by=examines)
        lawful.fetch(request, by=receives, language="en", now=NOW)

        later = NOW + HOUR
        breach = incidents.breach(receives, now=later, starts_at=NOW, ends_at=later)

        assert concerned(breach) == {eve.pk}

    def opened(self, by: User, citizen: Citizen, *, at: datetime) -> citizens_read.Opened:
        """Have an official open a record and look at its page."""
        reference, purpose = citizen.reference, Purpose.CARE
        found = citizens_read.open_record(reference, by=by, purpose=purpose, at=at)
        assert found is not None
        citizens_read.look(found, found.sight.clear, by=by, at=at)
        return found

    def file(self, by: User, of: Citizen | None, at: datetime) -> Export:
        """Have an official make a file of somebody, or a list."""
        kind = citizens_kept.FileKind.SHEET if of else citizens_kept.FileKind.WHAT
        fields = [Field.STATUS]
        made = citizens_kept.Made(kind, Purpose.CARE, fields, 1, by.offices.get(), of)
        token = citizens_kept.new_token()
        return citizens_kept.keep_file(token, made, b"", by=by, now=at)

    def test_counts_how_often_and_when(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve, at=NOW - 3 * HOUR)
        incidents.looked(suspect, eve, at=NOW - 2 * HOUR)

        person = incidents.breach(suspect).people.get()

        assert (person.reads, person.first_at, person.last_at) == (
            2,
            NOW - 3 * HOUR,
            NOW - 2 * HOUR,
        )

    def test_is_not_of_what_somebody_did_with_their_own(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, neighbour())
        citizens_read.own_record(eve)

        assert eve.pk not in concerned(incidents.breach(suspect))

    def test_is_of_a_key_by_its_name_in_the_ledger(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)

        found = reading.touched(f"accounts.user:{suspect.pk}", NOW - DAY, NOW)

        assert reading.named(suspect.username) == f"accounts.user:{suspect.pk}"
        assert reading.named("laboratory:one") == "laboratory:one"
        assert reading.spoken(f"accounts.user:{suspect.pk}") == suspect.username
        assert reading.spoken("laboratory:one") == "laboratory:one"
        assert [each.citizen for each in found] == [eve.pk]

    @pytest.mark.parametrize("said", ["noticed_at", "starts_at"])
    def test_is_of_no_time_that_cannot_be_read_again(
        self, suspect: User, eve: Citizen, said: str
    ) -> None:
        incidents.looked(suspect, eve)
        at = datetime(1, 1, 1, 0, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

        with pytest.raises(services.NobodyRead):
            incidents.breach(suspect, **{said: at})

    def test_is_nobody_and_no_breach_where_nothing_was_read(self, suspect: User) -> None:
        with pytest.raises(services.NobodyRead):
            incidents.breach(suspect)

        assert not Breach.objects.exists()


class TestWiden:
    def test_adds_who_was_read_besides(self, suspect: User, eve: Citizen) -> None:
        other = neighbour()
        incidents.looked(suspect, eve)
        incidents.looked(suspect, other, at=NOW - 2 * DAY)
        breach = incidents.breach(suspect)

        new = services.widen(
            breach, starts_at=NOW - 3 * DAY, ends_at=NOW, by=incidents.on_call(), now=NOW
        )

        assert new == 1
        assert concerned(breach) == {eve.pk, other.pk}

    def test_refuses_a_time_that_cannot_be_read_again(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        breach, by = incidents.breach(suspect), incidents.on_call()
        at = datetime(1, 1, 1, 0, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

        with pytest.raises(services.NobodyRead):
            services.widen(breach, starts_at=at, ends_at=NOW, by=by, now=NOW)

    def test_refuses_to_narrow(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        breach = incidents.breach(suspect)

        with pytest.raises(services.NobodyRead):
            services.widen(
                breach, starts_at=NOW - HOUR, ends_at=NOW, by=incidents.on_call(), now=NOW
            )


class TestTell:
    def test_tells_each_once(self, suspect: User, eve: Citizen) -> None:
        other = neighbour()
        incidents.looked(suspect, eve, other)
        breach = incidents.breach(suspect)
        by = incidents.on_call()

        assert services.tell(breach, by=by, now=NOW) == 2
        assert services.tell(breach, by=by, now=NOW) == 0

        assert set(Notice.objects.values_list("citizen_id", flat=True)) == {eve.pk, other.pk}
        words = telling.in_words(Notice.objects.get(citizen=eve), language="en")
        assert "Your record was read by somebody who should not have" in words.headline
        assert "Name and document number; Status and its reasons" in words.contest
        assert suspect.username not in words.text

    def test_is_done_by_the_clock_at_the_latest(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        breach = incidents.breach(suspect)

        services.attend(now=breach.tell_by - MINUTE)
        assert not Notice.objects.exists()
        services.attend(now=breach.tell_by)

        assert Notice.objects.get().citizen == eve
        assert breach.tell_by == NOW + timedelta(hours=72)
        assert queries.counted().told_in_time == 1

    def test_raises_an_alarm_once_before_that(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        incidents.breach(suspect)

        for hours in (47, 48, 49):
            services.attend(now=NOW + hours * HOUR)

        assert Payload.objects.filter(entry__event="breach.escalated").count() == 1
        (alarm,) = citizens_read.alarms(10)
        assert str(alarm.kind) == "A breach" or str(alarm.kind) == "泄露事件"

    def test_raises_none_where_everybody_knows(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        services.tell(incidents.breach(suspect), by=incidents.on_call(), now=NOW)

        services.attend(now=NOW + 80 * HOUR)

        assert not Payload.objects.filter(entry__event="breach.escalated").exists()


class TestClose:
    def test_is_by_another_office_with_what_was_done(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        breach = told_and_proposed(suspect, incidents.on_call())

        closed = services.close(breach, by=incidents.on_call(COMMISSION), now=NOW)

        assert closed.closed_at == NOW
        assert closed.measures == MEASURES

    def test_refuses_whoever_proposed_it_and_their_office(
        self, suspect: User, eve: Citizen
    ) -> None:
        incidents.looked(suspect, eve)
        by = incidents.on_call()
        breach = told_and_proposed(suspect, by)

        with pytest.raises(services.SameOfficial):
            services.close(breach, by=by, now=NOW)
        with pytest.raises(services.SameOffice):
            services.close(breach, by=incidents.on_call(), now=NOW)

    def test_waits_until_everybody_knows(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        breach = incidents.breach(suspect)

        with pytest.raises(services.NotTold):
            services.propose_closing(breach, MEASURES, by=incidents.on_call(), now=NOW)

    def test_is_proposed_once_at_a_time(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        breach = told_and_proposed(suspect, incidents.on_call())

        with pytest.raises(services.AlreadyProposed):
            services.propose_closing(breach, ["reported"], by=incidents.on_call(), now=NOW)
        breach.refresh_from_db()
        assert breach.measures == MEASURES

    def test_is_proposed_anew_when_its_time_is_widened(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        breach = told_and_proposed(suspect, incidents.on_call())
        services.widen(
            breach, starts_at=NOW - 3 * DAY, ends_at=NOW, by=incidents.on_call(), now=NOW
        )

        with pytest.raises(services.NotProposed):
            services.close(breach, by=incidents.on_call(COMMISSION), now=NOW)

    def test_is_refused_by_the_table_for_one_office(self, suspect: User, eve: Citizen) -> None:
        incidents.looked(suspect, eve)
        breach = told_and_proposed(suspect, incidents.on_call())

        with pytest.raises(IntegrityError, match="two_offices"), transaction.atomic():
            Breach.objects.filter(pk=breach.pk).update(
                closed_by=incidents.on_call(), closed_unit=breach.proposed_unit, closed_at=NOW
            )

    def test_refuses_an_official_of_a_part_of_the_province(
        self, suspect: User, eve: Citizen
    ) -> None:
        incidents.looked(suspect, eve)

        with pytest.raises(services.NotAllowed):
            incidents.breach(suspect, by=incidents.on_call(code="110100"))
        assert not BreachPerson.objects.exists()
