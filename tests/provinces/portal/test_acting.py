"""For whom somebody acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory

from provinces.accounts.models import User
from provinces.citizens import services
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen
from provinces.ledger import queries as entries
from provinces.ledger.events import Event
from provinces.portal import acting
from tests.cast import NOW
from tests.factories.mandates import mandate


def request(user: User) -> HttpRequest:
    """A request of somebody with a session."""
    made = RequestFactory().get("/")
    made.user, made.session = user, SessionStore()
    return made


class TestStandsFor:
    def test_is_oneself_unless_one_chose(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn)

        assert acting.stands_for(request(finn.user), Scope.SEE_DETAILS).citizen == finn

    def test_is_whom_one_chose(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn)
        asked = request(finn.user)

        acting.switch(asked, eve.reference, now=NOW)

        assert acting.is_for_another(asked)
        assert acting.stands_for(asked, Scope.SHOW_CODE).citizen == eve
        assert entries.about(eve)[0].entry.event == Event.MANDATE_USED

    def test_is_refused_beyond_the_scopes(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn)
        asked = request(finn.user)
        acting.switch(asked, eve.reference, now=NOW)

        with pytest.raises(PermissionDenied):
            acting.stands_for(asked, Scope.SEE_DETAILS)

    def test_is_refused_once_when_the_mandate_is_revoked(self, eve: Citizen, finn: Citizen) -> None:
        given = mandate(eve, finn)
        asked = request(finn.user)
        acting.switch(asked, eve.reference, now=NOW)
        services.revoke_mandate(given.pk, by=eve, now=NOW)

        with pytest.raises(acting.MandateOver):
            acting.stands_for(asked, Scope.SHOW_CODE)
        assert acting.stands_for(asked, Scope.SHOW_CODE).citizen == finn

    def test_is_refused_when_the_mandate_has_ended(
        self, eve: Citizen, finn: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given = mandate(eve, finn)
        asked = request(finn.user)
        acting.switch(asked, eve.reference, now=NOW)
        later = given.ends_at + timedelta(seconds=1)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)

        with pytest.raises(acting.MandateOver):
            acting.stands_for(asked, Scope.SHOW_CODE)

    def test_is_nobody_for_an_official(self, ada: User) -> None:
        with pytest.raises(PermissionDenied):
            acting.stands_for(request(ada), Scope.SHOW_CODE)


class TestSwitch:
    def test_goes_back_to_oneself(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn)
        asked = request(finn.user)
        acting.switch(asked, eve.reference, now=NOW)

        acting.switch(asked, "", now=NOW)

        assert acting.stands_for(asked, Scope.SHOW_CODE).citizen == finn

    @pytest.mark.parametrize("known", [True, False])
    def test_answers_unknown_and_forbidden_alike(
        self, eve: Citizen, finn: Citizen, known: bool
    ) -> None:
        with pytest.raises(acting.MandateOver, match="there is no such mandate"):
            acting.switch(request(finn.user), eve.reference if known else "a" * 16, now=NOW)
