"""A paper code by post: posted once, made on the day, and linked to no phone and no address."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from provinces.citizens.models import Citizen, Contact, Departure
from provinces.ledger.models import Payload
from provinces.notices.models import Notice
from provinces.oversight.switching import state
from provinces.oversight.switching.parts import Part
from provinces.passes import queries, services
from provinces.passes.codec import Kind
from provinces.passes.models import Issued, Posting
from provinces.passes.queries import NoSuchCitizen, Verdict
from provinces.passes.services import PostChannel, TooManyLetters, posting
from provinces.presence.models import Device
from provinces.retention import exporting
from provinces.status import queries as status
from provinces.tenancy import directory
from tests import cast
from tests.cast import NOW
from tests.factories import areas, citizens, letters, registries, road, users
from tests.factories import passes as made
from tests.factories.registries import GRAN, MOTHER, SON, SOUTHERN, InProcess

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    road.first_ruleset()
    return registries.answering(monkeypatch)


@pytest.fixture
def gran(known: InProcess) -> Citizen:
    return letters.enrolled()


def the_row() -> Posting:
    return Posting.objects.select_related("issued").get()


def event(name: str) -> Payload:
    return Payload.objects.get(entry__event=name)


class TestAskPost:
    def test_is_recorded_and_told_where_another_asked(self, gran: Citizen) -> None:
        clerk = users.user("clerk")

        services.ask_post(gran, channel=PostChannel.TELEPHONE, by=clerk, now=NOW)

        told = event("passes.post_asked")
        assert (told.body, told.by) == ({"channel": "telephone"}, f"accounts.user:{clerk.pk}")
        assert [(one.kind, one.of) for one in Notice.objects.all()] == [("posted", "telephone")]

    def test_tells_nobody_of_what_they_asked_themselves(self, gran: Citizen) -> None:
        letters.asked(gran, channel=PostChannel.SELF)

        assert not Notice.objects.exists()

    def test_is_one_letter_at_a_time(self, gran: Citizen) -> None:
        first = letters.asked(gran)

        assert letters.asked(gran, now=NOW + HOUR) == first
        assert Posting.objects.count() == 1

    def test_is_in_the_language_that_was_chosen_or_in_all(self, known: InProcess) -> None:
        chose, never = letters.enrolled(MOTHER, name="fang"), letters.enrolled()
        by = users.user("clerk")

        found = [
            services.ask_post(one, channel=PostChannel.SELF, by=by, now=NOW).language
            for one in (chose, never)
        ]

        assert found == ["en", ""]

    def test_is_a_few_times_a_week_only(self, gran: Citizen, settings: Settings) -> None:
        settings.PASSES_POSTS_PER_WEEK = 2
        for day in range(2):
            letters.asked(gran, now=NOW + day * DAY)
            services.post_due(now=NOW + day * DAY)

        with pytest.raises(TooManyLetters) as refusal:
            letters.asked(gran, now=NOW + 2 * DAY)

        assert refusal.value.again_at == NOW + 7 * DAY
        assert letters.asked(gran, now=NOW + 7 * DAY)

    def test_does_not_count_what_a_registry_that_is_down_kept_back(
        self, gran: Citizen, known: InProcess, settings: Settings
    ) -> None:
        settings.PASSES_POSTS_PER_WEEK = 1
        settings.PASSES_POST_TRY_DAYS = 1
        letters.asked(gran)
        known.is_down = True
        services.post_due(now=NOW)
        services.post_due(now=NOW + DAY)

        assert letters.asked(gran, now=NOW + DAY + HOUR).state == "waiting"

    def test_counts_what_has_no_address_to_go_to(
        self, known: InProcess, settings: Settings
    ) -> None:
        settings.PASSES_POSTS_PER_WEEK = 1
        son = letters.enrolled(SON)
        letters.asked(son)
        services.post_due(now=NOW)

        with pytest.raises(services.TooManyLetters):
            letters.asked(son, now=NOW + HOUR)

    def test_is_for_nobody_who_lives_elsewhere(self, gran: Citizen) -> None:
        Departure.objects.create(citizen=gran, to=cast.SOUTH, left_at=NOW)

        with pytest.raises(NoSuchCitizen):
            letters.asked(gran)


class TestAskPostUnseen:
    def test_refuses_nobody_and_posts_as_many_as_may_be(
        self, gran: Citizen, settings: Settings
    ) -> None:
        settings.PASSES_POSTS_PER_WEEK = 1
        clerk = users.user("clerk")

        for citizen in (None, gran, gran):
            services.ask_post_unseen(citizen, by=clerk, now=NOW)
            services.post_due(now=NOW)

        assert Posting.objects.count() == 1


class TestPostDue:
    def test_posts_a_code_that_is_read_and_counts(self, gran: Citizen, known: InProcess) -> None:
        letters.asked(gran)

        services.post_due(now=NOW)

        (letter,) = known.books.posted
        found = queries.verify(letters.code(letter.pdf), NOW)
        assert (found.verdict, found.claims.kind) == (Verdict.ALLOW, Kind.PAPER)
        assert letter.to == f"{GRAN.name}, {GRAN.address}"
        assert (the_row().state, the_row().settled_at, the_row().code) == ("posted", NOW, None)

    def test_counts_for_as_long_as_the_post_takes_more(
        self, gran: Citizen, known: InProcess, settings: Settings
    ) -> None:
        letters.asked(gran)

        services.post_due(now=NOW)

        issued = the_row().issued
        assert issued is not None
        days = settings.PASSES_PAPER_DAYS + settings.PASSES_POST_DAYS
        assert issued.expires_at == NOW + days * DAY

    def test_tells_of_the_day_on_which_it_is_posted(self, gran: Citizen, known: InProcess) -> None:
        letters.asked(gran)
        known.is_down = True
        services.post_due(now=NOW)
        known.is_down = False

        services.post_due(now=NOW + DAY)

        claims = made.read(letters.code(known.books.posted[0].pdf), NOW + DAY)
        assert claims.issued_at == (NOW + DAY).timestamp()

    def test_is_recorded_told_and_shared_with_the_registry_alone(
        self, gran: Citizen, known: InProcess
    ) -> None:
        letters.asked(gran, channel=PostChannel.SELF)

        services.post_due(now=NOW)

        assert event("passes.posted").about == f"citizens.citizen:{gran.pk}"
        assert [one.of for one in Notice.objects.all()] == ["posted"]
        with translation.override("en"):
            (shared,) = exporting.copy_of(gran, NOW)["shared_with"]
        assert shared["recipient"] == "The identity registry"

    def test_links_nobody_to_a_phone_or_an_address(self, gran: Citizen, known: InProcess) -> None:
        letters.asked(gran)

        services.post_due(now=NOW)

        assert known.asked == ["look-up", "post"]
        assert not Contact.objects.exists()
        assert not Device.objects.exists()
        kept = json.dumps(exporting.copy_of(gran, NOW), default=str, ensure_ascii=False)
        recorded = json.dumps([one.body for one in Payload.objects.all()], ensure_ascii=False)
        for of_theirs in (GRAN.address, GRAN.phone):
            assert of_theirs not in kept + recorded

    def test_replaces_the_sheet_before_once_it_is_posted(
        self, gran: Citizen, known: InProcess
    ) -> None:
        before = services.issue_paper(gran, now=NOW - HOUR)
        letters.asked(gran)
        known.cannot = {"post"}
        services.post_due(now=NOW)
        assert queries.verify(before, NOW).verdict is Verdict.ALLOW
        assert [one.kind for one in queries.issued_to(gran, NOW)] == [Kind.PAPER]

        known.cannot = set()
        services.post_due(now=NOW + MINUTE)

        assert queries.verify(before, NOW + MINUTE).failure == "Withdrawn"
        assert Issued.objects.filter(withdrawn_at=None).count() == 1

    def test_posts_once_what_a_killed_worker_left(
        self, gran: Citizen, known: InProcess, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        letters.asked(gran)

        def killed(*_: Any) -> None:
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(posting, "_posted", killed)
            with pytest.raises(SystemExit):
                services.post_due(now=NOW)
        assert services.post_due(now=NOW + MINUTE) == {}
        assert services.post_due(now=NOW + posting.LEASE) == {"posted": 1}

        (letter,) = known.books.posted
        later = NOW + posting.LEASE
        assert queries.verify(letters.code(letter.pdf), later).verdict is Verdict.ALLOW
        assert Issued.objects.count() == 1

    def test_keeps_the_code_sealed_until_it_is_posted(
        self, gran: Citizen, known: InProcess
    ) -> None:
        letters.asked(gran)
        known.cannot = {"post"}

        services.post_due(now=NOW)

        row = the_row()
        assert b"CC1:" not in bytes(row.code or b"CC1:")
        (letter,) = (
            each["tables"][0]["rows"][0]
            for each in exporting.copy_of(gran, NOW)["classes"]
            if each["class"] == "letters"
        )
        assert letter["code"] == exporting.WITHHELD

    def test_makes_anew_the_next_day_what_could_not_be_posted(
        self, gran: Citizen, known: InProcess
    ) -> None:
        letters.asked(gran)
        known.cannot = {"post"}
        services.post_due(now=NOW)
        first = the_row().issued
        known.cannot = set()

        services.post_due(now=NOW + DAY)

        assert first is not None
        first.refresh_from_db()
        assert (first.because, first.withdrawn_at) == ("unposted", NOW + DAY)
        assert the_row().issued != first

    def test_makes_anew_what_is_not_true_any_more(self, gran: Citizen, known: InProcess) -> None:
        letters.asked(gran)
        known.cannot = {"post"}
        services.post_due(now=NOW)
        Issued.objects.update(withdrawn_at=NOW, because="untrue")
        known.cannot = set()

        services.post_due(now=NOW + MINUTE)

        text = letters.code(known.books.posted[0].pdf)
        assert queries.verify(text, NOW + MINUTE).verdict is Verdict.ALLOW

    def test_waits_longer_each_time_and_gives_up_in_the_end(
        self, gran: Citizen, known: InProcess, settings: Settings
    ) -> None:
        letters.asked(gran)
        known.cannot = {"post"}
        waits = []
        now = NOW
        for _ in range(3):
            services.post_due(now=now)
            waits.append(the_row().next_try_at - now)
            now = the_row().next_try_at
        assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE]

        services.post_due(now=NOW + settings.PASSES_POST_TRY_DAYS * DAY)

        row = the_row()
        assert (row.state, row.trouble, row.code) == ("failed", "registry", None)
        assert not Issued.objects.filter(withdrawn_at=None).exists()
        assert Notice.objects.latest("pk").of == "failed"
        assert event("passes.post_failed").body == {"why": "registry"}

    @pytest.mark.parametrize(("who", "why"), [(SON, "address"), (None, "unknown")])
    def test_gives_up_at_once_where_nobody_can_post_it(
        self, known: InProcess, who: Any, why: str
    ) -> None:
        citizen = letters.enrolled(who) if who else citizens.citizen()
        letters.asked(citizen)

        services.post_due(now=NOW)

        assert (the_row().state, the_row().trouble) == ("failed", why)
        assert not known.books.posted
        assert not Issued.objects.filter(withdrawn_at=None).exists()

    def test_gives_up_whoever_has_gone_to_another_province(self, gran: Citizen) -> None:
        letters.asked(gran)
        Departure.objects.create(citizen=gran, to=cast.SOUTH, left_at=NOW)

        services.post_due(now=NOW)

        assert (the_row().state, the_row().trouble) == ("failed", "gone")

    def test_waits_for_a_status_that_outlasts_the_post(
        self, gran: Citizen, known: InProcess, settings: Settings
    ) -> None:
        settings.PASSES_POST_DAYS, settings.PASSES_POST_TRY_DAYS = 29, 30
        made.exposed(gran)
        until = status.status_of(gran, NOW).until
        letters.asked(gran)

        services.post_due(now=NOW)

        assert (the_row().trouble, the_row().next_try_at) == ("short", until)
        assert not Issued.objects.exists()
        assert until is not None
        services.post_due(now=until)
        assert letters.code(known.books.posted[0].pdf)

    def test_waits_while_such_codes_are_off(self, gran: Citizen, known: InProcess) -> None:
        letters.asked(gran)
        off = state.Off(Part.KEPT_CODES, NOW - HOUR, NOW + HOUR, "leak")
        state.remember(cast.NORTH, [off], seconds=3600)

        services.post_due(now=NOW)

        assert (the_row().state, the_row().trouble) == ("waiting", "off")
        assert not known.books.posted

    def test_posts_none_where_a_sheet_was_printed_meanwhile(
        self, gran: Citizen, known: InProcess
    ) -> None:
        letters.asked(gran)
        printed = services.issue_paper(gran, now=NOW)

        assert services.post_due(now=NOW) == {}

        assert the_row().state == "dropped"
        assert queries.verify(printed, NOW).verdict is Verdict.ALLOW

    def test_posts_none_where_all_codes_were_withdrawn(
        self, gran: Citizen, known: InProcess
    ) -> None:
        letters.asked(gran)
        services.withdraw_for(gran, now=NOW)

        assert services.post_due(now=NOW) == {}
        assert not known.books.posted

    def test_leaves_alone_what_was_printed_while_it_was_under_way(
        self, gran: Citizen, known: InProcess, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        letters.asked(gran)
        post, printed = known.post, []

        def slow(*given: Any, **more: Any) -> bool:
            printed.append(services.issue_paper(gran, now=NOW))
            return post(*given, **more)

        monkeypatch.setattr(known, "post", slow)

        assert services.post_due(now=NOW) == {"dropped": 1}

        assert queries.verify(printed[0], NOW).verdict is Verdict.ALLOW
        assert queries.verify(letters.code(known.books.posted[0].pdf), NOW).failure == "Withdrawn"

    def test_leaves_a_registry_alone_that_is_down(self, known: InProcess) -> None:
        for entry in (MOTHER, SON, GRAN, replace(SOUTHERN, area=GRAN.area)):
            letters.asked(letters.enrolled(entry))
        known.is_down = True

        assert services.post_due(now=NOW) == {"waiting": posting.FAILURES}
        assert Posting.objects.filter(tries=0).count() == 1
