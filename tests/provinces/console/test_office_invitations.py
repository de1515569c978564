"""Somebody new is invited by two: one has the code, the other the link, each once."""

from __future__ import annotations

import re
from typing import Any

from provinces.accounts.models import User
from provinces.jurisdictions import queries
from provinces.jurisdictions.models import Change
from provinces.jurisdictions.powers import Power
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import changes, users
from tests.pages import address, reader, words
from tests.provinces.console.test_offices import SEAT, first, second, sign

__all__ = ["first", "second"]


class TestInvitation:
    def invited(self, first: User, second: User, **changed: str) -> tuple[str, str]:
        said = {**SEAT, "full_name": "Zhao Xin", "language": "en", **changed}
        page = words(reader(first).post(address("console:office-invite"), said))
        code = re.search(r"\b[a-z2-9]{5}-[a-z2-9]{5}\b", page)
        link = re.search(r"http\S+/invitation/\S+/", words(sign(second)))
        assert code
        assert link
        return link[0].removeprefix("http://testserver"), code[0]

    def answer(self, link: str, code: str, **changed: str) -> Any:
        said = {"code": code, "password": users.PASSWORD, "again": users.PASSWORD, **changed}
        return ProvinceClient(headers={"accept-language": "en"}).post(link, said)

    def test_leads_to_an_account_and_to_its_authenticator(self, first: User, second: User) -> None:
        link, code = self.invited(first, second)

        page = self.answer(link, code)

        assert page.status_code == 302
        assert page["Location"].endswith("/security/")
        made = User.objects.get(full_name="Zhao Xin")
        assert Power.APPROVE_EVIDENCE in queries.powers_of(made, NOW)

    def test_shows_link_and_code_to_one_each_and_once(self, first: User, second: User) -> None:
        link, code = self.invited(first, second)
        change = Change.objects.get()

        for official in (first, second):
            said = words(reader(official).get(address("console:office-change", change.pk)))
            assert code not in said
            assert link not in said

    def test_works_once_and_says_one_thing_of_all_that_do_not(
        self, first: User, second: User
    ) -> None:
        link, code = self.invited(first, second)
        self.answer(link, code)

        used = self.answer(link, code)
        unknown = self.answer(address("portal:invitation", "unknown"), code)

        assert used.status_code == unknown.status_code == 404
        assert words(used) == words(unknown)
        assert "This link opens nothing" in words(used)

    def test_does_not_open_by_a_wrong_code_or_a_mistyped_password(
        self, first: User, second: User
    ) -> None:
        link, code = self.invited(first, second)

        assert "does not belong to this link" in words(self.answer(link, "aaaaa-aaaaa"))
        assert "The two are not the same." in words(self.answer(link, code, again="another one"))
        assert not User.objects.filter(full_name="Zhao Xin").exists()

    def test_is_no_road_to_a_second_signature(self, first: User, second: User, ada: User) -> None:
        link, code = self.invited(
            first, second, area="110000", role="administrator", unit="puppets' office"
        )
        self.answer(link, code)
        puppet = User.objects.get(full_name="Zhao Xin")

        said = words(sign(puppet, changes.grant(ada, first)))

        assert "put in office by the other a short while ago" in said
        assert not ada.offices.filter(role="reviewer").exists()
