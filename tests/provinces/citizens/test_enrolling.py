"""Whoever has proved who they are gets an account, and gets it back by the same road."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from provinces.citizens import queries, services
from provinces.citizens.consents import NeedsAll
from provinces.citizens.models import Challenge, Citizen, Identity
from provinces.citizens.registry import Contacts
from provinces.citizens.services import (
    Agreement,
    CannotBeWithdrawn,
    Entered,
    HasNoAccount,
    LivesElsewhere,
    NameTaken,
    NotGiven,
    Opening,
    WrongCode,
    codes,
)
from provinces.tenancy import directory
from sample.registry.books import Entry
from tests.cast import NOW
from tests.factories import areas, registries, users
from tests.factories.registries import MOTHER, SOUTHERN, InProcess, claimed

SOON = NOW + timedelta(minutes=1)
NEEDED = ("identity", "residence")


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    return registries.answering(monkeypatch)


def entered(known: InProcess, who: Entry = MOTHER) -> Entered:
    asked = codes.Asked(claimed(who), Challenge.Purpose.ACCOUNT, "en")
    token = codes.ask(asked, now=NOW)
    codes.send(Challenge.objects.get(token=token).pk, now=NOW)
    return codes.enter(token, known.code(), codes.OPENING, now=SOON)


def opening(**values: Any) -> Opening:
    return Opening(
        **{"password": "a long password", "username": "fang", "language": "en", **values}
    )


class TestOpenAccount:
    def test_enrols_where_the_registry_says_they_live(self, known: InProcess) -> None:
        user = services.open_account(entered(known), opening(), now=SOON)

        citizen = Citizen.objects.get(user=user)
        assert citizen.area.code == "110101"
        assert citizen.birth_year == 1985
        assert user.check_password("a long password")
        assert queries.own_record(citizen).person is not None

    def test_keeps_the_contacts_that_were_agreed_to(self, known: InProcess) -> None:
        user = services.open_account(entered(known), opening(), now=SOON)

        citizen = Citizen.objects.get(user=user)
        assert queries.contact_of(citizen) == Contacts(MOTHER.email, MOTHER.phone)

    def test_gives_a_code_to_who_refuses_what_is_optional(self, known: InProcess) -> None:
        user = services.open_account(entered(known), opening(agreed=NEEDED), now=SOON)

        citizen = Citizen.objects.get(user=user)
        assert citizen.birth_year is None
        assert queries.contact_of(citizen) == Contacts()
        assert known.asked == ["look-up", "deliver"]

    def test_needs_what_a_code_cannot_be_had_without(self, known: InProcess) -> None:
        with pytest.raises(NeedsAll):
            services.open_account(entered(known), opening(agreed=["identity"]), now=SOON)

    def test_takes_somebody_over_whom_a_desk_enrolled(self, known: InProcess) -> None:
        first = entered(known)
        citizen = services.enrol_matched(first.claimed, first.match, by=None, now=NOW)

        user = services.open_account(first, opening(), now=SOON)

        citizen.refresh_from_db()
        assert citizen.user == user
        assert Identity.objects.count() == 1

    def test_keeps_what_is_agreed_to_now_alone(self, known: InProcess) -> None:
        first = entered(known)
        before = Agreement(frozenset({*NEEDED, "contact"}), "en")
        citizen = services.enrol_agreed(first.claimed, first.match, before, by=None, now=NOW)

        agreed = [*NEEDED, "birth_year"]
        services.open_account(first, opening(agreed=agreed), now=SOON)

        citizen.refresh_from_db()
        assert citizen.birth_year == 1985
        assert not queries.agrees_to(citizen, "contact", SOON)
        assert queries.agrees_to(citizen, "birth_year", SOON)

    def test_gives_an_account_back(self, known: InProcess) -> None:
        user = services.open_account(entered(known), opening(), now=SOON)

        again = services.open_account(entered(known), opening(password="another one"), now=SOON)

        assert again == user
        assert again.check_password("another one")

    def test_lets_go_of_a_lost_passkey_with_the_account(self, known: InProcess) -> None:
        user = services.open_account(entered(known), opening(), now=SOON)
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "lost"}
        )

        services.open_account(entered(known), opening(password="another one"), now=SOON)

        assert not Authenticator.objects.filter(user=user).exists()

    def test_is_done_once_with_a_code(self, known: InProcess) -> None:
        once = entered(known)
        services.open_account(once, opening(), now=SOON)

        with pytest.raises(WrongCode):
            services.open_account(once, opening(), now=SOON)

    def test_is_for_who_lives_here(self, known: InProcess) -> None:
        with pytest.raises(LivesElsewhere):
            services.open_account(entered(known, SOUTHERN), opening(), now=SOON)

    def test_needs_a_name_that_is_free(self, known: InProcess) -> None:
        users.user("fang")

        with pytest.raises(NameTaken):
            services.open_account(entered(known), opening(), now=SOON)

    def test_needs_a_name(self, known: InProcess) -> None:
        with pytest.raises(HasNoAccount):
            services.open_account(entered(known), opening(username=""), now=SOON)


class TestGiveConsents:
    def test_leaves_a_receipt(self, known: InProcess) -> None:
        user = services.open_account(entered(known), opening(), now=SOON)
        citizen = Citizen.objects.get(user=user)
        name = queries.consents_of(citizen)[0].receipt

        receipt = queries.receipt(citizen, name)

        assert receipt is not None
        assert receipt["person"] == citizen.reference
        assert [each["item"] for each in receipt["consents"]] == ["birth_year", "contact"]
        contact = receipt["consents"][1]
        assert contact["fields"] == ["email", "phone"]
        assert contact["purpose"] == "To send you notices when your status changes"
        assert contact["expires_at"] > contact["given_at"]

    def test_tells_of_what_the_law_requires_apart_and_without_an_end(
        self, known: InProcess
    ) -> None:
        user = services.open_account(entered(known), opening(), now=SOON)
        citizen = Citizen.objects.get(user=user)

        receipt = queries.receipt(citizen, queries.consents_of(citizen)[0].receipt)

        assert receipt is not None
        required = receipt["required_by_law"]
        assert [each["item"] for each in required] == ["identity", "residence"]
        assert [each["expires_at"] for each in required] == [None, None]
        assert queries.agrees_to(citizen, "identity", SOON + timedelta(days=3650))

    def test_says_that_the_person_gave_them(self, known: InProcess) -> None:
        user = services.open_account(entered(known), opening(), now=SOON)
        citizen = Citizen.objects.get(user=user)

        receipt = queries.receipt(citizen, queries.consents_of(citizen)[0].receipt)

        assert receipt is not None
        assert receipt["verified_by"] == "subject"
        assert receipt["recorded"] == "Given by the person"

    def test_leaves_none_to_others(self, known: InProcess, eve: Citizen) -> None:
        user = services.open_account(entered(known), opening(), now=SOON)
        name = queries.consents_of(Citizen.objects.get(user=user))[0].receipt

        assert queries.receipt(eve, name) is None

    def test_renews_what_was_agreed_to_before(self, eve: Citizen) -> None:
        services.give_consents(eve, ["places"], language="en", now=NOW)
        services.give_consents(eve, ["places"], language="en", now=SOON)

        assert queries.consents_of(eve).filter(withdrawn_at=None).count() == 1

    def test_ends_by_itself(self, eve: Citizen) -> None:
        services.give_consents(eve, ["places"], language="en", now=NOW)

        assert queries.agrees_to(eve, "places", NOW + timedelta(days=364))
        assert not queries.agrees_to(eve, "places", NOW + timedelta(days=365))


class TestWithdrawConsent:
    def test_erases_what_rested_on_it(self, known: InProcess) -> None:
        user = services.open_account(entered(known), opening(), now=SOON)
        citizen = Citizen.objects.get(user=user)

        services.withdraw_consent(citizen, "contact", now=SOON)
        services.withdraw_consent(citizen, "birth_year", now=SOON)

        citizen.refresh_from_db()
        assert citizen.birth_year is None
        assert queries.contact_of(citizen) == Contacts()
        assert not queries.agrees_to(citizen, "contact", SOON)

    def test_is_not_of_what_a_code_needs(self, eve: Citizen) -> None:
        with pytest.raises(CannotBeWithdrawn):
            services.withdraw_consent(eve, "identity", now=NOW)

    def test_is_of_what_was_given(self, eve: Citizen) -> None:
        with pytest.raises(NotGiven):
            services.withdraw_consent(eve, "contact", now=NOW)
