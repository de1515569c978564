"""A request is received by one office, examined by another, answered narrowly, and told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import Settings

from provinces.citizens.models import Citizen
from provinces.ledger.models import Payload
from provinces.notices import wording as telling
from provinces.notices.models import Notice
from provinces.oversight.lawful import queries, sealing, services
from provinces.oversight.models import LawfulAnswer, LawfulRequest
from provinces.oversight.models.lawful import Authority, Basis, Field
from provinces.retention import queries as retention
from tests.factories import citizens, incidents, screening
from tests.factories.incidents import DAY, HOUR, NOW

pytestmark = pytest.mark.usefixtures("north")


def given(request: LawfulRequest) -> dict[str, object]:
    """Return what is in the file of a request."""
    kept = LawfulAnswer.objects.get(request=request)
    read: dict[str, object] = json.loads(sealing.unseal(kept.sealed, of=request.reference))
    return read


def told(request: LawfulRequest, now: object = NOW + DAY) -> None:
    services.attend(now=now)
    request.refresh_from_db()


class TestReceive:
    def test_gives_nothing_yet(self, eve: Citizen) -> None:
        request = incidents.received(eve)

        assert request.examined_at is None
        assert not LawfulAnswer.objects.exists()

    def test_says_nothing_of_the_person_in_the_ledger(self, eve: Citizen) -> None:
        request = incidents.received(eve)

        payload = Payload.objects.get(entry__event="lawful.received")
        assert payload.about == f"oversight.lawfulrequest:{request.pk}"
        assert eve.reference not in json.dumps(payload.body)

    def test_refuses_an_official_of_elsewhere(self, finn: Citizen) -> None:
        with pytest.raises(services.NotAllowed):
            incidents.received(finn)

    def test_refuses_somebody_who_asks_about_themselves(self, eve: Citizen) -> None:
        by = incidents.legal()
        eve.user = by
        eve.save()

        with pytest.raises(services.NotAllowed):
            incidents.received(eve, by=by)

    @pytest.mark.parametrize(
        "period",
        [
            {"starts_at": NOW - 31 * DAY},
            {"starts_at": NOW},
            {"ends_at": NOW + HOUR},
        ],
    )
    def test_refuses_a_period_that_is_long_or_not_over(
        self, eve: Citizen, period: dict[str, object]
    ) -> None:
        with pytest.raises(services.TooBroad):
            incidents.received(eve, **period)

    def test_refuses_so_many_people_that_it_is_a_list(
        self, eve: Citizen, settings: Settings
    ) -> None:
        settings.OVERSIGHT_LAWFUL_PER_DAY = 2
        by = incidents.legal()
        for _ in range(2):
            incidents.received(eve, by=by)

        with pytest.raises(services.TooMany):
            incidents.received(eve, by=by)

    def test_lets_another_authority_ask(self, eve: Citizen, settings: Settings) -> None:
        settings.OVERSIGHT_LAWFUL_PER_DAY = 1
        incidents.received(eve)

        assert incidents.received(eve, authority=Authority.SUPERVISION, basis=Basis.SUPERVISION_LAW)


class TestGrant:
    def test_gives_exactly_what_was_granted(self, eve: Citizen) -> None:
        screening.result(eve)
        request = incidents.granted(incidents.received(eve), fields=[Field.RESULTS])

        assert request.outcome == "narrowed"
        fields = given(request)["fields"]
        assert isinstance(fields, dict)
        assert set(fields) == {"results"}
        assert len(fields["results"]) == 1
        assert set(fields["results"][0]) == {"sampled_at", "outcome"}

    def test_gives_nothing_of_outside_the_period(self, eve: Citizen) -> None:
        result = screening.result(eve)
        early = {"starts_at": NOW - 10 * DAY, "ends_at": result.sampled_at}

        request = incidents.granted(incidents.received(eve), fields=[Field.RESULTS], **early)

        assert given(request)["fields"] == {"results": []}

    def test_gives_nothing_of_anybody_else(self, eve: Citizen) -> None:
        screening.result(citizens.citizen(area=eve.area))
        request = incidents.granted(incidents.received(eve), fields=[Field.RESULTS])

        assert given(request)["fields"] == {"results": []}

    def test_names_nobody_where_it_is_asked_how_they_are(self, eve: Citizen) -> None:
        request = incidents.granted(incidents.received(eve))

        assert eve.reference not in json.dumps(given(request))

    def test_is_whole_where_all_is_granted(self, eve: Citizen) -> None:
        assert incidents.granted(incidents.received(eve)).outcome == "granted"

    def test_refuses_whoever_received_it(self, eve: Citizen) -> None:
        by = incidents.legal()

        with pytest.raises(services.SameOfficial):
            incidents.granted(incidents.received(eve, by=by), by=by)

    def test_refuses_the_same_office(self, eve: Citizen) -> None:
        with pytest.raises(services.SameOffice):
            incidents.granted(incidents.received(eve), by=incidents.legal())

    @pytest.mark.parametrize(
        "more",
        [
            {"fields": [Field.ORDERS]},
            {"starts_at": NOW - 11 * DAY},
            {"ends_at": NOW + HOUR},
        ],
    )
    def test_refuses_more_than_was_asked(self, eve: Citizen, more: dict[str, object]) -> None:
        with pytest.raises(services.TooBroad):
            incidents.granted(incidents.received(eve), **more)

    @pytest.mark.parametrize("tell_at", [NOW - HOUR, NOW + 31 * DAY])
    def test_refuses_to_tell_too_late(self, eve: Citizen, tell_at: object) -> None:
        with pytest.raises(services.TooLate):
            incidents.granted(incidents.received(eve), tell_at=tell_at)

    def test_is_done_once(self, eve: Citizen) -> None:
        request = incidents.granted(incidents.received(eve))

        with pytest.raises(services.AlreadyExamined):
            incidents.granted(request, by=incidents.legal("third office"))


class TestTable:
    def test_refuses_an_examiner_of_the_same_office(self, eve: Citizen) -> None:
        request = incidents.received(eve)

        with pytest.raises(IntegrityError, match="another_office"), transaction.atomic():
            LawfulRequest.objects.filter(pk=request.pk).update(
                examined_by=incidents.legal(),
                examined_unit=request.received_unit,
                examined_at=NOW,
                outcome="refused",
                refusal="no_order",
            )

    def test_keeps_what_was_granted(self, eve: Citizen) -> None:
        request = incidents.granted(incidents.received(eve), fields=[Field.RESULTS])

        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            LawfulRequest.objects.filter(pk=request.pk).update(granted=["status", "results"])


class TestFetch:
    def test_returns_a_file_marked_with_whom_it_is_for(self, eve: Citizen) -> None:
        by = incidents.legal()
        request = incidents.granted(incidents.received(eve, by=by))

        made = services.fetch(request, by=by, language="en", now=NOW)

        assert made.startswith(b"%PDF")
        assert LawfulAnswer.objects.get().fetched == 1
        assert Payload.objects.get(entry__event="lawful.fetched").body["copy"] == 1

    def test_expires_and_is_erased(self, eve: Citizen, settings: Settings) -> None:
        by = incidents.legal()
        request = incidents.granted(incidents.received(eve, by=by))
        over = NOW + settings.OVERSIGHT_LAWFUL_FILE_LASTS

        with pytest.raises(services.Expired):
            services.fetch(request, by=by, language="en", now=over)
        services.attend(now=over)

        assert LawfulAnswer.objects.get().sealed is None

    def test_refuses_where_nothing_was_granted(self, eve: Citizen) -> None:
        by = incidents.legal()

        with pytest.raises(services.Expired):
            services.fetch(incidents.received(eve, by=by), by=by, language="en", now=NOW)

    def test_refuses_an_official_of_elsewhere(self, eve: Citizen) -> None:
        request = incidents.granted(incidents.received(eve))

        with pytest.raises(services.NotAllowed):
            services.fetch(request, by=incidents.legal(code="110200"), language="en", now=NOW)


class TestTelling:
    def test_waits_for_its_time(self, eve: Citizen) -> None:
        request = incidents.granted(incidents.received(eve), tell_at=NOW + 2 * DAY)

        told(request, NOW + DAY)

        assert request.told_at is None
        assert not Notice.objects.exists()

    def test_tells_the_person_once(self, eve: Citizen) -> None:
        request = incidents.granted(incidents.received(eve), fields=[Field.RESULTS])

        told(request)
        told(request, NOW + 2 * DAY)

        words = telling.in_words(Notice.objects.get(), language="en")
        assert "安平市中级人民法院 asked the province about you" in words.headline
        assert "Results of tests, with their days" in words.contest

    def test_tells_of_what_was_refused_too(self, eve: Citizen) -> None:
        request = incidents.received(eve)
        services.refuse(request, "too_broad", by=incidents.legal("second office"), now=NOW)

        told(request, request.tell_at)

        words = telling.in_words(Notice.objects.get(), language="en")
        assert words.contest.startswith("It was given nothing.")

    def test_is_at_the_latest_as_the_setting_says(self, eve: Citizen) -> None:
        request = incidents.received(eve)

        assert request.tell_at == NOW + 30 * DAY

    def test_lapses_what_nobody_examined(self, eve: Citizen) -> None:
        request = incidents.received(eve)

        told(request, request.examine_by)

        assert request.outcome == "lapsed"
        with pytest.raises(services.AlreadyExamined):
            incidents.granted(request, now=request.examine_by + timedelta(minutes=1))

    def test_is_seen_by_the_person_from_then_on_and_not_before(self, eve: Citizen) -> None:
        def seen() -> tuple[int, int, int, str]:
            with translation.override("en"):
                uses = [use.action for use in retention.usage_of(eve)]
                return (
                    len(retention.shared_of(eve, NOW)),
                    len(retention.history(eve, most=50)),
                    sum(each.rows for each in retention.held(eve) if each.kept.key == "lawful"),
                    " ".join(uses),
                )

        before = seen()
        request = incidents.granted(incidents.received(eve))
        assert seen() == before

        told(request)

        shared, history, held, uses = seen()
        assert (shared, history, held) == (before[0] + 1, before[1] + 1, 2)
        assert "An authority asked about you, by law." in uses


class TestCounted:
    def test_counts_by_authority_and_what_became_of_it(self, eve: Citizen) -> None:
        incidents.granted(incidents.received(eve))
        services.refuse(incidents.received(eve), "no_basis", by=incidents.legal("other"), now=NOW)
        incidents.received(eve)

        court = next(each for each in queries.counted() if each.authority == "court")

        assert (court.received, court.given, court.refused) == (3, 1, 1)
