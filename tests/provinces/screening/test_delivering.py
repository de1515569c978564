"""Results reach the people they are of, and nobody else; what is wrong is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from provinces.citizens.models import Citizen, StaleMark
from provinces.screening import services
from provinces.screening.models import Laboratory, ReportVersion, Result, SealedResult
from provinces.screening.services import delivering
from tests import cast
from tests.factories import laboratories as lab
from tests.factories import screening, sites

NOW = cast.NOW
MINUTE = timedelta(minutes=1)


@pytest.fixture
def laboratory(north: object) -> Laboratory:
    return lab.laboratory()


def deliver(laboratory: Laboratory, *groups: Any) -> services.Answer:
    return lab.delivered(laboratory, lab.bundle(*groups))


def later(**values: Any) -> dict[str, Any]:
    return {"number": "R-1", "sample": "S-1", "issued": lab.ISSUED + MINUTE, **values}


class TestDeliver:
    def test_gives_a_result_to_whose_document_it_is(self, laboratory: Laboratory) -> None:
        citizen = lab.identified()

        deliver(laboratory, lab.report_of(sample="S-1", outcome="positive"))

        result = Result.objects.get()
        assert (result.citizen, result.outcome, result.method) == (citizen, "positive", "pcr")
        assert (result.sampled_at, result.resulted_at) == (lab.SAMPLED, lab.ISSUED)
        assert (result.laboratory, result.sample_reference) == (laboratory.name, "S-1")
        assert not SealedResult.objects.exists()

    def test_marks_them_stale_and_has_the_road_walked(
        self, laboratory: Laboratory, django_capture_on_commit_callbacks: Any
    ) -> None:
        citizen = lab.identified()
        services.receive(laboratory, lab.bundle(lab.report_of()), now=NOW)

        with django_capture_on_commit_callbacks() as on_commit:
            services.deliver_fresh(now=NOW)

        assert list(StaleMark.objects.values_list("citizen_id", flat=True)) == [citizen.pk]
        assert [each.args[0] for each in on_commit] == ["provinces.status.tasks.drain"]

    def test_keeps_an_unknown_persons_result_until_they_enrol(self, laboratory: Laboratory) -> None:
        deliver(laboratory, lab.report_of())
        assert not Result.objects.exists()

        citizen = lab.identified()
        done = services.look_through(now=NOW + timedelta(days=3))

        assert done["given"] == 1
        assert Result.objects.get().citizen == citizen

    def test_gives_a_tubes_result_to_each_member_who_is_known(self, laboratory: Laboratory) -> None:
        citizen = lab.identified()

        deliver(laboratory, lab.pool_of(lab.DOCUMENT, lab.OTHER_DOCUMENT))

        result = Result.objects.get()
        assert (result.citizen, result.pooled) == (citizen, True)
        assert result.lapses_at == lab.ISSUED + timedelta(hours=72)
        assert SealedResult.objects.count() == 1

    def test_stops_at_a_sample_that_somebody_told_of_otherwise(
        self, laboratory: Laboratory
    ) -> None:
        citizen = lab.identified()
        screening.result(citizen, laboratory=laboratory.name, sample_reference="S-1")

        deliver(laboratory, lab.report_of(sample="S-1", outcome="positive"))

        assert "another result" in SealedResult.objects.get().stopped_because
        assert services.look_through(now=NOW)["given"] == 0

    def test_goes_on_page_by_page(
        self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(delivering, "AT_ONCE", 2)
        lab.identified()
        unknown = [lab.report_of(lab.OTHER_DOCUMENT) for _ in range(3)]
        services.receive(laboratory, lab.bundle(*unknown, lab.report_of()), now=NOW)

        assert services.deliver_fresh(now=NOW) == 1


class TestCorrections:
    def test_void_the_result_and_give_the_right_one(self, laboratory: Laboratory) -> None:
        lab.identified()
        deliver(laboratory, lab.report_of(number="R-1", sample="S-1", outcome="positive"))

        deliver(laboratory, lab.report_of(**later(status="corrected", outcome="negative")))

        wrong, right = Result.objects.order_by("pk")
        assert (wrong.voided_at, wrong.voided_because) == (NOW, "corrected by its laboratory")
        assert (right.outcome, right.voided_at) == ("negative", None)

    def test_move_a_result_to_whom_it_is_of(self, laboratory: Laboratory) -> None:
        lab.identified()
        deliver(laboratory, lab.report_of(number="R-1", sample="S-1"))

        deliver(laboratory, lab.report_of(lab.OTHER_DOCUMENT, **later(status="corrected")))

        assert Result.objects.get().voided_at == NOW
        assert SealedResult.objects.count() == 1

    def test_of_a_sealed_result_leave_the_latest_alone(self, laboratory: Laboratory) -> None:
        deliver(laboratory, lab.report_of(number="R-1", sample="S-1", outcome="positive"))
        deliver(laboratory, lab.report_of(**later(status="amended", outcome="negative")))

        citizen = lab.identified()
        services.look_through(now=NOW)

        assert [(each.citizen, each.outcome) for each in Result.objects.all()] == [
            (citizen, "negative")
        ]

    @pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
    def test_withdraw_a_result(self, laboratory: Laboratory, status: str) -> None:
        lab.identified()
        deliver(laboratory, lab.report_of(number="R-1", sample="S-1"))

        deliver(laboratory, lab.report_of(**later(status=status)))

        assert Result.objects.get().voided_because == "withdrawn by its laboratory"
        assert not ReportVersion.objects.filter(settled_at=None).exists()

    @pytest.mark.parametrize(
        "before",
        [
            [later(status="entered-in-error")],
            [later(sample="S-2", outcome="negative", status="corrected")],
        ],
    )
    def test_leave_what_another_report_says_of_the_sample(
        self, laboratory: Laboratory, before: list[dict[str, Any]]
    ) -> None:
        lab.identified()
        other = lab.identified(lab.OTHER_DOCUMENT)
        deliver(laboratory, lab.report_of(number="R-1", sample="S-1"))
        for told in before:
            deliver(laboratory, lab.report_of(**told))
        deliver(laboratory, lab.report_of(lab.OTHER_DOCUMENT, sample="S-1", outcome="positive"))

        again = {**before[-1], "issued": lab.ISSUED + 2 * MINUTE}
        deliver(laboratory, lab.report_of(**again))

        assert Result.objects.get(outcome="positive").citizen == other
        assert Result.objects.get(outcome="positive").voided_at is None

    def test_withdraw_nothing_where_nothing_was_told(self, laboratory: Laboratory) -> None:
        answer = deliver(laboratory, lab.report_of(status="entered-in-error"))

        assert len(answer.kept) == 1
        assert not Result.objects.exists()


class TestOneThatCannotBeTakenBack:
    @pytest.fixture
    def citizen(self, laboratory: Laboratory) -> Citizen:
        """Return whose result was given; beside a report that nobody can load, it is withdrawn."""
        citizen = lab.identified()
        deliver(laboratory, lab.report_of(number="R-1", sample="S-1"))
        broken = lab.report_of(number="broken", status="entered-in-error")
        services.receive(laboratory, lab.bundle(broken), now=NOW)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE screening_reportversion SET version = '0001-12-31 BC'"
                " WHERE identifier = 'broken'"
            )
        again = lab.report_of(**later(status="entered-in-error"))
        services.receive(laboratory, lab.bundle(again), now=NOW)
        return citizen

    def test_keeps_no_other_waiting(
        self, laboratory: Laboratory, citizen: Citizen, caplog: pytest.LogCaptureFixture
    ) -> None:
        done = delivering.settle(now=NOW)

        assert done == 1
        assert Result.objects.get(citizen=citizen).voided_at == NOW
        assert "could not be taken back" in caplog.text

    def test_waits_itself(self, citizen: Citizen) -> None:
        delivering.settle(now=NOW)

        waiting = ReportVersion.objects.filter(settled_at=None)
        assert list(waiting.values_list("identifier", flat=True)) == ["broken"]

    def test_has_other_results_given(self, laboratory: Laboratory, citizen: Citizen) -> None:
        deliver(laboratory, lab.report_of(number="R-2", outcome="positive"))

        assert Result.objects.filter(citizen=citizen, outcome="positive").exists()

    def test_has_nothing_more_given_of_its_report(self, laboratory: Laboratory) -> None:
        services.receive(laboratory, lab.bundle(lab.report_of(number="R-1")), now=NOW)
        ReportVersion.objects.update(settled_at=None)
        lab.identified()

        services.deliver_fresh(now=NOW)

        assert not Result.objects.exists()
        assert SealedResult.objects.count() == 1

    def test_goes_when_its_time_is_over(self, citizen: Citizen) -> None:
        services.tidy(now=NOW + timedelta(days=100))

        assert not ReportVersion.objects.exists()


class TestSamplesOfSites:
    @pytest.fixture
    def site(self, north: object) -> Any:
        return sites.site()

    @pytest.fixture
    def laboratory(self, site: Any) -> Laboratory:
        return lab.laboratory(site)

    def told(self, site: Any, document: str = "") -> Any:
        """A result by the number that a site gave; of a document besides, or of none."""
        number = {"system": f"urn:concord:site:{site.code}", "value": "0001"}
        resources = lab.report_of(
            document or lab.DOCUMENT, specimen={"accessionIdentifier": number}
        )
        if not document:
            resources = [each for each in resources if each["resourceType"] != "Patient"]
            for each in resources:
                each.pop("subject", None)
        return resources

    def test_reach_whoever_gave_them(self, laboratory: Laboratory, site: Any, eve: Citizen) -> None:
        sites.sampled(eve, site, "0001")

        deliver(laboratory, self.told(site))

        result = Result.objects.get()
        assert (result.citizen, result.sample_reference, result.pooled) == (eve, "0001", False)

    def test_wait_until_the_site_has_noted_them(
        self, laboratory: Laboratory, site: Any, eve: Citizen
    ) -> None:
        deliver(laboratory, self.told(site))
        sites.sampled(eve, site, "0001")

        assert services.look_through(now=NOW)["given"] == 1

    def test_of_a_tube_reach_everybody_whose_sample_is_in_it(
        self, laboratory: Laboratory, site: Any, eve: Citizen, finn: Citizen
    ) -> None:
        for citizen in (eve, finn):
            sites.sampled(citizen, site, "0001", pooled=True)

        deliver(laboratory, self.told(site))

        found = Result.objects.order_by("citizen").values_list("citizen", "pooled")
        assert list(found) == [(eve.pk, True), (finn.pk, True)]

    def test_reach_nobody_where_the_document_is_another_persons(
        self, laboratory: Laboratory, site: Any
    ) -> None:
        lab.identified(lab.OTHER_DOCUMENT)
        sites.sampled(lab.identified(), site, "0001")

        deliver(laboratory, self.told(site, lab.OTHER_DOCUMENT))

        assert not Result.objects.exists()
        assert SealedResult.objects.get().stopped_because == delivering.MIXED_UP

    def test_reach_nobody_where_the_document_is_nobodys(
        self, laboratory: Laboratory, site: Any
    ) -> None:
        sites.sampled(lab.identified(), site, "0001")

        deliver(laboratory, self.told(site, lab.OTHER_DOCUMENT))

        assert SealedResult.objects.get().stopped_because == delivering.MIXED_UP

    def test_reach_whoever_both_name(self, laboratory: Laboratory, site: Any) -> None:
        citizen = lab.identified()
        sites.sampled(citizen, site, "0001")

        deliver(laboratory, self.told(site, lab.DOCUMENT))

        assert Result.objects.get().citizen == citizen
