"""A citizen's own page, under every status."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.exposure.models import Question
from provinces.notices.models import Notice
from provinces.status import pipeline
from provinces.zones.models import Level
from tests import cast
from tests.factories import road, zones
from tests.pages import address, reader, words

NOW = cast.NOW
YESTERDAY = NOW - timedelta(days=1)


def held(citizen: Citizen, level: Level = Level.HIGH, *, at: datetime = YESTERDAY) -> None:
    """Let a citizen have stayed in a zone for 75 minutes, and be judged half a day later."""
    road.first_ruleset()
    road.zone(level=level, starts=NOW - timedelta(days=12))
    road.stay(citizen, at=at, minutes=75)
    pipeline.drain(now=at + timedelta(hours=12))


def asked(citizen: Citizen) -> Question:
    """Let a citizen have been near a zone, so that they are asked."""
    road.first_ruleset()
    road.zone(certain=False)
    road.stay(citizen, at=YESTERDAY)
    pipeline.drain(now=NOW - timedelta(hours=1))
    return Question.objects.get(citizen=citizen)


def page(citizen: Citizen, language: str = "en") -> str:
    return words(reader(citizen.user, language).get(address("portal:status")))


class TestStatus:
    def test_is_green_where_nothing_is_known(self, eve: Citizen) -> None:
        road.first_ruleset()

        said = page(eve)

        assert "My status Green" in said
        assert "Nothing is held against you, and nothing was before." in said
        assert "there is nothing to contest. See what is kept of me" in said
        assert "Nothing has been decided about you so far." in said
        assert "No official has opened your record." in said

    def test_is_red_with_its_reasons_its_end_and_who_answers(self, eve: Citizen) -> None:
        held(eve)

        said = page(eve)

        assert "My status Red Until 21 November 2026, 13:15 6 days 1 hour left" in said
        assert "Stay at home." in said
        assert "You stayed in a high-risk zone." in said
        assert "Where Some compound · west When 14 November 2026, about 1 hour" in said
        assert "It ends by itself seven days after you left the zone." in said
        assert "Provincial office of disease control · 12320" in said
        assert "Your status became: Red." in said

    def test_is_yellow(self, eve: Citizen) -> None:
        held(eve, Level.MEDIUM)

        assert "My status Yellow" in page(eve)

    def test_reads_as_ended_past_its_end_whatever_ran(self, eve: Citizen) -> None:
        held(eve, at=NOW - timedelta(days=9))

        said = page(eve)

        assert "My status Green Since 13 November 2026, 13:15" in said
        assert "What was decided before has ended." in said

    def test_says_where_one_may_go_as_my_code_does(self, eve: Citizen) -> None:
        held(eve)

        code = words(reader(eve.user).get(address("portal:code")))

        where = code.partition("Not open to me for now ")[2].partition(" Why I have this status")[0]
        assert where.startswith("Public places · Workplaces")
        assert where.endswith("Contesting a status")
        assert f"Where I may go Not open to me for now {where}" in page(eve)

    def test_says_how_to_contest_it(self, eve: Citizen) -> None:
        held(eve)

        said = page(eve)

        assert "If this is wrong Turn to the office above" in said
        assert f"Your reference is {eve.reference} ." in said
        assert "Quote decision number" in said

    def test_is_in_the_language_that_is_chosen(self, eve: Citizen) -> None:
        held(eve)

        said = page(eve, "zh-hans")

        assert "我的状态 红码 截至 2026年11月21日 13:15" in said
        assert "还有 6 天 1 小时" in said
        assert "您曾在高风险区停留。" in said

    def test_stays_readable_when_the_rules_have_expired(self, eve: Citizen) -> None:
        road.first_ruleset(now=NOW - timedelta(days=91))

        assert "No rule set is in force. Nobody is held." in page(eve)

    def test_shows_a_notice_as_new_once(self, eve: Citizen) -> None:
        held(eve)

        assert "New Your status became: Red." in page(eve)
        assert "New Your status became: Red." not in page(eve)
        assert Notice.objects.get().read_at == NOW

    def test_tells_who_looked_at_the_record_and_what_for(self, eve: Citizen) -> None:
        officer = zones.official("case_officer", unit="county health office")
        citizens.read_record(eve, by=officer, purpose=Purpose.CARE, at=NOW - timedelta(hours=2))

        said = page(eve)

        assert "county health office · Case officer To look after you in treatment" in said

    def test_is_kept_by_no_cache(self, eve: Citizen) -> None:
        response = reader(eve.user).get(address("portal:status"))

        assert "no-store" in response["Cache-Control"]

    def test_is_for_citizens_only(self, ada: User) -> None:
        assert reader(ada).get(address("portal:status")).status_code == 403


class TestAnswer:
    def test_is_recorded_and_acknowledged(self, eve: Citizen) -> None:
        question = asked(eve)
        browser = reader(eve.user)
        assert "Were you in Some compound on 14 November?" in page(eve)

        response = browser.post(
            address("portal:answer", question.pk), {"answer": "yes"}, follow=True
        )

        said = words(response)
        assert "Thank you. Your answer is recorded" in said
        assert "Were you in" not in said
        question.refresh_from_db()
        assert question.answer == "yes"

    def test_that_was_yes_is_told_as_the_reason_and_taken_back(self, eve: Citizen) -> None:
        question, browser = asked(eve), reader(eve.user)
        browser.post(address("portal:answer", question.pk), {"answer": "yes"})
        pipeline.drain(now=NOW)
        assert "You said that you were there." in page(eve)

        response = browser.post(address("portal:answer-take-back", question.pk), follow=True)
        pipeline.drain(now=NOW)

        assert "Your answer is taken back" in words(response)
        said = page(eve)
        assert "You said that you were there." not in said
        assert "Were you in Some compound on 14 November?" in said
        assert "My status Green" in said

    def test_is_no_reason_where_the_location_alone_tells(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)

        said = page(eve)

        assert "You stayed in a high-risk zone." in said
        assert "You said that you were there." not in said

    def test_of_somebody_else_is_not_theirs_to_take_back(self, eve: Citizen, finn: Citizen) -> None:
        question = asked(eve)
        reader(eve.user).post(address("portal:answer", question.pk), {"answer": "yes"})

        response = reader(finn.user).post(address("portal:answer-take-back", question.pk))

        assert response.status_code == 404

    def test_to_somebody_elses_question_is_not_found(self, eve: Citizen, finn: Citizen) -> None:
        question = asked(eve)

        response = reader(finn.user).post(address("portal:answer", question.pk), {"answer": "yes"})

        assert response.status_code == 404
        question.refresh_from_db()
        assert question.answer == ""

    def test_is_given_once(self, eve: Citizen) -> None:
        question = asked(eve)
        browser = reader(eve.user)
        browser.post(address("portal:answer", question.pk), {"answer": "yes"})

        response = browser.post(address("portal:answer", question.pk), {"answer": "no"})

        assert response.status_code == 404

    @pytest.mark.parametrize("said", ["", "maybe"])
    def test_is_yes_or_no(self, eve: Citizen, said: str) -> None:
        question = asked(eve)

        response = reader(eve.user).post(address("portal:answer", question.pk), {"answer": said})

        assert response.status_code == 400
