"""Misuse is found in the record, examined by another office, told, and undone."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from django.db import IntegrityError, transaction

from provinces.accounts.models import User
from provinces.citizens import canaries, identities
from provinces.citizens import services as serving
from provinces.citizens.purposes import Purpose
from provinces.evidence.classes import EvidenceClass
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.notices import queries as notices
from provinces.notices import wording
from provinces.oversight.misuse import queries, services
from provinces.oversight.models import Case, Kind, State
from provinces.tenancy import credentials
from tests import cast
from tests.factories import citizens, evidence, oversight, records
from tests.factories.registries import CANARY

NOW = cast.NOW
DAY = timedelta(days=1)
NIGHT = NOW - timedelta(hours=10)  # 02:00 of the province
BECAUSE = "No case of theirs, and nothing was done."
_numbers = count(1)


@pytest.fixture
def auditor(north: object) -> User:
    return oversight.auditor()


def kinds() -> list[str]:
    return sorted(Case.objects.values_list("kind", flat=True))


class TestDetect:
    def test_opens_a_case_for_one_person_looked_up_again_and_again(self, auditor: User) -> None:
        looker, eve = oversight.reader(), cast.eve()
        oversight.looked(looker, eve, times=6)

        assert services.detect(now=NOW) == 1

        case = Case.objects.get()
        assert (case.kind, case.official, len(case.entries)) == (Kind.REPEATED, looker, 6)
        assert [each.citizen for each in case.subjects.all()] == [eve]

    def test_finds_the_same_thing_once(self, auditor: User) -> None:
        oversight.looked(oversight.reader(), cast.eve(), times=6)
        services.detect(now=NOW)

        assert services.detect(now=NOW + timedelta(hours=1)) == 0

    def test_finds_nothing_in_a_usual_day(self, auditor: User) -> None:
        looker = oversight.reader()
        for _ in range(8):
            oversight.looked(looker, citizens.citizen())

        assert services.detect(now=NOW) == 0

    def test_finds_nothing_in_one_look_of_each_at_night(self, auditor: User) -> None:
        for _ in range(3):
            oversight.looked(another_reader(), citizens.citizen(), at=NIGHT)

        services.detect(now=NOW)

        assert kinds() == []

    def test_opens_a_case_for_one_officials_night(self, auditor: User) -> None:
        looker = oversight.reader()
        for _ in range(3):
            oversight.looked(looker, citizens.citizen(), at=NIGHT)

        services.detect(now=NOW)

        assert kinds() == [Kind.OUT_OF_HOURS]

    def test_opens_a_case_for_a_look_at_a_protected_person(self, auditor: User) -> None:
        eve, looker = cast.eve(), records.officer()
        records.protected(eve)
        records.admitted(eve, looker)
        oversight.looked(looker, eve, at=NOW)

        services.detect(now=NOW + timedelta(hours=1))

        assert kinds() == [Kind.PROTECTED]

    def test_opens_a_case_for_a_look_at_whose_mark_has_ended_since(self, auditor: User) -> None:
        eve, looker = cast.eve(), records.officer()
        mark = records.protected(eve)
        records.admitted(eve, looker)
        oversight.looked(looker, eve, at=NOW)
        records.lifted(mark, now=NOW + timedelta(hours=1))

        services.detect(now=NOW + 2 * DAY)

        assert kinds() == [Kind.PROTECTED]

    def test_opens_a_case_for_a_document_that_is_nobodys(self, auditor: User) -> None:
        clerk = oversight.official("desk_clerk", unit="desk")
        canaries.plant([CANARY], now=NOW)
        hashed = identities.document_hash(credentials.key_of(cast.NORTH), CANARY)
        source = {"actor": f"accounts.user:{clerk.pk}"}
        canaries.touch(hashed, "desk", source=source, now=oversight.YESTERDAY)

        services.detect(now=NOW)

        assert kinds() == [Kind.CANARY]
        assert Case.objects.get().official == clerk

    def test_opens_a_case_for_looks_on_which_nothing_followed(self, auditor: User) -> None:
        looker = oversight.reader()
        for _ in range(12):
            oversight.looked(looker, citizens.citizen(), at=NOW - 4 * DAY)

        services.detect(now=NOW)

        assert kinds() == [Kind.WITHOUT_ACT]

    def test_opens_none_where_something_followed(self, auditor: User) -> None:
        clerk = oversight.official("desk_clerk", unit="desk")
        for _ in range(12):
            citizen = citizens.citizen()
            oversight.looked(clerk, citizen, at=NOW - 4 * DAY, purpose=Purpose.DESK)
            serving.serve(citizen, serving.Act.LETTER, by=clerk, now=NOW - 4 * DAY + DAY / 24)

        services.detect(now=NOW)

        assert kinds() == []

    def test_opens_a_case_for_two_who_sign_for_each_other(self, auditor: User) -> None:
        one, other = two_colluding()
        people = [citizens.citizen() for _ in range(10)]
        oversight.single_entries(people, filed_by=one, signed_by=other)

        services.detect(now=NOW)

        case = Case.objects.get(kind=Kind.PAIR)
        assert {case.official, case.accomplice} == {one, other}
        assert case.measures["seconds"] == 20

    def test_opens_none_where_a_register_says_so_too(self, auditor: User) -> None:
        one, other = two_colluding()
        people = [citizens.citizen() for _ in range(10)]
        for number, citizen in enumerate(people):
            evidence.recorded(
                citizen,
                source_reference=f"register {number}",
                now=NOW - 2 * DAY,
                happened_at=NOW - 3 * DAY,
            )
        oversight.single_entries(people, filed_by=one, signed_by=other)

        services.detect(now=NOW)

        assert kinds() == []

    @pytest.mark.parametrize("is_registered", [True, False])
    def test_takes_no_case_that_officials_filed_for_a_reason(
        self, auditor: User, is_registered: bool
    ) -> None:
        one = oversight.official("epidemiologist", unit="centre")
        other = oversight.official("reviewer", unit="commission")
        case = evidence.recorded() if is_registered else evidence.in_force()
        for _ in range(10):
            contact = evidence.contact(case=case)
            piece = evidence.proposed(of=EvidenceClass.CLOSE_CONTACT, by=one, contact=contact)
            evidence.services.approve(piece, by=other, now=NOW)

        services.detect(now=NOW + timedelta(hours=1))

        assert (Kind.PAIR in kinds()) is not is_registered


class TestAssign:
    def test_gives_a_case_to_an_auditor_of_another_office(self, north: object) -> None:
        oversight.auditor(unit="clinic")
        other = oversight.auditor(unit="audit office")

        case = oversight.a_case(by=oversight.reader(unit="clinic"))

        assert (case.auditor, case.auditor_unit) == (other, "audit office")

    def test_waits_where_every_auditor_is_concerned(self, north: object) -> None:
        oversight.auditor(unit="clinic")

        case = oversight.a_case(by=oversight.reader(unit="clinic"))
        assert case.auditor is None
        late = oversight.auditor(unit="audit office")
        services.assign(now=NOW)

        assert Case.objects.get().auditor == late

    def test_spreads_cases(self, north: object) -> None:
        both = {oversight.auditor(unit="one"), oversight.auditor(unit="two")}

        cases = [oversight.a_case(by=oversight.reader(unit=f"clinic {n}")) for n in range(2)]

        assert {case.auditor for case in cases} == both

    def test_is_guarded_by_the_database(self, north: object) -> None:
        own = oversight.auditor(unit="clinic")
        case = oversight.a_case(by=oversight.reader(unit="clinic"))

        with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(
                auditor=own, auditor_unit="elsewhere", assigned_at=NOW
            )


class TestExamine:
    def test_is_for_whom_the_case_lies_with(self, auditor: User) -> None:
        case = oversight.a_case()
        other = oversight.auditor(unit="other audit office")

        with pytest.raises(services.NotYours):
            services.examine(case, by=other, now=NOW)
        assert services.examine(case, by=auditor, now=NOW).state == State.EXAMINED

    def test_is_done_once(self, auditor: User) -> None:
        case = services.examine(oversight.a_case(), by=auditor, now=NOW)

        with pytest.raises(services.NotOpen):
            services.examine(case, by=auditor, now=NOW)


class TestClose:
    @pytest.fixture
    def case(self, auditor: User) -> Case:
        return services.examine(oversight.a_case(), by=auditor, now=NOW)

    def test_tells_people_and_proposes_a_suspension(self, auditor: User, case: Case) -> None:
        services.close(case, is_founded=True, because=BECAUSE, by=auditor, now=NOW)

        citizen = case.subjects.get().citizen
        told = wording.in_words(notices.for_citizen(citizen)[0], language="en")
        assert case.reference in told.text
        proposed = Payload.objects.get(entry__event=Event.SUSPENSION_PROPOSED)
        assert proposed.about == f"accounts.user:{case.official_id}"
        assert Case.objects.get().suspension_proposed_at == NOW

    def test_tells_nobody_where_it_is_unfounded(self, auditor: User, case: Case) -> None:
        services.close(case, is_founded=False, because=BECAUSE, by=auditor, now=NOW)

        assert not notices.for_citizen(case.subjects.get().citizen)
        assert not Payload.objects.filter(entry__event=Event.SUSPENSION_PROPOSED).exists()

    def test_takes_a_reason(self, auditor: User, case: Case) -> None:
        with pytest.raises(services.NoReason):
            services.close(case, is_founded=True, because=" ", by=auditor, now=NOW)

    def test_comes_after_examining(self, auditor: User) -> None:
        with pytest.raises(services.NotOpen):
            services.close(
                oversight.a_case(), is_founded=True, because=BECAUSE, by=auditor, now=NOW
            )

    def test_is_for_good(self, auditor: User, case: Case) -> None:
        services.close(case, is_founded=True, because=BECAUSE, by=auditor, now=NOW)

        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            Case.objects.update(state=State.UNFOUNDED)


class TestToUndo:
    def test_is_what_still_counts_of_what_they_filed(self, auditor: User) -> None:
        one, other = two_colluding()
        people = [citizens.citizen() for _ in range(10)]
        pieces = oversight.single_entries(people, filed_by=one, signed_by=other)
        services.detect(now=NOW)
        case = Case.objects.get(kind=Kind.PAIR)

        assert queries.to_undo(case, NOW) == pieces
        reviewer = oversight.official("reviewer", unit="third office")
        evidence.services.withdraw(pieces[0], by=reviewer, because="wrong", now=NOW)

        assert queries.to_undo(case, NOW + DAY / 24) == pieces[1:]


class TestCases:
    def test_are_not_shown_to_whose_office_they_are_about(self, auditor: User) -> None:
        concerned = oversight.auditor(unit="clinic")
        case = oversight.a_case(by=oversight.reader(unit="clinic"))

        assert list(queries.cases(auditor, NOW)) == [case]
        assert not queries.cases(concerned, NOW)


class TestTogether:
    def test_has_the_two_who_signed_most_for_each_other_first(self, north: object) -> None:
        one, other = two_colluding()
        honest = oversight.official("epidemiologist", unit="honest centre")
        oversight.single_entries(
            [citizens.citizen() for _ in range(2)], filed_by=honest, signed_by=other
        )
        oversight.single_entries(
            [citizens.citizen() for _ in range(7)], filed_by=one, signed_by=other
        )

        first = queries.together(NOW)[0]

        assert (first.filed_by, first.signed_by, first.people) == (one, other, 7)


def another_reader() -> User:
    return oversight.reader(unit=f"clinic {next(_numbers)}")


def two_colluding() -> tuple[User, User]:
    return (
        oversight.official("epidemiologist", unit="centre", name="Zhang"),
        oversight.official("reviewer", unit="commission", name="Li"),
    )
