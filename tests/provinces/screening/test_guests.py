"""A guest's result waits for their home to be told; the laboratory learns nothing by it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from provinces.citizens import canaries
from provinces.ledger.models import Payload
from provinces.screening import homes, services
from provinces.screening.models import (
    Laboratory,
    ReportVersion,
    Result,
    SealedResult,
    ToldHome,
)
from tests import cast
from tests.attack import attacker
from tests.factories import laboratories as lab
from tests.factories import sites

NOW = cast.NOW
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def laboratory(north: object, monkeypatch: pytest.MonkeyPatch) -> Laboratory:
    """A laboratory of a province that knows of another one."""
    monkeypatch.setattr(homes, "_others", [lambda _at: ["south"]])
    return lab.laboratory()


def receive(laboratory: Laboratory, *groups: Any, kind: str = "batch") -> services.Answer:
    return services.receive(laboratory, lab.bundle(*groups, kind=kind), now=NOW)


def waiting() -> list[int]:
    return services.guests_waiting(["south"], now=NOW)


def told() -> list[ToldHome]:
    """Have what waits be told, as whoever carries it does."""
    return [services.told_home(key, told_as=uuid.uuid4(), now=NOW) for key in waiting()]


def later(**values: Any) -> dict[str, Any]:
    return {"number": "R-1", "issued": lab.ISSUED + MINUTE, **values}


class TestReceive:
    def test_keeps_the_document_sealed_and_nowhere_else(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(home="south"))

        (key,) = waiting()
        guest = services.open_guest(key)
        assert guest is not None
        assert (guest.home, guest.document) == ("south", lab.DOCUMENT)
        assert lab.DOCUMENT.encode() not in bytes(SealedResult.objects.get().sealed)
        everything = [SealedResult.objects.values(), ReportVersion.objects.values()]
        assert lab.DOCUMENT not in str([list(each) for each in everything])

    def test_of_who_lives_here_is_as_without_a_home(self, laboratory: Laboratory) -> None:
        citizen = lab.identified()

        lab.delivered(laboratory, lab.bundle(lab.report_of(home=cast.NORTH)))

        assert Result.objects.get().citizen == citizen

    def test_refuses_an_unknown_home_and_keeps_the_other_entries(
        self, laboratory: Laboratory
    ) -> None:
        answer = receive(laboratory, lab.report_of(home="atlantis"), lab.report_of())

        (issue,) = answer.refused
        assert issue.path == "Patient.identifier"
        assert "urn:concord:home is 'atlantis'" in issue.said
        assert "north, south may be" in issue.said
        assert len(answer.kept) == 1

    def test_refuses_every_other_home_where_there_is_no_federation(self, north: object) -> None:
        (issue,) = receive(lab.laboratory(), lab.report_of(home="south")).refused

        assert "north may be" in issue.said

    def test_refuses_a_home_of_who_gave_the_sample_at_a_site(self, laboratory: Laboratory) -> None:
        site = sites.site()
        laboratory.sites.add(site)
        number = {"system": f"urn:concord:site:{site.code}", "value": "0001"}
        told = lab.report_of(home="south", specimen={"accessionIdentifier": number})

        (issue,) = receive(laboratory, told).refused

        assert "leave the home out" in issue.said

    def test_refuses_another_home_under_one_time_of_issue(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(number="R-1"))

        (issue,) = receive(laboratory, lab.report_of(number="R-1", home="south")).refused

        assert "told otherwise" in issue.said

    def test_answers_alike_whoever_is_known(self, laboratory: Laboratory) -> None:
        lab.identified(lab.DOCUMENT)
        seen = []
        for document in (lab.DOCUMENT, lab.OTHER_DOCUMENT):
            with CaptureQueriesContext(connection) as queries:
                answer = receive(
                    laboratory, lab.report_of(document, number=f"R-{document}", home="south")
                )
            shapes = [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries]
            assert not [each for each in shapes if "citizens_" in each]
            seen.append(([issue.said for issue in answer.kept], shapes))

        assert seen[0] == seen[1]


class TestGuestsWaiting:
    def test_are_nobody_enrolled_here(self, laboratory: Laboratory) -> None:
        citizen = lab.identified()
        receive(laboratory, lab.report_of(home="south"))

        assert waiting() == []
        services.deliver_fresh(now=NOW)
        assert Result.objects.get().citizen == citizen

    def test_are_of_the_homes_asked_for(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(home="south"))

        assert services.guests_waiting([], now=NOW) == []
        assert services.guests_waiting(["east"], now=NOW) == []

    def test_are_no_planted_documents(self, laboratory: Laboratory) -> None:
        canaries.plant([lab.DOCUMENT], now=NOW)
        receive(laboratory, lab.report_of(home="south"))

        assert waiting() == []
        assert Payload.objects.filter(entry__event="canary.touched").count() == 1

    def test_are_none_that_were_withdrawn_meanwhile(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(number="R-1", home="south"))
        receive(laboratory, lab.report_of(**later(status="entered-in-error")))

        assert waiting() == []

    def test_are_each_of_a_tube_for_themselves(self, laboratory: Laboratory) -> None:
        lab.identified(lab.DOCUMENT)
        receive(laboratory, lab.pool_of(lab.DOCUMENT, lab.OTHER_DOCUMENT, home="south"))

        (key,) = waiting()

        guest = services.open_guest(key)
        assert guest is not None
        assert (guest.document, guest.result.pooled) == (lab.OTHER_DOCUMENT, True)

    def test_are_not_those_who_have_enrolled_since(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(home="south"))
        (key,) = waiting()
        lab.identified()

        assert services.open_guest(key) is None

    def test_are_not_those_that_cannot_be_told(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(home="south"))
        (key,) = waiting()

        services.stop_guest(key, because="too long ago")

        assert waiting() == []


class TestToldHome:
    def test_leaves_nothing_of_whom_or_what(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(home="south", outcome="positive"))
        hashed = bytes(SealedResult.objects.get().document_hash or b"")

        (row,) = told()

        assert not SealedResult.objects.exists()
        assert not hashed.startswith(bytes(row.counted_as))
        payload = Payload.objects.get(entry__event="result.told_home")
        assert (payload.by, payload.body) == (
            f"laboratory:{laboratory.reference}",
            {"home": "south"},
        )

    def test_goes_with_the_note_that_the_report_came(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(home="south"))
        told()

        done = services.tidy(now=NOW + 29 * DAY)

        assert (done["reports"], ToldHome.objects.count()) == (1, 0)

    def test_is_dropped_unread_where_nobody_could_be_told(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(home="south"))

        services.tidy(now=NOW + 15 * DAY)

        assert not SealedResult.objects.exists()

    def test_needs_a_reason_to_be_taken_back(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(home="south"))
        (row,) = told()

        with pytest.raises(IntegrityError, match="what_was_told_home_is_taken_back_for_a_reason"):
            ToldHome.objects.filter(pk=row.pk).update(taken_back_at=NOW)


class TestToldWrongly:
    @pytest.mark.parametrize(
        ("status", "because"),
        [
            ("corrected", "corrected by its laboratory"),
            ("entered-in-error", "withdrawn by its laboratory"),
        ],
    )
    def test_is_what_its_laboratory_takes_back(
        self, laboratory: Laboratory, status: str, because: str
    ) -> None:
        receive(laboratory, lab.report_of(number="R-1", home="south"))
        (row,) = told()
        receive(laboratory, lab.report_of(**later(status=status)))
        services.deliver_fresh(now=NOW)

        assert services.told_wrongly(["south"]) == [row.pk]
        wrong = services.take_back_told(row.pk, now=NOW)

        assert wrong is not None
        assert (wrong.told_as, wrong.because) == (row.told_as, because)
        assert services.take_back_told(row.pk, now=NOW) is None

    def test_is_what_is_recalled_since_a_key_was_stolen(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(home="south"))
        (before,) = told()
        ReportVersion.objects.update(received_at=NOW - DAY)
        receive(laboratory, lab.report_of(lab.OTHER_DOCUMENT, home="south"))
        (after,) = told()

        gone = services.recall(laboratory, since=NOW, because="stolen key", by="x", now=NOW)

        assert gone == 1
        assert services.told_wrongly(["south"]) == [after.pk]
        assert before.pk != after.pk
        payload = Payload.objects.get(entry__event="reports.recalled")
        assert payload.body["told_home"] == 1

    def test_keeps_its_first_reason(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(number="R-1", home="south"))
        (row,) = told()
        services.recall(laboratory, since=NOW, because="stolen key", by="x", now=NOW)
        receive(laboratory, lab.report_of(**later(status="cancelled")))
        services.deliver_fresh(now=NOW)

        row.refresh_from_db()
        assert row.wrong_because == "stolen key"


class TestCountUnmatched:
    STRANGERS = [attacker.pair(number).number for number in range(6)]

    @pytest.fixture(autouse=True)
    def few(self, settings: Settings) -> None:
        limits = {**settings.CITIZENS_BUDGETS["unmatched"], "actor": 4}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "unmatched": limits}

    def alarms(self, laboratory: Laboratory, documents: list[str]) -> int:
        receive(laboratory, *(lab.report_of(each, home="south") for each in documents))
        told()
        return services.look_through(now=NOW)["alarms"]

    def test_counts_guests_whose_homes_were_told(self, laboratory: Laboratory) -> None:
        assert self.alarms(laboratory, self.STRANGERS) == 1

    def test_counts_a_guest_once_a_day(self, laboratory: Laboratory) -> None:
        assert self.alarms(laboratory, self.STRANGERS[:1] * 8) == 0
