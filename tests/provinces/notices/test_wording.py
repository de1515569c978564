"""A notice says what became of a status, why, until when, how it ends and how to contest it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from provinces.citizens.models import Citizen
from provinces.notices import queries, wording
from provinces.notices.models import Notice
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.status import pipeline
from provinces.status.models import Outcome
from provinces.tenancy.addresses import as_owner
from provinces.zones.models import Level
from tests import cast
from tests.factories import road

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)

IN_ENGLISH = """\
Your status became: Red.
Stay at home. Care, testing, going home and contesting this stay open to you.
You stayed in a high-risk zone. Until 21 November 2026, 13:00. \
It ends by itself seven days after you left the zone.
If this is wrong, turn to Provincial office of disease control (12320). \
Quote decision number {number}."""

IN_CHINESE = """\
您的状态变为：红码。
请居家；就医、检测、回家和申诉不受限制。
您曾在高风险区停留。 截至 2026年11月21日 13:00。 离开该区满七天后自动解除。
如果有误，请联系省疾病预防控制办公室 (12320)，并说明决定编号 {number}。"""


def held(citizen: Citizen, language: str = "en") -> Notice:
    """Let a citizen be held, and told."""
    Citizen.objects.filter(pk=citizen.pk).update(language=language)
    road.first_ruleset()
    road.zone(level=Level.HIGH)
    road.stay(citizen, at=YESTERDAY, minutes=60)
    pipeline.drain(now=NOW)
    return queries.for_citizen(citizen).get()


class TestInWords:
    def test_says_all_of_it_in_english(self, eve: Citizen) -> None:
        notice = held(eve, "en")

        said = wording.in_words(notice)

        assert said.text == IN_ENGLISH.format(number=notice.decision_id)

    def test_says_all_of_it_in_chinese(self, eve: Citizen) -> None:
        notice = held(eve, "zh-hans")

        said = wording.in_words(notice)

        assert said.text == IN_CHINESE.format(number=notice.decision_id)

    def test_can_be_had_in_another_language(self, eve: Citizen) -> None:
        notice = held(eve, "zh-hans")

        said = wording.in_words(notice, language="en")

        assert said.headline == "Your status became: Red."

    def test_leaves_the_readers_language_as_it_was(self, eve: Citizen) -> None:
        notice = held(eve, "zh-hans")
        with translation.override("en"):
            wording.in_words(notice)

            assert translation.get_language() == "en"

    def test_of_an_ending_says_so_and_whom_to_ask(self, eve: Citizen) -> None:
        held(eve)
        pipeline.drain(now=NOW + timedelta(days=8))

        said = wording.in_words(queries.for_citizen(eve).first())

        assert said.headline == "The hold has ended. Your status is: Green."
        assert said.grounds == ()
        assert "Provincial office of disease control (12320)" in said.contest

    def test_of_a_change_says_that_it_was_decided_anew(self, eve: Citizen) -> None:
        held(eve)
        road.stay(eve, at=YESTERDAY + timedelta(hours=3))
        pipeline.drain(now=NOW)

        said = wording.in_words(queries.for_citizen(eve).first())

        assert said.headline == "Your status was decided anew: Red."
        assert said.grounds[0].until == "Until 21 November 2026, 16:00."

    def test_names_every_office_that_answers_once(self, eve: Citizen) -> None:
        document = rules.shipped("first") | {"version": "2"}
        office = {"zh-hans": "市办公室", "en": "City office"}
        document["grounds"][1]["answerable"] = {"office": office, "contact": "1"}
        publishing.publish(document, now=YESTERDAY)
        Citizen.objects.update(language="en")
        for number, level in enumerate([Level.HIGH, Level.MEDIUM]):
            cell = road.h3.grid_ring(road.HERE, 9)[number]
            road.zone(level=level, cells=[cell])
            road.stay(eve, at=YESTERDAY, cell=cell)
        pipeline.drain(now=NOW)

        said = wording.in_words(queries.for_citizen(eve).get())

        assert len(said.grounds) == 2
        assert "turn to Provincial office of disease control (12320); City office (1)." in (
            said.contest
        )

    def test_says_no_more_than_that_once_the_outcome_is_erased(self, eve: Citizen) -> None:
        held(eve)
        with as_owner():
            Outcome.objects.all().delete()

        said = wording.in_words(queries.for_citizen(eve).get())

        assert said.text == (
            "Your status was decided. The reasons have been erased, for their time is over."
        )

    def test_of_a_question_says_that_it_was_asked(self, eve: Citizen) -> None:
        notice = Notice.objects.create(citizen=eve, kind=Notice.Kind.QUESTION, created_at=NOW)

        said = wording.in_words(notice, language="en")

        assert said.text == "You were asked a question."

    def test_of_a_page_of_notices_costs_one_query(
        self, eve: Citizen, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        held(eve)
        pipeline.drain(now=NOW + timedelta(days=8))

        with django_assert_num_queries(1):
            said = [wording.in_words(notice) for notice in queries.for_citizen(eve)]

        assert len(said) == 2
