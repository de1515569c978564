"""Two officials who collude turn nobody red: not 1,317 people singly, nor by list, nor by a case.

In Zhengzhou in June 2022, 1,317 people who wanted their savings back were turned red by two
officials who decided and three who executed it. Here one files and another approves, each with
every power of their office; what they do is held, and shows.
"""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence import services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Hold
from provinces.ledger.models import Entry
from provinces.status import pipeline
from provinces.status import queries as status
from tests.cast import NOW
from tests.factories import areas, citizens, evidence, road
from tests.pages import address, noon, reader, words

__all__ = ["noon"]

ALL = 1317
# A few more than pass every time; all of them where there is time.
COUNTS = [41, pytest.param(ALL, marks=pytest.mark.battery)]
CLOSE, CONFIRMED = EvidenceClass.CLOSE_CONTACT, EvidenceClass.CONFIRMED_CASE
LIST = "储户名单 depositors"

pytestmark = pytest.mark.usefixtures("north", "noon")


@pytest.fixture(autouse=True)
def rules(north: object) -> None:
    # Under these rules whoever was with a case is red, as whoever is one.
    road.shipped_ruleset("henan")


@pytest.fixture
def files(north: object) -> User:
    """The official who files."""
    return evidence.official("epidemiologist", "110000", unit="bureau")


@pytest.fixture
def signs(north: object) -> User:
    """The official who approves whatever that one files, and may release holds besides."""
    return evidence.official("high_reviewer", "110000", unit="commission")


def depositors(count: int) -> list[Citizen]:
    area = areas.area()
    return Citizen.objects.bulk_create(
        Citizen(reference=f"depositor{number}", area=area, enrolled_at=citizens.ENROLLED)
        for number in range(count)
    )


def are_free(people: list[Citizen]) -> bool:
    """Whether everybody reads green once the road has been walked."""
    pipeline.drain(now=NOW)
    found = [status.status_of(person, NOW) for person in people]
    return all(each.status == "green" and not each.grounds for each in found)


class TestWhatIsTrue:
    def test_is_signed_and_counts(self, files: User, signs: User) -> None:
        person = citizens.citizen()
        piece = services.propose(evidence.claim(person, CLOSE), by=files, now=NOW)

        services.approve(piece, by=signs, now=NOW)

        assert not are_free([person])


class TestSingleEntries:
    @pytest.mark.parametrize("count", COUNTS)
    @pytest.mark.parametrize("of", [CLOSE, CONFIRMED])
    def test_are_held_however_fast_they_are_signed(
        self, files: User, signs: User, of: EvidenceClass, count: int
    ) -> None:
        people = depositors(count)

        signed = 0
        for number, person in enumerate(people):
            claim = evidence.claim(person, of, source_reference=f"paper {number}")
            piece = services.propose(claim, by=files, now=NOW)
            with suppress(services.Held):
                services.approve(piece, by=signs, now=NOW)
                signed += 1

        assert signed <= 20
        assert (hold := Hold.objects.get()).count == count
        assert hold.pulled_back == signed
        assert are_free(people)

    def test_are_held_on_a_real_case_too(self, files: User, signs: User) -> None:
        case, people = evidence.recorded(citizens.citizen()), depositors(131)

        for person in people:
            claim = evidence.claim(person, CLOSE, contact=evidence.contact(case=case))
            with suppress(services.Held):
                services.approve(services.propose(claim, by=files, now=NOW), by=signs, now=NOW)

        assert "official_hour" in Hold.objects.get().why
        assert are_free(people)

    def test_are_not_released_by_whoever_signed_them(self, files: User, signs: User) -> None:
        for person in depositors(21):
            piece = services.propose(evidence.claim(person), by=files, now=NOW)
            with suppress(services.Held):
                services.approve(piece, by=signs, now=NOW)

        for by, kind in ((files, services.NotAllowed), (signs, services.SameOfficial)):
            with pytest.raises(kind):
                services.release(Hold.objects.get(), by=by, because="quickly", now=NOW)

    def test_are_not_signed_by_whoever_released_them(self, files: User, signs: User) -> None:
        people = depositors(21)
        pieces = [services.propose(evidence.claim(person), by=files, now=NOW) for person in people]
        services.release(Hold.objects.get(), by=signs, because="quickly", now=NOW)

        for piece in pieces:
            with pytest.raises(services.SameOfficial):
                services.approve(piece, by=signs, now=NOW)
        assert are_free(people)


class TestLists:
    def uploaded(self, files: User, people: list[Citizen], paper: str = LIST) -> str:
        """Upload a list of close contacts, look at it, and file it."""
        head = "reference,happened_at,expires_at,case_reference,method"
        rows = [
            f"{each.reference},2026-11-14 08:00,2026-11-21 08:00,{paper},电话" for each in people
        ]
        why = {
            "kind": str(CLOSE),
            "source_reference": paper,
            "authority": "局",
            "legal_basis": "法",
        }
        file = SimpleUploadedFile("list.csv", "\n".join([head, *rows]).encode())
        browser = reader(files)
        shown = browser.post(address("console:evidence-import"), {**why, "file": file})
        text = shown.context["text"]
        assert text, words(shown)
        confirmed = {**why, "text": text}
        return words(
            browser.post(address("console:evidence-import-confirm"), confirmed, follow=True)
        )

    @pytest.mark.parametrize("count", COUNTS)
    def test_are_held_as_a_whole(self, files: User, signs: User, count: int) -> None:
        people = depositors(count)

        self.uploaded(files, people)

        hold = Hold.objects.get()
        assert hold.count == count
        assert ["source_reference", "储户名单depositors"] in hold.shared
        with pytest.raises(services.Held):
            services.approve_list(Evidence.objects.all()[0].batch, by=signs, now=NOW)
        assert are_free(people)

    def test_are_held_in_small_pieces_too(self, files: User, signs: User) -> None:
        people = depositors(40)

        for start in range(0, 40, 10):
            some = people[start : start + 10]
            self.uploaded(files, some, paper=f"paper {start}")
            with suppress(services.Held):
                services.approve_list(Evidence.objects.latest("pk").batch, by=signs, now=NOW)

        assert Hold.objects.get().count == 40
        assert are_free(people)


class TestTheAuditor:
    def test_finds_it_on_one_page(self, files: User, signs: User) -> None:
        for person in depositors(25):
            piece = services.propose(evidence.claim(person), by=files, now=NOW)
            with suppress(services.Held):
                services.approve(piece, by=signs, now=NOW)
        auditor = evidence.official("auditor", "110000", unit="audit office")
        browser = reader(auditor)

        listed = words(browser.get(address("console:holds-audited")))
        one = words(browser.get(address("console:hold-audited", Hold.objects.get().pk)))

        assert "bureau Held: nobody is touched 25" in listed
        assert "many people whom nothing else connects with a case" in one
        assert files.username in one
        assert "depositor1" not in one
        assert Entry.objects.filter(event="evidence.held").exists()
