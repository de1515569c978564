"""What the database itself refuses of results and vaccinations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from provinces.citizens.models import Citizen
from provinces.screening import services
from provinces.screening.models import Result, Vaccination
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import screening

NOW = cast.NOW


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def copied(result: Result, **changed: object) -> None:
    """Write a result once more, past all services."""
    row = Result.objects.get(pk=result.pk)
    row.pk = None
    for name, value in changed.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save(force_insert=True)


class TestResultConstraints:
    @pytest.mark.parametrize(
        ("changed", "name"),
        [
            ({"outcome": "red"}, "of_a_known_kind"),
            ({"method": "ct"}, "of_a_known_kind"),
            ({"resulted_at": screening.SAMPLED - timedelta(minutes=1)}, "a_sample_is_taken"),
            ({"laboratory": ""}, "names_laboratory"),
            ({"sample_reference": ""}, "names_laboratory"),
            ({"voided_at": NOW}, "says_why"),
            ({"voided_because": "x"}, "says_why"),
        ],
    )
    def test_refuse_what_cannot_be(self, eve: Citizen, changed: dict, name: str) -> None:
        result = screening.result(eve)

        with pytest.raises(IntegrityError, match=name):
            copied(result, **{"sample_reference": "another", **changed})

    def test_refuse_two_results_of_one_sample(self, eve: Citizen, finn: Citizen) -> None:
        result = screening.result(eve)

        with pytest.raises(IntegrityError, match="a_sample_has_one_result"):
            copied(result, citizen=finn)

    def test_refuse_two_results_each_of_one_tube(self, eve: Citizen, finn: Citizen) -> None:
        result = screening.result(eve, pooled=True)
        copied(result, citizen=finn)

        with pytest.raises(IntegrityError, match="a_tube_has_one_result_each"):
            copied(result)


class TestResultTrigger:
    @pytest.mark.parametrize(
        "assignment",
        [
            "outcome = 'positive'",
            "sampled_at = sampled_at - interval '1 day'",
            "citizen_id = citizen_id + 1",
            "voided_at = now(), voided_because = 'x', outcome = 'positive'",
        ],
    )
    def test_refuses_any_change(self, eve: Citizen, assignment: str) -> None:
        screening.result(eve)

        with as_owner(), pytest.raises(IntegrityError, match="stay as they are"):
            execute(f"UPDATE screening_result SET {assignment}")

    def test_lets_a_result_be_voided_once(self, eve: Citizen) -> None:
        services.void(screening.result(eve), because="污染", source="x", now=NOW)

        with pytest.raises(IntegrityError, match="stay as they are"):
            execute("UPDATE screening_result SET voided_at = NULL, voided_because = ''")

    def test_refuses_the_province_to_delete(self, eve: Citizen) -> None:
        screening.result(eve)

        with pytest.raises(IntegrityError, match="by retention only"):
            execute("DELETE FROM screening_result")


class TestVaccinationConstraints:
    @pytest.mark.parametrize(
        "assignment", ["vaccine = ''", "register_reference = ''", "dose_number = 0"]
    )
    def test_refuse_what_cannot_be(self, eve: Citizen, assignment: str) -> None:
        screening.vaccination(eve)

        with pytest.raises(IntegrityError, match=r"a_dose_names|dose_number"):
            execute(f"UPDATE screening_vaccination SET {assignment}")

    def test_refuse_a_dose_twice(self, eve: Citizen) -> None:
        dose = screening.vaccination(eve)
        dose.pk = None

        with pytest.raises(IntegrityError), transaction.atomic():
            dose.save(force_insert=True)

        assert Vaccination.objects.count() == 1
