"""Who may act for whom, in what, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from provinces.citizens import mandates, queries, services
from provinces.citizens.mandates import Kind, NotAChild, Scope, Verified
from provinces.citizens.models import Citizen, Mandate
from provinces.citizens.services import NotTheirMandate, Wish
from provinces.ledger import queries as entries
from provinces.ledger.events import Event
from tests.cast import NOW
from tests.factories import users
from tests.factories.mandates import mandate

DAY = timedelta(days=1)


def told(citizen: Citizen) -> list[str]:
    """Return the events that a citizen can see of themselves, newest first."""
    return [payload.entry.event for payload in entries.about(citizen)]


class TestEndOf:
    def test_is_a_year_on_for_an_adult(self) -> None:
        until = mandates.end_of(Kind.ADULT, now=NOW, birth_year=1940, child_until=16)

        assert until == NOW + timedelta(days=365)

    def test_is_before_the_child_is_grown(self) -> None:
        until = mandates.end_of(Kind.CHILD, now=NOW, birth_year=2011, child_until=16)

        assert until == datetime(2027, 1, 1, tzinfo=UTC)

    @pytest.mark.parametrize("born", [2010, 1990, None])
    def test_is_never_of_somebody_who_may_be_grown(self, born: int | None) -> None:
        with pytest.raises(NotAChild):
            mandates.end_of(Kind.CHILD, now=NOW, birth_year=born, child_until=16)


class TestAskMandate:
    def test_has_no_effect_before_it_is_accepted(self, eve: Citizen, finn: Citizen) -> None:
        services.ask_mandate(Wish(eve, finn, {Scope.SHOW_CODE}), now=NOW)

        assert not queries.may_act_for(finn.user, eve, Scope.SHOW_CODE, NOW)
        assert told(eve)[0] == Event.MANDATE_ASKED

    def test_is_for_something(self, eve: Citizen, finn: Citizen) -> None:
        with pytest.raises(ValueError, match="something"):
            services.ask_mandate(Wish(eve, finn, []), now=NOW)

    def test_knows_no_other_scope(self, eve: Citizen, finn: Citizen) -> None:
        with pytest.raises(ValueError, match="everything"):
            services.ask_mandate(Wish(eve, finn, ["everything"]), now=NOW)  # type: ignore[list-item]


class TestAcceptMandate:
    def test_puts_it_in_force(self, eve: Citizen, finn: Citizen) -> None:
        asked = services.ask_mandate(Wish(eve, finn, {Scope.BOOK}), now=NOW)

        services.accept_mandate(asked.pk, by=eve, now=NOW)

        assert queries.may_act_for(finn.user, eve, Scope.BOOK, NOW)
        assert told(eve)[0] == Event.MANDATE_GIVEN

    def test_is_for_nobody_else_to_do(self, eve: Citizen, finn: Citizen) -> None:
        asked = services.ask_mandate(Wish(eve, finn, {Scope.BOOK}), now=NOW)

        with pytest.raises(NotTheirMandate):
            services.accept_mandate(asked.pk, by=finn, now=NOW)

    def test_is_done_once(self, eve: Citizen, finn: Citizen) -> None:
        given = mandate(eve, finn)

        with pytest.raises(NotTheirMandate):
            services.accept_mandate(given.pk, by=eve, now=NOW)


class TestGiveMandate:
    def test_replaces_the_one_before(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn, Scope.APPEAL)
        mandate(eve, finn, Scope.BOOK)

        assert not queries.may_act_for(finn.user, eve, Scope.APPEAL, NOW)
        assert queries.may_act_for(finn.user, eve, Scope.BOOK, NOW)

    def test_names_the_official_of_the_desk(self, eve: Citizen, finn: Citizen) -> None:
        clerk = users.user()
        wish = Wish(eve, finn, {Scope.BOOK})

        given = services.give_mandate(wish, verified=Verified.DESK, by=clerk, now=NOW)

        assert given.verified_at_desk == clerk
        assert entries.about(eve)[0].by == f"accounts.user:{clerk.pk}"

    def test_gives_nobody_a_mandate_for_themselves(self, eve: Citizen) -> None:
        with pytest.raises(IntegrityError, match="nobody_holds"), transaction.atomic():
            mandate(eve, eve)


class TestRevokeMandate:
    @pytest.mark.parametrize("who", ["subject", "holder"])
    def test_is_for_either_to_do(self, eve: Citizen, finn: Citizen, who: str) -> None:
        given = mandate(eve, finn)

        services.revoke_mandate(given.pk, by=getattr(given, who), now=NOW)

        assert not queries.may_act_for(finn.user, eve, Scope.SHOW_CODE, NOW)
        assert told(eve)[0] == Event.MANDATE_REVOKED

    def test_is_for_no_third(self, eve: Citizen, finn: Citizen) -> None:
        from tests.factories import citizens  # noqa: PLC0415

        given = mandate(eve, finn)

        with pytest.raises(NotTheirMandate):
            services.revoke_mandate(given.pk, by=citizens.citizen(), now=NOW)


class TestMayActFor:
    def test_is_everybody_for_themselves(self, eve: Citizen) -> None:
        assert queries.may_act_for(eve.user, eve, Scope.SEE_DETAILS, NOW)

    def test_is_nobody_else(self, eve: Citizen, finn: Citizen) -> None:
        assert not queries.may_act_for(finn.user, eve, Scope.SHOW_CODE, NOW)

    def test_reaches_no_further_than_the_scopes(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn, Scope.SHOW_CODE)

        assert not queries.may_act_for(finn.user, eve, Scope.SEE_DETAILS, NOW)

    def test_ends_by_itself(self, eve: Citizen, finn: Citizen) -> None:
        given = mandate(eve, finn)

        assert queries.may_act_for(finn.user, eve, Scope.SHOW_CODE, given.ends_at - DAY)
        assert not queries.may_act_for(finn.user, eve, Scope.SHOW_CODE, given.ends_at)

    def test_works_one_way(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn)

        assert not queries.may_act_for(eve.user, finn, Scope.SHOW_CODE, NOW)


class TestActingFor:
    def test_lists_who_may_be_acted_for(self, eve: Citizen, finn: Citizen) -> None:
        given = mandate(eve, finn)

        assert list(queries.acting_for(finn.user, NOW)) == [given]
        assert list(queries.acting_for(eve.user, NOW)) == []
        assert list(queries.acting_for(finn.user, given.ends_at)) == []


class TestNoteUse:
    def test_is_told_once_an_hour_for_each_thing(self, eve: Citizen, finn: Citizen) -> None:
        given = mandate(eve, finn, Scope.SHOW_CODE, Scope.BOOK)

        for minutes in (0, 5, 59, 60):
            services.note_use(given, Scope.SHOW_CODE, now=NOW + timedelta(minutes=minutes))
        services.note_use(given, Scope.BOOK, now=NOW)

        assert told(eve).count(Event.MANDATE_USED) == 3
        assert entries.about(eve)[0].body == {"scope": "book", "holder": finn.reference}


class TestUsesOf:
    def test_tells_who_acted_and_in_what_once_an_hour(self, eve: Citizen, finn: Citizen) -> None:
        given = mandate(eve, finn)
        for minutes in (0, 20, 70):
            services.note_use(given, Scope.SHOW_CODE, now=NOW + timedelta(minutes=minutes))

        uses = queries.uses_of(eve)

        assert [(one.hour, one.holder, one.scope) for one in uses] == [
            (NOW + timedelta(hours=1), finn, Scope.SHOW_CODE),
            (NOW, finn, Scope.SHOW_CODE),
        ]
        assert queries.uses_of(finn) == []


class TestMandate:
    def test_lasts_no_longer_than_a_year(self, eve: Citizen, finn: Citizen) -> None:
        given = mandate(eve, finn)

        with pytest.raises(IntegrityError, match="a_mandate_ends"), transaction.atomic():
            Mandate.objects.filter(pk=given.pk).update(ends_at=NOW + 366 * DAY)

    def test_is_not_given_without_having_been_verified(self, eve: Citizen, finn: Citizen) -> None:
        asked = services.ask_mandate(Wish(eve, finn, {Scope.BOOK}), now=NOW)

        with pytest.raises(IntegrityError, match="was_verified"), transaction.atomic():
            Mandate.objects.filter(pk=asked.pk).update(given_at=NOW)
