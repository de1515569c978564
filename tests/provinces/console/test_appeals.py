"""Officials answer appeals: those that lie with them, in two steps, and are seen to look."""

from __future__ import annotations

import pytest

from provinces.accounts.models import User
from provinces.appeals import services
from provinces.appeals.models import Appeal, Attachment, Reversal
from provinces.citizens import fields
from provinces.citizens import queries as citizens
from provinces.citizens.fields import Field, Rights, Sight
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.console.desk import SESSION_KEY
from tests import cast
from tests.client import ProvinceClient
from tests.factories import appeals
from tests.factories.appeals import PNG, REASONS
from tests.pages import address, reader, words

NOW = cast.NOW


@pytest.fixture
def officer(north: object) -> User:
    return appeals.reviewer()


@pytest.fixture
def held(officer: User) -> Citizen:
    citizen = appeals.resident()
    appeals.exposed(citizen)
    return citizen


@pytest.fixture
def appeal(held: Citizen) -> Appeal:
    files = [services.File("a.png", PNG)]
    return appeals.attended(appeals.filed(held, files=files))


def given(appeal: Appeal, **values: object) -> dict[str, object]:
    return {
        "wrong": [basis.pk for basis in appeal.bases.all()],
        "finding": "not_there",
        "reasons": REASONS,
        **values,
    }


class TestQueue:
    def test_tells_what_lies_with_whom(self, officer: User, appeal: Appeal) -> None:
        other = appeals.reviewer(unit="other office")

        mine = words(reader(officer).get(address("console:appeals")))
        others = words(reader(other).get(address("console:appeals")))

        assert f"{appeal.reference} Area 110101 First answer" in mine
        assert mine.index(appeal.reference) < mine.index("Waiting with others")
        assert others.index(appeal.reference) > others.index("Waiting with others")
        assert "appeals office" in others

    def test_is_empty_elsewhere(self, appeal: Appeal) -> None:
        stranger = appeals.reviewer("110200")

        assert appeal.reference not in words(reader(stranger).get(address("console:appeals")))


class TestAppeal:
    def test_shows_what_was_said_to_whom_it_lies_with(self, officer: User, appeal: Appeal) -> None:
        page = address("console:appeal", appeal.reference)
        other = appeals.reviewer(unit="other office")

        assert "I was at home that day." in words(reader(officer).get(page))
        assert "I was at home that day." not in words(reader(other).get(page))

    def test_is_known_to_the_person(self, officer: User, appeal: Appeal, held: Citizen) -> None:
        reader(officer).get(address("console:appeal", appeal.reference))

        (read,) = citizens.reads_of(held)
        assert (read.purpose, read.office) == (Purpose.APPEAL, "appeals office")
        assert read.fields == (Field.APPEALS, Field.GROUNDS, Field.PLACES)


class TestAttachment:
    def test_is_for_whom_it_lies_with(self, officer: User, appeal: Appeal) -> None:
        key = Attachment.objects.get().pk
        page = address("console:appeal-attachment", appeal.reference, key)
        other = appeals.reviewer(unit="other office")

        assert reader(officer).get(page).content == PNG
        assert reader(other).get(page).status_code == 404


class TestDecide:
    def test_is_shown_once_more_before_it_counts(self, officer: User, appeal: Appeal) -> None:
        page, browser = address("console:appeal-decide", appeal.reference), reader(officer)
        assert "What did you find?" in words(browser.get(page))

        asked = browser.post(page, given(appeal))
        assert "Is this your answer?" in words(asked)
        assert Appeal.objects.get().is_open
        done = browser.post(page, given(appeal, confirm="yes"), follow=True)

        assert "Answered. The person is told" in words(done)
        assert Appeal.objects.get().outcome == "upheld"

    def test_leads_back_to_what_lies_with_them(self, officer: User, appeal: Appeal) -> None:
        page, browser = address("console:appeal-decide", appeal.reference), reader(officer)

        done = browser.post(page, given(appeal, confirm="yes"))

        assert done["Location"] == address("console:appeals")

    def test_leaves_an_appeal_that_says_that_it_is_over(
        self, officer: User, appeal: Appeal
    ) -> None:
        appeals.answered(appeal, officer)

        said = words(reader(officer).get(address("console:appeal", appeal.reference)))

        assert "It is over, so what was said is not shown to offices any more." in said
        assert "It does not lie with you" not in said
        assert "I was at home that day." not in said

    def test_is_a_look_at_what_the_ground_rests_on(
        self, officer: User, appeal: Appeal, held: Citizen
    ) -> None:
        page, browser = address("console:appeal-decide", appeal.reference), reader(officer)

        browser.get(page)
        browser.post(page, given(appeal))

        reads = citizens.reads_of(held)
        assert [read.purpose for read in reads] == [Purpose.APPEAL] * 2
        assert {read.fields for read in reads} == {(Field.APPEALS, Field.PLACES)}

    @pytest.mark.parametrize(
        "values",
        [
            {"finding": ""},
            {"finding": "there"},
            {"reasons": "no"},
            {"wrong": ["x"]},
            {"wrong": ["9" * 5000]},
        ],
    )
    def test_has_to_fit_together(
        self, officer: User, appeal: Appeal, values: dict[str, object]
    ) -> None:
        page = address("console:appeal-decide", appeal.reference)

        said = words(reader(officer).post(page, given(appeal, confirm="yes", **values)))

        assert "a finding that fits" in said
        assert Appeal.objects.get().is_open

    def test_is_not_for_others(self, appeal: Appeal) -> None:
        page = address("console:appeal-decide", appeal.reference)
        browser = reader(appeals.reviewer(unit="other office"))

        assert browser.get(page).status_code == 302
        said = words(browser.post(page, given(appeal, confirm="yes"), follow=True))

        assert "does not lie with you" in said
        assert "has been erased" not in said
        assert Appeal.objects.get().is_open


class TestReversal:
    def test_is_proposed_by_one_office_and_signed_by_another(
        self, officer: User, appeal: Appeal, held: Citizen
    ) -> None:
        high = appeals.high_reviewer()
        appeals.answered(appeal, officer)
        cause = appeal.bases.get().cause
        page = f"{address('console:appeal-cause')}?cause={cause.replace('@', '%40')}"
        assert "It concerns 1 person now." in words(reader(officer).get(page))

        said = {"cause": cause, "because": "it was a mill"}
        reader(officer).post(address("console:appeal-propose"), said)
        found = Reversal.objects.get()
        own = reader(officer).post(address("console:reversal-sign", found.pk), follow=True)
        signed = reader(high).post(address("console:reversal-sign", found.pk), follow=True)

        assert "Another office has to sign it or turn it down" in words(own)
        assert "Undone for 1 person" in words(signed)

    def test_is_turned_down_with_a_reason(self, officer: User, appeal: Appeal) -> None:
        appeals.answered(appeal, officer)
        cause = appeal.bases.get().cause
        found = services.propose_reversal(cause, because="x", by=officer, now=NOW)
        page = address("console:reversal-refuse", found.pk)

        kept = reader(officer).post(page, {"because": "x" * 301}, follow=True)
        assert f'value="{"x" * 301}"' in kept.content.decode()
        reader(officer).post(page, {"because": ""})
        assert Reversal.objects.get().refused_at is None
        reader(officer).post(page, {"because": "one case"})

        assert Reversal.objects.get().refusal == "one case"

    def test_lists_causes(self, officer: User, appeal: Appeal) -> None:
        said = words(reader(officer).get(address("console:appeal-causes")))

        assert "Zone Fuding Garden" in said

    def test_counts_in_chinese_what_is_open_and_no_hours(
        self, officer: User, appeal: Appeal
    ) -> None:
        said = words(reader(officer, "zh-hans").get(address("console:appeal-causes")))

        assert "未结申诉" in said
        assert "开放时间" not in said


def at_desk(clerk: User, person: Citizen) -> ProvinceClient:
    """Return the browser of a clerk who has found somebody present."""
    browser: ProvinceClient = reader(clerk)
    session = browser.session
    session[SESSION_KEY] = [person.reference, NOW.isoformat()]
    session.save()
    return browser


class TestAtDesk:
    def test_files_for_somebody_who_is_present(self, held: Citizen) -> None:
        clerk = appeals.reviewer("110101", unit="desk", role="desk_clerk")
        page, browser = address("console:desk-appeal"), at_desk(clerk, held)
        shown = browser.get(page)
        assert "You stayed in a high-risk zone." in words(shown)

        contested = appeals.complaint(held)
        said = {"ground": f"{contested.decision}:{contested.ground}", "category": "not_me"}
        done = browser.post(page, {**said, "text": "Not me."}, follow=True)

        appeal = Appeal.objects.get()
        assert f"for the person to keep: {appeal.reference}" in words(done)
        assert (appeal.channel, appeal.filed_by) == ("desk", clerk)
        assert [served.act for served in citizens.served(held)] == ["appealed"]

    @pytest.mark.parametrize("seen", [{Field.NAME}, {Field.NAME, Field.APPEALS}])
    def test_shows_no_more_than_the_table_grants(
        self, held: Citizen, appeal: Appeal, seen: set[Field], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        browser = at_desk(appeals.reviewer("110101", unit="desk", role="desk_clerk"), held)
        page = address("console:desk-appeal")
        rights = Rights(inside=Sight(frozenset(seen)))
        monkeypatch.setitem(fields.TABLE, ("desk_clerk", Purpose.DESK), rights)

        shown = words(browser.get(page))

        assert "You stayed in a high-risk zone." not in shown
        assert "The reasons of the status are not shown to your office" in shown
        assert (appeal.reference in shown) is (Field.APPEALS in seen)
        assert citizens.reads_of(held)[0].fields == tuple(sorted(seen - {Field.NAME}))
        assert browser.post(page, {"category": "not_me"}).status_code == 404

    def test_is_not_for_the_official_themselves(self, held: Citizen) -> None:
        clerk = appeals.reviewer("110101", unit="desk", role="desk_clerk")
        held.user = clerk
        held.save()
        contested = appeals.complaint(held)
        said = {"ground": f"{contested.decision}:{contested.ground}", "category": "not_me"}

        at_desk(clerk, held).post(address("console:desk-appeal"), {**said, "text": "Not me."})

        assert not Appeal.objects.exists()
        assert citizens.served(held) == []

    @pytest.mark.parametrize(
        ("changes", "mistake"),
        [
            ({"category": ""}, "Choose what is wrong."),
            ({"ground": "x"}, "Choose the ground that is wrong."),
            ({"text": ""}, "Say what is wrong"),
        ],
    )
    def test_says_what_is_missing(
        self, held: Citizen, changes: dict[str, str], mistake: str
    ) -> None:
        clerk = appeals.reviewer("110101", unit="desk", role="desk_clerk")
        contested = appeals.complaint(held)
        said = {
            "ground": f"{contested.decision}:{contested.ground}",
            "category": "not_me",
            "text": "Not me.",
        }
        page = address("console:desk-appeal")

        assert mistake in words(at_desk(clerk, held).post(page, {**said, **changes}))
        assert not Appeal.objects.exists()
