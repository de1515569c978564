"""What a person contests is answered by its issuer within a day, or suspended everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from federation.casework import queries, services
from federation.casework.models import Assertion, Contest, Issued
from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence.models import Evidence
from provinces.notices import queries as notices
from provinces.notices import wording
from provinces.tenancy import scope
from tests import cast
from tests.factories import citizens
from tests.federation.casework import feeds, stories
from tests.federation.casework.stories import SETTLED

pytestmark = pytest.mark.usefixtures("federation")
TEXT = "I was in hospital that day"
LATE = SETTLED + timedelta(hours=24)


@dataclass(frozen=True)
class Case:
    """Somebody whom the south has called a contact, and what the north made of it."""

    eve: Citizen
    assertion: Assertion


@pytest.fixture
def case() -> Case:
    eve, number = stories.guest()
    stories.named()
    assertion = stories.received(number)
    services.judge(now=SETTLED)
    return Case(eve, Assertion.objects.get(pk=assertion.pk))


def contested(case: Case) -> Contest:
    """Have the person contest it, and the south know of it."""
    made = services.contest(case.assertion, of=case.eve, text=TEXT, now=SETTLED)
    stories.exchange(now=SETTLED)
    return made


def answered(*, is_upheld: bool) -> None:
    """Have the south answer, and the north know of it."""
    with scope.province(cast.SOUTH):
        desk: User = stories.official("federation_officer", "120000", unit="southern desk")
        received = queries.contests_to_answer().get()
        services.answer(received, is_upheld=is_upheld, reasons="we looked", by=desk, now=SETTLED)
    stories.exchange(now=SETTLED)


class TestContest:
    def test_comes_to_the_issuers_desk(self, case: Case) -> None:
        contested(case)

        with scope.province(cast.SOUTH):
            received = queries.contests_to_answer().get()
        assert received.text == TEXT
        assert received.answer_by == LATE.replace(microsecond=0)

    def test_is_only_for_whom_it_is_about(self, case: Case) -> None:
        with pytest.raises(services.NotTheirs):
            services.contest(case.assertion, of=citizens.citizen(), text=TEXT, now=SETTLED)

    def test_is_filed_once_at_a_time(self, case: Case) -> None:
        contested(case)

        with pytest.raises(services.AlreadyContested):
            contested(case)

    def test_says_why(self, case: Case) -> None:
        with pytest.raises(services.NothingSaid):
            services.contest(case.assertion, of=case.eve, text=" ", now=SETTLED)

    def test_changes_nothing_by_itself(self, case: Case) -> None:
        contested(case)

        assert Evidence.objects.counting(SETTLED).count() == 1


class TestAnswer:
    def test_may_uphold_it(self, case: Case) -> None:
        made = contested(case)
        answered(is_upheld=True)

        made.refresh_from_db()
        assert (made.state, made.reasons) == ("upheld", "we looked")
        assert Evidence.objects.counting(SETTLED).count() == 1
        assert services.suspend_unanswered(now=LATE) == 0

    def test_may_take_it_back(self, case: Case) -> None:
        made = contested(case)
        answered(is_upheld=False)

        made.refresh_from_db()
        assert made.state == "withdrawn"
        assert stories.states() == {"withdrawn": 1}
        assert not Evidence.objects.counting(SETTLED).exists()
        with scope.province(cast.SOUTH):
            assert Issued.objects.get().withdrawn_because == "we looked"

    def test_needs_the_power(self, case: Case) -> None:
        contested(case)
        with scope.province(cast.SOUTH):
            clerk = stories.official("desk_clerk", "120000", unit="desk")
            received = queries.contests_to_answer().get()
            with pytest.raises(services.NotAllowed):
                services.answer(received, is_upheld=True, reasons="x", by=clerk, now=SETTLED)

    def test_that_comes_too_late_changes_nothing(self, case: Case) -> None:
        made = contested(case)
        services.suspend_unanswered(now=LATE)
        answered(is_upheld=True)

        made.refresh_from_db()
        assert made.state == "suspended"
        assert not Evidence.objects.counting(LATE).exists()


class TestMarkTold:
    def test_counts_what_is_new_to_the_person(self, case: Case) -> None:
        contested(case)
        assert services.mark_told(case.eve, now=SETTLED) == 0
        answered(is_upheld=True)

        assert services.mark_told(case.eve, now=SETTLED) == 1
        assert services.mark_told(case.eve, now=SETTLED) == 0


class TestSuspendUnanswered:
    def test_leaves_the_issuer_its_day(self, case: Case) -> None:
        contested(case)

        assert services.suspend_unanswered(now=LATE - timedelta(minutes=1)) == 0

    def test_withdraws_it_here_and_publishes_it(self, case: Case) -> None:
        made = contested(case)

        assert services.suspend_unanswered(now=LATE) == 1

        assert stories.states() == {"suspended": 1}
        assert not Evidence.objects.counting(LATE).exists()
        (published,) = feeds.published("assertion.suspended")
        assert published["assertion"] == str(case.assertion.pk)
        assert queries.contests_of(case.eve).get() == made

    def test_does_so_though_the_issuer_was_never_reached(self, case: Case) -> None:
        services.contest(case.assertion, of=case.eve, text=TEXT, now=SETTLED)

        assert services.suspend_unanswered(now=LATE) == 1

    def test_ends_it_with_its_issuer_as_well(self, case: Case) -> None:
        contested(case)
        services.suspend_unanswered(now=LATE)
        entries = feeds.entries(
            cast.NORTH, "assertion.suspended", feeds.published("assertion.suspended")
        )

        with scope.province(cast.SOUTH):
            services.take(entries, now=LATE)
            assert Issued.objects.get().withdrawn_at == LATE


class TestNotice:
    @pytest.fixture(autouse=True)
    def in_english(self, federation: object, case: Case, request: pytest.FixtureRequest) -> None:
        """Have the person read English."""
        if "chinese" not in request.node.name:
            Citizen.objects.update(language="en")
            case.eve.language = "en"

    def told(self, case: Case) -> list[str]:
        """Return what the person was told in words, in English."""
        found = notices.for_citizen(case.eve)
        return [wording.in_words(each, language="en").text for each in found if each.of]

    def test_says_that_it_stands(self, case: Case) -> None:
        contested(case)
        answered(is_upheld=True)

        assert self.told(case) == [
            "South answered what you contested: it stands. Why is on your page."
        ]

    def test_says_that_it_was_taken_back(self, case: Case) -> None:
        contested(case)
        answered(is_upheld=False)

        assert self.told(case) == [
            "South took back what it said of you. It has no effect any more."
        ]

    def test_says_that_nobody_answered(self, case: Case) -> None:
        contested(case)
        services.suspend_unanswered(now=LATE)

        (said,) = self.told(case)
        assert said.startswith("What South says of you was contested and not answered")
        assert notices.unread(case.eve)

    def test_comes_to_whom_it_was_suspended_elsewhere(self, case: Case) -> None:
        Assertion.objects.update(came_from="west")
        body = {"assertion": str(case.assertion.pk), "issuer": "south", "because": "unanswered"}
        for _ in range(2):
            entries = feeds.entries("west", "assertion.suspended", [body])
            services.take(entries, now=SETTLED)

        (said,) = self.told(case)
        assert "suspended everywhere" in said

    def test_is_in_chinese_for_who_reads_chinese(self, case: Case) -> None:
        contested(case)
        answered(is_upheld=False)

        (notice,) = [each for each in notices.for_citizen(case.eve) if each.of]
        assert notice.of == "南省"
        assert wording.in_words(notice).text == "南省已撤回对您的说法，不再产生任何影响。"


class TestSuspendedElsewhere:
    def suspended(self, case: Case, by: str) -> None:
        body = {"assertion": str(case.assertion.pk), "issuer": "south", "because": "unanswered"}
        services.take(feeds.entries(by, "assertion.suspended", [body]), now=SETTLED)

    def test_is_suspended_here(self, case: Case) -> None:
        Assertion.objects.update(came_from="west")

        self.suspended(case, "west")

        assert stories.states() == {"suspended": 1}
        assert not Evidence.objects.counting(SETTLED).exists()

    def test_is_not_believed_of_a_stranger(self, case: Case) -> None:
        self.suspended(case, "east")

        assert stories.states() == {"in_force": 1}


class TestOverdue:
    def test_is_shown_at_both_desks(self, case: Case) -> None:
        contested(case)

        assert [(each.message_class, each.is_ours) for each in queries.overdue(LATE)] == [
            ("contest", False)
        ]
        with scope.province(cast.SOUTH):
            assert [each.is_ours for each in queries.overdue(LATE)] == [True]

    def test_is_not_what_was_answered(self, case: Case) -> None:
        contested(case)
        answered(is_upheld=True)

        assert queries.overdue(LATE) == []
