"""Somebody says what is wrong, and shows it; nothing is asked of them before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.appeals import queries, services
from provinces.appeals.models import Appeal, Attachment, Category, Forwarded, Statement
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.notices import queries as notices
from provinces.notices import wording as telling
from provinces.zones.models import Level
from tests import cast
from tests.factories import appeals, road
from tests.factories.appeals import HIGH, PNG
from tests.worlds import World, fresh

NOW = cast.NOW
HOUR = timedelta(hours=1)


@pytest.fixture(scope="class")
def judged(world: World) -> Citizen:
    with world.making(now=NOW):
        citizen = appeals.resident()
        appeals.exposed(citizen)
    return citizen


@pytest.fixture
def held(north: object, judged: Citizen) -> Citizen:
    return fresh(judged)


class TestFile:
    def test_keeps_what_is_contested_and_starts_the_clock(self, held: Citizen) -> None:
        appeal = appeals.filed(held)

        assert (appeal.ground, appeal.status, appeal.gravity) == (HIGH, "red", "held")
        assert appeal.answer_by == NOW + 24 * HOUR
        assert appeal.bases.get().cause.startswith("zone:north/")

    def test_seals_what_was_said_and_brought(self, held: Citizen) -> None:
        appeal = appeals.filed(held, files=[services.File("门票.png", PNG)])

        sealed = bytes(Statement.objects.get().sealed) + bytes(Attachment.objects.get().sealed)
        assert b"home" not in sealed
        assert b"PNG" not in sealed
        (said,) = queries.said(appeal)
        ((file, name),) = said.files
        assert (said.text, name) == ("I was at home that day.", "门票.png")
        assert queries.content_of(appeal, file.pk) == (file, PNG)

    def test_says_nothing_of_it_in_the_ledger(self, held: Citizen) -> None:
        appeals.filed(held)

        told = Payload.objects.get(entry__event=Event.APPEAL_FILED)
        assert told.body.keys() == {"decision", "ground", "channel", "files"}

    def test_joins_one_that_is_open_against_the_same_ground(self, held: Citizen) -> None:
        first = appeals.filed(held)

        second = appeals.filed(held, text="And I have a witness.", now=NOW + HOUR)

        assert second == first
        assert second.answer_by == NOW + 24 * HOUR
        assert [said.text for said in queries.said(first)] == [
            "I was at home that day.",
            "And I have a witness.",
        ]
        assert Entry.objects.filter(event=Event.APPEAL_JOINED).count() == 1

    def test_is_one_at_a_time_by_the_database_as_well(self, held: Citizen) -> None:
        appeal = appeals.filed(held)
        appeal.pk, appeal.reference, appeal._state.adding = None, "another", True

        with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
            appeal.save(force_insert=True)

    def test_tells_the_person(self, held: Citizen) -> None:
        appeal = appeals.filed(held)

        notice = notices.for_citizen(held)[0]
        said = telling.in_words(notice, language="en")
        assert said.headline == f"Your appeal {appeal.reference} is filed."

    @pytest.mark.parametrize("text", ["", "  \n", "x" * 4001, "a\x00b"])
    def test_needs_something_said(self, held: Citizen, text: str) -> None:
        with pytest.raises(services.NothingSaid):
            appeals.filed(held, text=text)

        assert not Appeal.objects.exists()

    @pytest.mark.parametrize(
        ("files", "problem"),
        [
            ([services.File("a.png", PNG)] * 4, services.TooManyFiles),
            ([services.File("a.png", PNG + bytes(2_000_000))], services.NotAFile),
            ([services.File("a.png", b"<script>")], services.NotAFile),
        ],
    )
    def test_takes_few_small_images_and_documents(
        self, held: Citizen, files: Any, problem: type[Exception]
    ) -> None:
        with pytest.raises(problem):
            appeals.filed(held, files=files)

    def test_is_about_ones_own_decision(self, held: Citizen) -> None:
        other = appeals.resident()
        said = appeals.complaint(held)
        assert other.user is not None

        with pytest.raises(services.NoGround):
            services.file(other, said, by=other.user, now=NOW)

    def test_is_about_a_ground_that_the_decision_has(self, held: Citizen) -> None:
        with pytest.raises(services.NoGround):
            appeals.filed(held, "stayed_in_medium_risk_zone")

    def test_may_be_about_a_decision_that_is_over(self, held: Citizen) -> None:
        said = appeals.complaint(held)
        later = NOW + timedelta(days=8)
        assert appeals.status(held, later) == "green"
        assert held.user is not None

        appeal = services.file(held, said, by=held.user, now=later)

        assert appeal.decision_id == said.decision

    def test_queues_nothing_for_others_where_the_province_itself_said_it(
        self, held: Citizen
    ) -> None:
        appeals.filed(held)

        assert not Forwarded.objects.exists()


class TestFileWhereRestricted:
    def test_gives_two_days(self, north: object) -> None:
        citizen = appeals.resident()
        road.first_ruleset()
        road.zone(level=Level.MEDIUM)
        road.stay(citizen, at=appeals.YESTERDAY, minutes=75)
        appeals.status(citizen)

        appeal = appeals.filed(citizen, "stayed_in_medium_risk_zone")

        assert (appeal.gravity, appeal.answer_by) == ("restricted", NOW + 48 * HOUR)


class TestAppeal:
    @pytest.mark.parametrize(
        "change", [{"ground": "x"}, {"filed_at": NOW - HOUR}, {"answer_by": NOW + 72 * HOUR}]
    )
    def test_stays_as_it_was_filed(self, held: Citizen, change: dict[str, Any]) -> None:
        appeal = appeals.filed(held)

        with pytest.raises(IntegrityError, match="set once"), transaction.atomic():
            Appeal.objects.filter(pk=appeal.pk).update(**change)

    def test_is_never_deleted_by_the_province(self, held: Citizen) -> None:
        appeal = appeals.filed(held)

        with pytest.raises(IntegrityError, match="retention"), transaction.atomic():
            Appeal.objects.filter(pk=appeal.pk).delete()


class TestCategories:
    def test_are_matters_of_fact(self) -> None:
        assert set(Category) == {
            "not_me", "not_there", "wrong_result", "already_cleared", "wrong_person", "other_fact"
        }  # fmt: skip


class TestFileUnseen:
    def test_files_against_each_ground_that_holds(self, held: Citizen) -> None:
        said = replace(
            appeals.complaint(held), decision=0, ground="", channel=services.Channel.TELEPHONE
        )
        contested = [one.ground for one in queries.contestable(held, NOW)]

        filed = services.file_unseen(held, said, by=appeals.reviewer(), now=NOW)

        assert [one.ground for one in filed] == contested
        assert {one.channel for one in filed} == {"telephone"}

    def test_joins_what_is_open(self, held: Citizen) -> None:
        first = appeals.filed(held)

        filed = services.file_unseen(
            held, appeals.complaint(held), by=appeals.reviewer(), now=NOW + HOUR
        )

        assert filed == [first]


class TestFileUnseenOfNobodyHeld:
    def test_files_nothing_where_nothing_holds(self, north: object) -> None:
        citizen = appeals.resident()

        said = appeals.complaint(citizen)

        assert services.file_unseen(citizen, said, by=appeals.reviewer(), now=NOW) == []

    def test_needs_something_said_even_then(self, north: object) -> None:
        citizen = appeals.resident()

        with pytest.raises(services.NothingSaid):
            services.file_unseen(
                citizen, appeals.complaint(citizen, text=" "), by=appeals.reviewer(), now=NOW
            )
