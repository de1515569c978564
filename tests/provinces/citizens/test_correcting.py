"""The registry is asked anew, and what it says is taken over; nobody writes it by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provinces.citizens import queries, services
from provinces.citizens.budgets import OverBudget
from provinces.citizens.models import Citizen, StaleMark
from provinces.citizens.registry import RegistryDown
from provinces.ledger import queries as ledger
from provinces.ledger.events import Event
from provinces.tenancy import directory
from sample.registry.books import Books
from tests.cast import NOW
from tests.factories import areas, citizens, registries
from tests.factories.registries import MOTHER, InProcess, claimed
from tests.provinces.citizens.test_enrolling import entered, opening

LATER = NOW + timedelta(days=30)


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    areas.area("110105")
    return registries.answering(monkeypatch)


@pytest.fixture
def fang(known: InProcess) -> Citizen:
    return services.open_account(entered(known), opening(), now=NOW).citizen


def now_says(known: InProcess, **values: object) -> None:
    """Have the registry say something else of the mother."""
    known.books = Books([replace(MOTHER, **values)])


def asked(citizen: Citizen, name: str = MOTHER.name) -> list[str]:
    return services.read_again(citizen, name=name, by=citizen, now=LATER)


class TestReadAgain:
    def test_takes_over_where_somebody_lives_now(self, known: InProcess, fang: Citizen) -> None:
        now_says(known, area="110105")

        assert asked(fang) == ["area"]
        fang.refresh_from_db()
        assert fang.area.code == "110105"
        assert StaleMark.objects.latest("pk").because == Event.RECORD_CORRECTED

    def test_takes_over_a_name_that_the_registry_knows(
        self, known: InProcess, fang: Citizen
    ) -> None:
        now_says(known, name="王芳芳")

        assert asked(fang, " 王芳芳 ") == ["full_name"]
        assert queries.own_record(fang).person.full_name == "王芳芳"
        assert queries.own_record(fang).person.document == MOTHER.number

    def test_takes_no_name_that_the_registry_does_not_know(
        self, known: InProcess, fang: Citizen
    ) -> None:
        now_says(known, area="110105")

        with pytest.raises(services.NotInRegistry):
            asked(fang, "王二")
        fang.refresh_from_db()
        assert fang.area.code == "110101"

    def test_takes_over_a_year_of_birth_only_where_it_is_agreed_to(
        self, known: InProcess, fang: Citizen
    ) -> None:
        now_says(known, birth_year=1986)
        assert asked(fang) == ["birth_year"]

        services.withdraw_consent(fang, "birth_year", now=LATER)

        assert asked(fang) == []
        fang.refresh_from_db()
        assert fang.birth_year is None

    def test_is_recorded_by_what_changed_alone(self, known: InProcess, fang: Citizen) -> None:
        now_says(known, area="110105", name="王芳芳")

        asked(fang, "王芳芳")

        (told,) = [each for each in ledger.about(fang) if each.entry.event == "record.corrected"]
        assert told.body == {"fields": ["area", "full_name"]}

    def test_records_nothing_where_nothing_differs(self, known: InProcess, fang: Citizen) -> None:
        assert asked(fang) == []
        assert "record.corrected" not in {each.entry.event for each in ledger.about(fang)}

    def test_leaves_whoever_lives_in_another_province(
        self, known: InProcess, fang: Citizen
    ) -> None:
        now_says(known, area="120101")

        with pytest.raises(services.LivesElsewhere):
            asked(fang)
        fang.refresh_from_db()
        assert fang.area.code == "110101"

    def test_is_asked_a_few_times_a_day(self, known: InProcess, fang: Citizen) -> None:
        for _time in range(5):
            asked(fang)

        with pytest.raises(OverBudget):
            asked(fang)

    def test_changes_nothing_while_the_registry_is_down(
        self, known: InProcess, fang: Citizen
    ) -> None:
        known.is_down = True

        with pytest.raises(RegistryDown):
            asked(fang)

    def test_needs_a_document(self, known: InProcess) -> None:
        with pytest.raises(services.NoIdentity):
            asked(citizens.citizen())

    def test_never_finds_the_record_of_another(self, known: InProcess, fang: Citizen) -> None:
        asked(fang)

        looked = claimed(MOTHER)
        assert known.asked.count("look-up") == 2
        assert queries.own_record(fang).person.document == looked.number
