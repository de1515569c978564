"""An invitation by two: a link from one, a code from the other, one account, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts import inviting
from provinces.accounts import services as accounts
from provinces.accounts.models import Invitation, User
from provinces.jurisdictions import queries, services
from provinces.jurisdictions.models import Change
from provinces.jurisdictions.roles import ROLES
from provinces.ledger import queries as ledger
from tests.cast import NOW
from tests.factories import changes, users

LATE = NOW + timedelta(hours=72)


@pytest.fixture
def first(north: object) -> User:
    return changes.granter()


@pytest.fixture
def second(north: object) -> User:
    return changes.granter(changes.INSPECTION)


def given(secret: str, code: str) -> inviting.Given:
    return inviting.Given(secret, code, users.PASSWORD)


class TestInvitation:
    def test_opens_an_account_with_its_office(self, first: User, second: User) -> None:
        user = services.accept(given(*changes.invited(first, second)), now=NOW)

        assert user.check_password(users.PASSWORD)
        assert (user.full_name, user.language) == ("赵新 Zhao Xin", "en")
        assert queries.powers_of(user, NOW) == ROLES["reviewer"].powers
        assert Change.objects.get().subject == user
        assert "invitation.accepted" in [one.entry.event for one in ledger.about(user)]

    def test_gives_nobody_an_account_before_two_have_signed(self, first: User) -> None:
        services.propose_invitation(
            "Zhao Xin", changes.seat(), language="en", because="post_filled", by=first, now=NOW
        )

        invitation = Invitation.objects.get()
        assert invitation.link is None
        assert not User.objects.filter(username=invitation.username).exists()

    def test_is_kept_as_hashes_only(self, first: User, second: User) -> None:
        secret, code = changes.invited(first, second)

        kept = Invitation.objects.get()

        assert secret.encode() != bytes(kept.link or b"")
        assert code.replace("-", "") not in kept.code

    def test_is_good_for_one_account(self, first: User, second: User) -> None:
        brought = given(*changes.invited(first, second))
        services.accept(brought, now=NOW)

        with pytest.raises(inviting.NoInvitation):
            services.accept(brought, now=NOW)

    def test_names_nobody_once_it_is_closed(self, first: User, second: User) -> None:
        services.accept(given(*changes.invited(first, second)), now=NOW)

        kept = Invitation.objects.get()

        assert (kept.full_name, kept.code, kept.link) == ("", "", None)

    def test_ends(self, first: User, second: User) -> None:
        brought = given(*changes.invited(first, second))

        with pytest.raises(inviting.NoInvitation):
            services.accept(brought, now=LATE)
        accounts.forget(now=LATE)

        assert Invitation.objects.get().full_name == ""

    def test_is_nothing_with_a_link_or_a_code_alone(self, first: User, second: User) -> None:
        secret, code = changes.invited(first, second)

        with pytest.raises(inviting.WrongCode):
            services.accept(given(secret, "aaaaa-aaaaa"), now=NOW)
        with pytest.raises(inviting.NoInvitation):
            services.accept(given("another", code), now=NOW)
        assert services.accept(given(secret, code.upper()), now=NOW)

    def test_is_closed_after_five_wrong_codes(self, first: User, second: User) -> None:
        secret, code = changes.invited(first, second)
        for _ in range(5):
            with pytest.raises(inviting.WrongCode):
                services.accept(given(secret, "aaaaa-aaaaa"), now=NOW)

        with pytest.raises(inviting.NoInvitation):
            services.accept(given(secret, code), now=NOW)

    def test_is_void_when_turned_down(self, first: User, second: User) -> None:
        change, _code = services.propose_invitation(
            "Zhao Xin", changes.seat(), language="en", because="post_filled", by=first, now=NOW
        )

        services.refuse(change, because="not_known", by=second, now=NOW)

        assert Invitation.objects.get().full_name == ""


class TestController:
    def test_is_named_by_two_and_keeps_its_history(self, first: User, second: User) -> None:
        services.name_controller(changes.CONTROLLER, by=None, now=NOW - timedelta(days=9))
        said = {**changes.CONTROLLER, "name_en": "Another office"}
        change = services.propose_controller(said, because="named_by_decree", by=first, now=NOW)
        assert queries.controller(NOW).name_en == "Disease control of the north"

        services.sign(change, by=second, now=NOW)

        assert queries.controller(NOW).name_en == "Another office"
        assert queries.controllers(NOW).count() == 2

    def test_is_named_by_nobody_alone(self, first: User) -> None:
        services.name_controller(changes.CONTROLLER, by=None, now=NOW)

        with pytest.raises(services.NotAlone):
            services.name_controller(changes.CONTROLLER, by=None, now=NOW)
        with pytest.raises(services.NotAlone):
            services.name_controller(changes.CONTROLLER, by=first, now=NOW)

    def test_is_the_whole_provinces_matter(self, north: object) -> None:
        of_a_city = changes.granter("city personnel", "110100")

        with pytest.raises(services.NotAllowed):
            services.propose_controller(
                changes.CONTROLLER, because="contact_changed", by=of_a_city, now=NOW
            )
