"""An appeal by post is typed in unread by anybody's record, and filed by the worker."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.appeals import assigning, services
from provinces.appeals import queries as appealed
from provinces.appeals.holding import contestable
from provinces.appeals.models import Appeal, Category, Channel, MailedAppeal
from provinces.citizens import canaries, queries
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen, Departure
from provinces.citizens.registry import Match
from provinces.ledger.models import Payload
from provinces.notices import queries as notices
from provinces.status import pipeline
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import appeals, areas, records
from tests.factories.evidence import official
from tests.factories.registries import CANARY, GRAN, SON, claimed
from tests.statements import run_by

TODAY = NOW.date()
DAY = timedelta(days=1)
SOON = NOW + timedelta(minutes=1)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def clerk(north: directory.Entry) -> User:
    areas.area("110101")
    return official("desk_clerk", unit="desk")


@pytest.fixture
def gran(clerk: User) -> Citizen:
    return enrolled()


@pytest.fixture
def held(gran: Citizen) -> Citizen:
    appeals.exposed(gran)
    return gran


def enrolled() -> Citizen:
    match = Match("", "110101", 1942, ())
    return citizens.enrol_matched(claimed(GRAN), match, by=None, now=NOW)


def mail(arrived_on: date = TODAY, **values: Any) -> services.Mail:
    complaint = services.Complaint(
        decision=0,
        ground="",
        category=Category.NOT_THERE,
        text=values.pop("text", "I was at my sister's."),
        files=values.pop("files", ()),
        channel=Channel.MAIL,
        arrived_on=arrived_on,
    )
    return services.Mail(claimed(values.pop("of", GRAN), **values), complaint, arrived_on)


def taken(clerk: User, *, now: datetime = NOW, **values: Any) -> MailedAppeal:
    return services.take_in(mail(**values), by=clerk, now=now)


class TestTakeIn:
    def test_keeps_it_sealed(self, clerk: User) -> None:
        kept = taken(clerk)

        for word in ("sister", GRAN.name, GRAN.number):
            assert word.encode() not in bytes(kept.sealed)
        told = Payload.objects.get(entry__event="appeal.mailed")
        assert told.body == {"arrived_on": TODAY.isoformat(), "files": 0}

    def test_costs_the_same_for_known_unknown_and_another_name(
        self, clerk: User, held: Citizen
    ) -> None:
        ran = [
            run_by(lambda who=who: taken(clerk, **who))  # type: ignore[misc]
            for who in ({}, {"of": SON}, {"full_name": "N"})
        ]

        assert ran[0] == ran[1] == ran[2]
        assert not any("citizens_identity" in one or "citizens_citizen" in one for one in ran[0])

    @pytest.mark.parametrize("days", [-1, 14])
    def test_came_lately(self, clerk: User, days: int) -> None:
        with pytest.raises(services.NoArrival):
            taken(clerk, arrived_on=TODAY - days * DAY)

        assert not MailedAppeal.objects.exists()

    @pytest.mark.parametrize(
        ("values", "problem"),
        [
            ({"text": " "}, services.NothingSaid),
            ({"files": [services.File("a.png", PNG)] * 4}, services.TooManyFiles),
            ({"files": [services.File("a.png", b"<script>")]}, services.NotAFile),
        ],
    )
    def test_says_something_that_can_be_filed(
        self, clerk: User, values: Any, problem: type[Exception]
    ) -> None:
        with pytest.raises(problem):
            taken(clerk, **values)


class TestFileMailed:
    def test_files_it_and_tells_the_writer(self, clerk: User, held: Citizen) -> None:
        taken(clerk, files=[services.File("a.png", PNG)])

        assert services.file_mailed(now=SOON) == 1

        appeal = Appeal.objects.get()
        assert (appeal.citizen, appeal.channel, appeal.filed_by) == (held, "mail", clerk)
        (said,) = appealed.said(appeal)
        assert said.text == "I was at my sister's."
        assert [name for _file, name in said.files] == ["a.png"]
        assert [served.act for served in queries.served(held)] == ["wrote"]
        assert notices.for_citizen(held)[0].of == f"mailed:appeal:{appeal.pk}"
        told = Payload.objects.get(entry__event="appeal.filed")
        assert told.body["arrived_on"] == TODAY.isoformat()
        assert (said.statement.channel, said.statement.arrived_on) == ("mail", TODAY)
        assert not MailedAppeal.objects.exists()

    def test_is_done_when_appeals_are_attended_to(self, clerk: User, held: Citizen) -> None:
        taken(clerk)

        services.attend(now=SOON)

        assert Appeal.objects.get().rechecked_at == SOON

    def test_joins_what_is_open(self, clerk: User, held: Citizen) -> None:
        taken(clerk)
        taken(clerk)

        services.file_mailed(now=SOON)

        assert len(appealed.said(Appeal.objects.get())) == 2

    def test_reaches_who_lives_elsewhere_in_the_province(self, north: directory.Entry) -> None:
        areas.area("110101")
        far = official("desk_clerk", "110200", unit="far desk")
        appeals.exposed(enrolled())
        taken(far)

        assert services.file_mailed(now=SOON) == 1

    def test_of_nobody_waits_until_they_enrol(self, clerk: User) -> None:
        taken(clerk)
        assert services.file_mailed(now=NOW) == 0

        appeals.exposed(enrolled())

        assert services.file_mailed(now=SOON) == 1
        assert Appeal.objects.exists()

    def test_of_who_is_on_their_way_elsewhere_waits(self, clerk: User, held: Citizen) -> None:
        Departure.objects.create(citizen=held, to="south", left_at=NOW)
        taken(clerk)

        assert services.file_mailed(now=NOW + timedelta(hours=2)) == 0

        assert not MailedAppeal.objects.get().is_mistaken

    def test_under_another_name_is_laid_aside(self, clerk: User, held: Citizen) -> None:
        kept = taken(clerk, full_name="N")

        assert services.file_mailed(now=SOON) == 0

        kept.refresh_from_db()
        assert kept.is_mistaken
        assert not Appeal.objects.exists()
        assert not notices.for_citizen(held)[1:]

    def test_says_so_where_nothing_restricts_the_writer(self, clerk: User, gran: Citizen) -> None:
        kept = taken(clerk)

        services.file_mailed(now=NOW + timedelta(hours=2))

        assert notices.for_citizen(gran)[0].of == f"needless:mailed:{kept.pk}"
        assert not Appeal.objects.exists()
        assert not MailedAppeal.objects.exists()

    def test_reaches_the_protected_and_tells_nobody_of_it(self, clerk: User, held: Citizen) -> None:
        records.protected(held)
        taken(clerk)

        assert services.file_mailed(now=SOON) == 1

    def test_raises_an_alarm_about_a_planted_document(self, clerk: User) -> None:
        canaries.plant([CANARY], now=NOW)
        taken(clerk, number=CANARY)

        services.file_mailed(now=SOON)
        services.file_mailed(now=SOON)

        told = Payload.objects.get(entry__event="canary.touched")
        assert told.body["source"]["actor"] == f"accounts.user:{clerk.pk}"

    def test_goes_on_where_one_cannot_be_opened(self, clerk: User, held: Citizen) -> None:
        spoilt = taken(clerk)
        MailedAppeal.objects.filter(pk=spoilt.pk).update(sealed=b"spoilt" * 10)
        taken(clerk)

        assert services.file_mailed(now=SOON) == 1


class TestClock:
    def test_runs_from_the_end_of_the_day_on_which_it_came(
        self, clerk: User, held: Citizen
    ) -> None:
        taken(clerk, arrived_on=TODAY - DAY)

        services.file_mailed(now=NOW)

        # Midnight in the north, and 24 hours.
        assert Appeal.objects.get().answer_by == datetime.fromisoformat("2026-11-16T00:00+08:00")

    def test_leaves_half_of_the_time_to_whoever_answers(self, clerk: User, held: Citizen) -> None:
        taken(clerk, arrived_on=TODAY - 9 * DAY)

        services.file_mailed(now=NOW)

        assert Appeal.objects.get().answer_by == NOW + timedelta(hours=12)

    def test_runs_from_now_on_for_what_came_today(self, clerk: User, held: Citizen) -> None:
        taken(clerk)

        services.file_mailed(now=NOW)

        assert Appeal.objects.get().answer_by == NOW + timedelta(hours=24)


class TestJoining:
    def test_is_told_apart_from_what_its_person_filed(self, clerk: User) -> None:
        person = appeals.resident()
        appeals.exposed(person)
        appeal = appeals.filed(person)
        joined = services.Complaint(
            decision=appeal.decision_id, ground=appeal.ground, category=Category.NOT_ME,
            text="I was there.", channel=Channel.MAIL,
        )  # fmt: skip

        services.file(person, joined, by=clerk, now=SOON)

        assert [one.statement.channel for one in appealed.said(appeal)] == ["self", "mail"]
        assert notices.for_citizen(person)[0].of == f"joined_by_mail:appeal:{appeal.pk}"

    def test_bars_whoever_typed_it_in(self, clerk: User) -> None:
        person = appeals.resident()
        appeals.exposed(person)
        appeal = appeals.filed(person)
        services.file_unseen(person, mail().complaint, by=clerk, now=SOON)

        with pytest.raises(services.NotIndependent):
            assigning.require_independent(appeal, by=clerk, now=SOON)

    def test_reaches_what_is_open_while_the_ground_has_no_effect(
        self, clerk: User, held: Citizen
    ) -> None:
        taken(clerk)
        services.file_mailed(now=NOW)
        late = NOW + timedelta(hours=25)
        services.attend(now=late)
        pipeline.drain(now=late)
        assert contestable(held, late) == []

        taken(clerk, now=late)
        services.file_mailed(now=late)

        assert len(appealed.said(Appeal.objects.get())) == 2


def test_waits_for_what_is_on_its_way_to_who_has_just_enrolled(clerk: User) -> None:
    taken(clerk)
    enrolled()

    assert services.file_mailed(now=SOON) == 0
    assert services.file_mailed(now=NOW + timedelta(hours=2)) == 1
