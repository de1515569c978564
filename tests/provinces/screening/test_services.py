"""Results and vaccinations are kept, known, or refused; mistakes are voided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens.models import Citizen, StaleMark
from provinces.ledger import queries as ledger
from provinces.ledger.models import Entry, Payload
from provinces.screening import services
from provinces.screening.models import Method, Outcome, Result, Vaccination
from provinces.screening.services import batches
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import citizens, screening

NOW = cast.NOW
SAMPLED, SOURCE = screening.SAMPLED, screening.SOURCE
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def record(*results: services.ReportedResult, now: Any = NOW) -> services.Report:
    return services.record(results, source=SOURCE, now=now)


def refusals(report: services.Report) -> list[tuple[int, str, str]]:
    return [(each.index, each.field, each.problem) for each in report.told]


class TestRecord:
    def test_keeps_what_the_laboratory_says(self, eve: Citizen) -> None:
        said = screening.reported(
            eve,
            sampled_at=SAMPLED + timedelta(seconds=50),
            resulted_at=SAMPLED + HOUR + timedelta(seconds=10),
            outcome=Outcome.POSITIVE,
            specimen="咽拭子",
        )

        report = record(said)

        result = Result.objects.get()
        assert (report.read, report.kept) == (1, 1)
        assert (result.citizen, result.outcome, result.method) == (eve, "positive", "pcr")
        assert (result.sampled_at, result.resulted_at) == (SAMPLED, SAMPLED + HOUR)
        assert (result.received_at, result.specimen) == (NOW, "咽拭子")

    def test_marks_everybody_and_has_the_road_walked(
        self, eve: Citizen, finn: Citizen, django_capture_on_commit_callbacks
    ) -> None:
        with django_capture_on_commit_callbacks() as on_commit:
            record(*map(screening.reported, [eve, eve, finn]))

        marked = sorted(StaleMark.objects.values_list("citizen_id", "because"))
        assert marked == [(eve.pk, "results.received"), (finn.pk, "results.received")]
        assert [each.args[0] for each in on_commit] == ["provinces.status.tasks.drain"]

    def test_is_recorded_without_anybodys_result(self, eve: Citizen) -> None:
        record(screening.reported(eve), screening.reported(eve, laboratory=""))

        payload = Payload.objects.get(entry__event="results.received")
        assert payload.by == SOURCE
        assert payload.body == {"read": 2, "kept": 1, "refused": 1}

    def test_knows_what_it_has_been_told_before(self, eve: Citizen) -> None:
        said = screening.reported(eve)
        record(said)

        report = record(said, said, screening.reported(eve))

        assert (report.kept, report.duplicates, report.refused.total()) == (1, 2, 0)

    @pytest.mark.parametrize("changed", [{"outcome": Outcome.POSITIVE}, {"specimen": "鼻拭子"}])
    def test_refuses_another_result_of_the_same_sample(
        self, eve: Citizen, changed: dict[str, Any]
    ) -> None:
        first = screening.result(eve, sample_reference="S-1")

        report = record(screening.reported(eve, sample_reference="S-1", **changed))

        assert refusals(report) == [
            (0, "sample_reference", "has another result, which is not voided")
        ]
        assert list(Result.objects.all()) == [first]

    def test_refuses_a_sample_of_somebody_else(self, eve: Citizen, finn: Citizen) -> None:
        screening.result(eve, sample_reference="S-1")

        report = record(screening.reported(finn, sample_reference="S-1"))

        assert report.refused == {"sample_reference": 1}

    def test_takes_one_tube_of_several_people(self, eve: Citizen, finn: Citizen) -> None:
        tube = {"sample_reference": "T-1", "pooled": True}

        report = record(*(screening.reported(each, **tube) for each in (eve, finn, eve)))

        assert (report.kept, report.duplicates) == (2, 1)

    def test_takes_the_same_reference_of_another_laboratory(self, eve: Citizen) -> None:
        screening.result(eve, sample_reference="S-1")

        screening.result(eve, sample_reference="S-1", laboratory="another")

        assert Result.objects.count() == 2

    def test_keeps_an_antigen_test_as_such(self, eve: Citizen) -> None:
        assert screening.result(eve, method=Method.ANTIGEN).method == "antigen"

    @pytest.mark.parametrize(
        ("changed", "field", "why"),
        [
            ({"citizen": 0}, "citizen", "is not known"),
            ({"outcome": "maybe"}, "outcome", "'maybe' is none of negative, positive, ind"),
            ({"method": "ct"}, "method", "'ct' is none of pcr, antigen"),
            ({"pooled": None}, "pooled", "is neither true nor false"),
            ({"laboratory": " "}, "laboratory", "is missing"),
            ({"laboratory": "x\ud800"}, "laboratory", "cannot be printed"),
            ({"laboratory": 7}, "laboratory", "is missing"),
            ({"sample_reference": "x" * 81}, "sample_reference", "longer than 80 characters"),
            ({"specimen": "a\x00"}, "specimen", "cannot be printed"),
            ({"sampled_at": NOW.replace(tzinfo=None)}, "sampled_at", "has no time zone"),
            ({"resulted_at": NOW + HOUR}, "resulted_at", "is to come"),
            ({"resulted_at": SAMPLED - HOUR}, "resulted_at", "before the sample was taken"),
            ({"sampled_at": NOW - 29 * DAY}, "sampled_at", "is more than 28 days ago"),
        ],
    )
    def test_refuses_one_by_one_with_field_and_reason(
        self, eve: Citizen, changed: dict[str, Any], field: str, why: str
    ) -> None:
        good = screening.reported(eve)

        report = record(good, replace(screening.reported(eve), **changed), screening.reported(eve))

        ((index, named, problem),) = refusals(report)
        assert (index, named) == (1, field)
        assert why in problem
        assert (report.read, report.kept) == (3, 2)

    def test_counts_places_through_all_pieces_of_a_batch(
        self, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(batches, "AT_ONCE", 2)
        wrong = screening.reported(eve, laboratory="")

        report = record(*[screening.reported(eve)] * 2, screening.reported(eve), wrong)

        assert (report.kept, report.duplicates) == (2, 1)
        assert [each.index for each in report.told] == [3]

    def test_of_nothing_records_nothing(self, north: object) -> None:
        record()

        assert not Entry.objects.filter(event="results.received").exists()


class TestVoid:
    def test_ends_what_was_known(self, eve: Citizen) -> None:
        result = screening.result(eve)

        services.void(result, because="样本污染", source=SOURCE, now=NOW + HOUR)

        assert Result.objects.known(NOW).count() == 1
        assert Result.objects.known(NOW + HOUR).count() == 0

    def test_marks_the_person_and_is_recorded(self, eve: Citizen) -> None:
        result = screening.result(eve)

        services.void(result, because="样本污染", source=SOURCE, now=NOW)

        assert StaleMark.objects.latest("pk").because == "result.voided"
        assert ledger.about(result)[0].by == SOURCE

    def test_lets_the_right_result_be_told(self, eve: Citizen) -> None:
        wrong = screening.result(eve, sample_reference="S-1", outcome=Outcome.POSITIVE)
        services.void(wrong, because="录入错误", source=SOURCE, now=NOW)

        right = screening.result(eve, sample_reference="S-1")

        assert list(Result.objects.known(NOW)) == [right]

    def test_happens_once(self, eve: Citizen) -> None:
        result = services.void(screening.result(eve), because="污染", source=SOURCE, now=NOW)

        with pytest.raises(services.AlreadyVoided):
            services.void(result, because="污染", source=SOURCE, now=NOW)

    def test_gives_its_reason(self, eve: Citizen) -> None:
        with pytest.raises(services.NoReason):
            services.void(screening.result(eve), because=" ", source=SOURCE, now=NOW)


class TestRecordVaccinations:
    def test_keeps_what_the_register_says_once(self, eve: Citizen) -> None:
        said = screening.dose(eve, dose_number=2)

        report = services.record_vaccinations([said, said], source=SOURCE, now=NOW)

        assert (report.read, report.kept, report.duplicates) == (2, 1, 1)
        dose = Vaccination.objects.get()
        assert (dose.citizen, dose.dose_number, dose.vaccine) == (eve, 2, "CoronaVac")
        assert StaleMark.objects.get().because == "vaccinations.received"

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"citizen": 0}, "citizen"),
            ({"vaccine": ""}, "vaccine"),
            ({"dose_number": 0}, "dose_number"),
            ({"dose_number": True}, "dose_number"),
            ({"given_at": NOW + DAY}, "given_at"),
            ({"given_at": NOW - 366 * DAY}, "given_at"),
            ({"register_reference": "V-1"}, "register_reference"),
        ],
    )
    def test_refuses_one_by_one_with_the_field(
        self, eve: Citizen, changed: dict[str, Any], field: str
    ) -> None:
        screening.vaccination(eve, register_reference="V-1", vaccine="another")
        doses = [replace(screening.dose(eve), **changed), screening.dose(eve)]

        report = services.record_vaccinations(doses, source=SOURCE, now=NOW)

        assert report.kept == 1
        assert [(each.index, each.field) for each in report.told] == [(0, field)]


class TestStrike:
    def test_removes_a_dose_that_was_not_given(self, eve: Citizen) -> None:
        dose = screening.vaccination(eve)

        services.strike(dose.register_reference, because="重复登记", source=SOURCE, now=NOW)

        assert not Vaccination.objects.exists()
        assert StaleMark.objects.latest("pk").because == "vaccination.struck"
        assert ledger.about(dose)[0].body == {"because": "重复登记"}

    def test_knows_what_was_never_told(self, north: object) -> None:
        with pytest.raises(services.NotRegistered):
            services.strike("V-0", because="重复登记", source=SOURCE, now=NOW)


class TestDropBefore:
    def test_removes_what_is_too_old_and_marks_whose_it_was(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        old, fresh = NOW - 20 * DAY, NOW - 19 * DAY
        screening.result(eve, sampled_at=old - DAY)
        result = screening.result(finn, sampled_at=fresh)
        screening.vaccination(finn, given_at=old - DAY)
        dose = screening.vaccination(eve, given_at=fresh)
        StaleMark.objects.all().delete()

        with as_owner():
            gone = services.drop_before(results=old, doses=old, now=NOW)

        assert gone == 2
        assert (Result.objects.get(), Vaccination.objects.get()) == (result, dose)
        marked = set(StaleMark.objects.values_list("citizen_id", "because"))
        assert marked == {(eve.pk, "results.dropped"), (finn.pk, "vaccinations.dropped")}

    def test_does_nothing_where_nothing_is_old(self, north: object) -> None:
        screening.result(citizens.citizen())

        with as_owner():
            assert services.drop_before(results=SAMPLED, doses=SAMPLED, now=NOW) == 0

        assert not Entry.objects.filter(event="results.dropped").exists()
