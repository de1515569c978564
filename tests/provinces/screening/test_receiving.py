"""Bundles come in: every entry is kept, known, passed over or refused, and nobody is looked up."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provinces.citizens.models import Citizen
from provinces.ledger.models import Payload
from provinces.screening import services
from provinces.screening.models import Laboratory, ReportVersion, Result, SealedResult
from tests import cast
from tests.factories import laboratories as lab
from tests.factories import sites

NOW = cast.NOW
MINUTE = timedelta(minutes=1)


@pytest.fixture
def laboratory(north: object) -> Laboratory:
    return lab.laboratory()


def receive(laboratory: Laboratory, *groups: Any, kind: str = "collection") -> services.Answer:
    return services.receive(laboratory, lab.bundle(*groups, kind=kind), now=NOW)


def said(issues: list[services.Issue]) -> list[str]:
    return [issue.said for issue in issues]


class TestReceive:
    def test_keeps_a_result_sealed(self, laboratory: Laboratory) -> None:
        answer = receive(laboratory, lab.report_of(number="R-1", sample="S-1"))

        version, sealed = ReportVersion.objects.get(), SealedResult.objects.get()
        assert said(answer.kept) == ["kept"]
        assert (version.identifier, version.sample_reference) == ("R-1", "S-1")
        assert (sealed.version, len(bytes(sealed.document_hash or b""))) == (version, 32)
        assert b"negative" not in bytes(sealed.sealed)
        assert not Result.objects.exists()

    def test_tells_the_ledger_how_many_and_of_nobody(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(), lab.report_of("1"))

        payload = Payload.objects.get(entry__event="reports.received")
        assert payload.body == {"kept": 1, "duplicates": 0, "refused": 1, "network": ""}
        assert payload.by == f"laboratory:{laboratory.reference}"

    def test_has_what_is_kept_delivered(
        self, laboratory: Laboratory, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks() as on_commit:
            receive(laboratory, lab.report_of())

        assert [each.args[0] for each in on_commit] == ["provinces.screening.tasks.deliver"]

    def test_keeps_one_sealed_result_for_each_member_of_a_tube(
        self, laboratory: Laboratory
    ) -> None:
        receive(laboratory, lab.pool_of(lab.DOCUMENT, lab.OTHER_DOCUMENT))

        assert (ReportVersion.objects.count(), SealedResult.objects.count()) == (1, 2)

    def test_keeps_the_good_entries_of_a_batch(self, laboratory: Laboratory) -> None:
        answer = receive(
            laboratory, lab.report_of(), lab.report_of("1234"), lab.report_of(), kind="batch"
        )

        assert (len(answer.kept), len(answer.refused)) == (2, 1)
        assert ReportVersion.objects.count() == 2

    def test_keeps_a_transaction_whole_or_not_at_all(self, laboratory: Laboratory) -> None:
        answer = receive(laboratory, lab.report_of(), lab.report_of("1234"), kind="transaction")

        assert answer.kept == []
        assert len(answer.refused) == 2
        assert not ReportVersion.objects.exists()

    def test_keeps_nothing_of_what_is_no_bundle(self, laboratory: Laboratory) -> None:
        with pytest.raises(services.NotABundle):
            services.receive(laboratory, b"{}", now=NOW)

        assert not Payload.objects.filter(entry__event="reports.received").exists()


class TestRefusals:
    @pytest.mark.parametrize(
        ("values", "path", "said"),
        [
            ({"document": "110105194912310021"}, "Patient.identifier", "check digit"),
            ({"document": "x"}, "Patient.identifier", "5 to 20"),
            ({"issued": NOW + 6 * MINUTE}, "Observation.issued", "is to come"),
            ({"issued": lab.SAMPLED - MINUTE}, "Observation.issued", "before the sample"),
            ({"issued": NOW - timedelta(days=40)}, "Observation.issued", "before the sample"),
            ({"sample": "S" * 81}, "Specimen.accessionIdentifier", "longer than 80"),
            ({"number": "R" * 121}, "identifier", "1 to 120"),
        ],
    )
    def test_say_where_and_why(
        self, laboratory: Laboratory, values: dict[str, Any], path: str, said: str
    ) -> None:
        (issue,) = receive(laboratory, lab.report_of(**values)).refused

        assert issue.path == path
        assert said in issue.said

    @pytest.mark.parametrize("status", ["final", "entered-in-error"])
    @pytest.mark.parametrize(
        "issued", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "1999-12-31T00:00:00Z"]
    )
    def test_are_of_what_was_issued_in_no_time_of_ours(
        self, laboratory: Laboratory, issued: str, status: str
    ) -> None:
        *rest, observation, report = lab.report_of(status=status)
        old = [*rest, {**observation, "issued": issued}, {**report, "issued": issued}]

        (issue,) = receive(laboratory, old).refused

        assert (issue.path, issue.said) == ("Observation.issued", "is before the year 2000")
        assert not ReportVersion.objects.exists()

    def test_are_of_samples_too_long_ago(self, laboratory: Laboratory) -> None:
        long_ago = (NOW - timedelta(days=29)).isoformat()
        old = lab.report_of(specimen={"collection": {"collectedDateTime": long_ago}})

        (issue,) = receive(laboratory, old).refused

        assert issue.path == "Specimen.collection.collectedDateTime"

    def test_are_of_another_laboratorys_site(self, north: object) -> None:
        laboratory, other = lab.laboratory(sites.site()), sites.site()
        number = {"system": f"urn:concord:site:{other.code}", "value": "0001"}

        (issue,) = receive(
            laboratory, lab.report_of(specimen={"accessionIdentifier": number})
        ).refused

        assert "is among those you report for" in issue.said


class TestVersions:
    def test_told_twice_are_known(self, laboratory: Laboratory) -> None:
        told = lab.report_of()
        receive(laboratory, told)

        answer = receive(laboratory, told)

        assert said(answer.duplicates) == ["was told before; nothing has changed"]
        assert ReportVersion.objects.count() == 1

    def test_told_otherwise_under_one_time_are_refused(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(number="R-1", outcome="negative"))

        (issue,) = receive(laboratory, lab.report_of(number="R-1", outcome="positive")).refused

        assert issue.code == "duplicate"
        assert "told otherwise" in issue.said

    def test_told_of_somebody_else_under_one_time_are_refused(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(number="R-1"))

        assert receive(laboratory, lab.report_of(lab.OTHER_DOCUMENT, number="R-1")).refused

    def test_take_the_place_of_earlier_ones(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(number="R-1"))
        later = lab.report_of(number="R-1", issued=lab.ISSUED + MINUTE, outcome="positive")

        answer = receive(laboratory, later)

        assert said(answer.kept) == ["kept; it takes the place of the version before it"]
        assert ReportVersion.objects.filter(settled_at=None).count() == 1

    def test_that_come_late_change_nothing(self, laboratory: Laboratory) -> None:
        later = {"issued": lab.ISSUED + MINUTE, "number": "R-1"}
        receive(laboratory, lab.report_of(status="cancelled", **later))

        answer = receive(laboratory, lab.report_of(number="R-1"))

        assert said(answer.duplicates) == [
            "a later version of it is known; this one changes nothing"
        ]

    def test_of_one_sample_are_one_reports(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(number="R-1", sample="S-1"))

        (issue,) = receive(laboratory, lab.report_of(number="R-2", sample="S-1")).refused

        assert "in 'R-1': withdraw that one first" in issue.said

    def test_of_a_withdrawn_sample_may_be_another_reports(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(number="R-1", sample="S-1"))
        gone = lab.report_of(number="R-1", status="entered-in-error", issued=lab.ISSUED + MINUTE)
        receive(laboratory, gone)

        assert receive(laboratory, lab.report_of(number="R-2", sample="S-1")).kept

    def test_are_each_laboratorys_own(self, laboratory: Laboratory) -> None:
        receive(laboratory, lab.report_of(number="R-1", sample="S-1"))

        assert receive(lab.laboratory(), lab.report_of(number="R-1", sample="S-1")).kept


class TestUnknownPeople:
    """A laboratory's key finds nobody: known and unknown are the same answer and the same work."""

    def test_are_answered_with_the_same_words_and_statements(self, laboratory: Laboratory) -> None:
        lab.identified(lab.DOCUMENT)
        seen = []
        for document in (lab.DOCUMENT, lab.OTHER_DOCUMENT):
            with CaptureQueriesContext(connection) as queries:
                answer = receive(laboratory, lab.report_of(document, number=f"R-{document}"))
            shapes = [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries]
            seen.append((said(answer.kept), shapes))

        assert seen[0] == seen[1]

    def test_are_not_asked_for(self, laboratory: Laboratory, eve: Citizen) -> None:
        with CaptureQueriesContext(connection) as queries:
            receive(laboratory, lab.report_of())

        assert not [each for each in queries if "citizens_" in each["sql"]]
