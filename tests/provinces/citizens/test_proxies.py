"""Mandates for who cannot sign in: by a code read out, or by the registry's word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.citizens import queries, services
from provinces.citizens.consents import AT_ENROLMENT, NEEDED
from provinces.citizens.mandates import Kind, Scope, Verified
from provinces.citizens.models import Challenge, Citizen, Contact
from provinces.citizens.registry import Match
from provinces.citizens.services import (
    Agreement,
    Entered,
    NotGuardian,
    Wanted,
    WithoutDocument,
    WrongCode,
    codes,
)
from provinces.tenancy import directory
from sample.registry.books import Entry
from tests.cast import NOW
from tests.factories import areas, registries, users
from tests.factories.registries import GRAN, MOTHER, SON, InProcess, claimed

SOON = NOW + timedelta(minutes=1)
ALL = Agreement(frozenset(AT_ENROLMENT), "en")
LEAST = Agreement(NEEDED, "en")


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    return registries.answering(monkeypatch)


@pytest.fixture
def mother(known: InProcess) -> Citizen:
    """The mother, enrolled and with an account."""
    match = Match("", "110101", 1985, ())
    citizen = services.enrol_matched(claimed(MOTHER), match, by=None, now=NOW)
    citizen.user = users.user("fang")
    citizen.save()
    return citizen


def ask(who: Entry, kind: Kind, holder: Citizen) -> Challenge:
    source = {"actor": "", "network": ""}
    wanted = Wanted(claimed(who), kind, {Scope.SHOW_CODE}, source, "en")
    token = services.ask_by_code(wanted, holder=holder, now=NOW)
    challenge = Challenge.objects.get(token=token)
    codes.send(challenge.pk, now=NOW)
    return challenge


def entered(who: Entry, kind: Kind, holder: Citizen, known: InProcess) -> Entered:
    challenge = ask(who, kind, holder)
    return codes.enter(challenge.token, known.code(), [codes.Purpose.MANDATE], now=SOON)


class TestAskByCode:
    def test_goes_to_the_adult_who_is_to_be_acted_for(
        self, known: InProcess, mother: Citizen
    ) -> None:
        ask(GRAN, Kind.ADULT, mother)

        assert [message.to for message in known.books.sent] == [f"{GRAN.name} {GRAN.phone}"]
        assert "act for you" in known.books.sent[-1].text

    def test_goes_to_the_guardian_of_a_child(self, known: InProcess, mother: Citizen) -> None:
        ask(SON, Kind.CHILD, mother)

        assert {message.to.split(" ")[0] for message in known.books.sent} == {MOTHER.name}

    def test_tells_an_adult_to_pass_the_code_on_if_they_want_it(
        self, known: InProcess, mother: Citizen
    ) -> None:
        ask(GRAN, Kind.ADULT, mother)

        assert "If you want that, tell them this code" in known.books.sent[-1].text

    def test_tells_a_guardian_to_enter_the_code_themselves(
        self, known: InProcess, mother: Citizen
    ) -> None:
        ask(SON, Kind.CHILD, mother)

        text = known.books.sent[-1].text
        assert "Enter it yourself where you asked for it. Tell it to nobody" in text
        assert "tell them" not in text

    def test_needs_the_guardians_own_document(self, known: InProcess, eve: Citizen) -> None:
        with pytest.raises(WithoutDocument):
            ask(SON, Kind.CHILD, eve)


class TestGiveByCode:
    def test_lets_the_holder_act_for_an_elder(self, known: InProcess, mother: Citizen) -> None:
        found = entered(GRAN, Kind.ADULT, mother, known)

        given = services.give_by_code(found, ALL, holder=mother, now=SOON)

        assert given.verified_by == Verified.CODE
        assert queries.may_act_for(mother.user, given.subject, Scope.SHOW_CODE, SOON)

    def test_lets_a_guardian_act_for_a_child(self, known: InProcess, mother: Citizen) -> None:
        found = entered(SON, Kind.CHILD, mother, known)

        given = services.give_by_code(found, ALL, holder=mother, now=SOON)

        assert given.verified_by == Verified.REGISTRY
        assert given.subject.birth_year == 2018
        assert given.ends_at == NOW + timedelta(days=365, minutes=1)

    @pytest.mark.parametrize(
        ("who", "kind", "verified", "recorded"),
        [
            (
                SON,
                Kind.CHILD,
                "registry",
                "Given by the guardian, whom the identity registry names",
            ),
            (
                GRAN,
                Kind.ADULT,
                "code",
                "Recorded by whoever acts for the person, who told them a code of their own",
            ),
        ],
    )
    def test_leaves_a_receipt_of_what_was_agreed_to(
        self,
        known: InProcess,
        mother: Citizen,
        who: Entry,
        kind: Kind,
        verified: str,
        recorded: str,
    ) -> None:
        found = entered(who, kind, mother, known)

        subject = services.give_by_code(found, ALL, holder=mother, now=SOON).subject

        receipt = queries.receipt(subject, queries.consents_of(subject)[0].receipt)
        assert receipt is not None
        assert (receipt["verified_by"], receipt["recorded"]) == (verified, recorded)
        told = receipt["consents"] + receipt["required_by_law"]
        assert {each["item"] for each in told} == set(AT_ENROLMENT)

    @pytest.mark.parametrize(("who", "kind"), [(SON, Kind.CHILD), (GRAN, Kind.ADULT)])
    def test_keeps_nothing_that_was_refused(
        self, known: InProcess, mother: Citizen, who: Entry, kind: Kind
    ) -> None:
        found = entered(who, kind, mother, known)
        known.asked.clear()

        given = services.give_by_code(found, LEAST, holder=mother, now=SOON)

        given.subject.refresh_from_db()
        assert given.subject.birth_year is None
        assert not Contact.objects.filter(citizen=given.subject).exists()
        assert "contacts" not in known.asked
        assert queries.may_act_for(mother.user, given.subject, Scope.SHOW_CODE, SOON)

    def test_keeps_the_contacts_that_were_agreed_to(
        self, known: InProcess, mother: Citizen
    ) -> None:
        found = entered(GRAN, Kind.ADULT, mother, known)

        subject = services.give_by_code(found, ALL, holder=mother, now=SOON).subject

        assert queries.contact_of(subject).phone == GRAN.phone

    def test_changes_nothing_of_who_is_enrolled_already(
        self, known: InProcess, mother: Citizen
    ) -> None:
        gran = services.enrol_agreed(
            claimed(GRAN), Match("", "110101", 1942, ()), LEAST, by=None, now=NOW
        )
        found = entered(GRAN, Kind.ADULT, mother, known)
        known.asked.clear()

        services.give_by_code(found, ALL, holder=mother, now=SOON)

        gran.refresh_from_db()
        assert gran.birth_year is None
        assert not queries.agrees_to(gran, "contact", SOON)
        assert "contacts" not in known.asked

    def test_knows_who_is_no_guardian_as_little_as_a_child_there_is_not(
        self, known: InProcess, mother: Citizen
    ) -> None:
        stranger = Entry("resident", GRAN.number, GRAN.name, "", None)
        nobody = Entry("passport", "X99999999", "Nobody", "", None)

        for child in (stranger, nobody):
            found = entered(child, Kind.CHILD, mother, known)
            with pytest.raises(NotGuardian, match="guardian of no such child"):
                services.give_by_code(found, ALL, holder=mother, now=SOON)

    def test_asks_the_registry_the_same_about_either(
        self, known: InProcess, mother: Citizen
    ) -> None:
        asked = []
        for number in (GRAN.number, "X99999999"):
            kind = "resident" if number == GRAN.number else "passport"
            found = entered(Entry(kind, number, GRAN.name, "", None), Kind.CHILD, mother, known)
            known.asked.clear()
            with pytest.raises(NotGuardian):
                services.give_by_code(found, ALL, holder=mother, now=SOON)
            asked.append(list(known.asked))

        assert asked[0] == asked[1] == ["guardian"]

    def test_is_for_who_asked(self, known: InProcess, mother: Citizen, eve: Citizen) -> None:
        found = entered(GRAN, Kind.ADULT, mother, known)

        with pytest.raises(WrongCode):
            services.give_by_code(found, ALL, holder=eve, now=SOON)
