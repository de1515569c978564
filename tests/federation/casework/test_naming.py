"""Names that two provinces make alike, and that nobody else can link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.signing import pseudonyms
from federation.casework import parties, services
from federation.casework.models import Assertion, Pseudonym
from federation.casework.services import naming
from federation.peers import services as peers
from provinces.evidence.models import Evidence
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests import cast
from tests.factories import citizens
from tests.federation.casework import stories
from tests.federation.casework.stories import EPOCH, NOW

pytestmark = pytest.mark.usefixtures("own_keys", "federation")


class TestMakePseudonyms:
    def test_makes_one_for_everybody_with_a_document(self) -> None:
        eve, number = stories.guest()
        citizens.citizen()

        assert services.make_pseudonyms(cast.SOUTH, EPOCH, now=NOW) == 1

        with scope.province(cast.SOUTH):
            theirs = services.guest(number, cast.NORTH, now=NOW)
        assert naming.known(cast.SOUTH, theirs.about, EPOCH).citizen == eve

    def test_makes_nothing_twice(self) -> None:
        stories.guest()
        services.make_pseudonyms(cast.SOUTH, EPOCH, now=NOW)

        assert services.make_pseudonyms(cast.SOUTH, EPOCH, now=NOW) == 0

    def test_makes_what_came_since(self) -> None:
        stories.guest()
        services.make_pseudonyms(cast.SOUTH, EPOCH, now=NOW)
        stories.guest()

        assert services.make_pseudonyms(cast.SOUTH, EPOCH, now=NOW) == 1

    def test_makes_another_name_each_month(self) -> None:
        stories.guest()
        for epoch in (EPOCH, "2026-12"):
            services.make_pseudonyms(cast.SOUTH, epoch, now=NOW)

        assert len(set(Pseudonym.objects.values_list("pseudonym", flat=True))) == 2

    def test_keeps_no_document(self) -> None:
        _, number = stories.guest()
        services.make_pseudonyms(cast.SOUTH, EPOCH, now=NOW)

        assert number not in str(Pseudonym.objects.values())

    def test_knows_old_and_new_names_while_a_key_is_replaced(self) -> None:
        _, number = stories.guest()
        peers.rotate_key(KeyRole.SEALING, now=NOW)
        services.make_pseudonyms(cast.SOUTH, EPOCH, now=NOW)

        stories.received(number)

        assert Pseudonym.objects.count() == 2
        assert Assertion.objects.get().citizen is not None
        assert len(keys.sealing_keys()) == 2


class TestKeepUp:
    def test_makes_next_months_names_some_days_ahead(self) -> None:
        stories.guest()

        services.keep_up_pseudonyms(now=NOW + timedelta(days=14))

        epochs = set(Pseudonym.objects.values_list("epoch", flat=True))
        assert epochs == {"2026-11", "2026-12"}


class TestRecognise:
    def test_finds_whom_an_assertion_is_about_that_came_first(self) -> None:
        eve, number = stories.guest()
        stories.received(number)
        services.judge(now=stories.SETTLED)
        stories.named()

        assert services.recognise(now=stories.SETTLED) == 1
        assert services.judge(now=stories.SETTLED + timedelta(minutes=1)) == 1
        assert Assertion.objects.get().citizen == eve
        assert Evidence.objects.get().citizen == eve

    def test_leaves_nobody_nobody(self) -> None:
        stories.received(stories.document())
        stories.named()

        assert services.recognise(now=NOW) == 0


class TestForget:
    def test_removes_names_of_which_nothing_can_come(self) -> None:
        stories.guest()
        services.keep_up_pseudonyms(now=NOW)

        assert services.forget_pseudonyms(now=NOW) == 0
        assert services.forget_pseudonyms(now=NOW + timedelta(days=70)) == 1


class TestAddress:
    def test_is_the_same_from_both_sides(self) -> None:
        eve, number = stories.guest()

        here = services.address(eve, cast.SOUTH, now=NOW)
        with scope.province(cast.SOUTH):
            there = services.guest(number, cast.NORTH, now=NOW)

        assert here.about == there.about

    def test_needs_a_document(self) -> None:
        with pytest.raises(services.NoDocument):
            services.address(citizens.citizen(), cast.SOUTH, now=NOW)

    def test_cannot_be_made_by_a_third_province(self) -> None:
        own = keys.sealing_keys()[0]
        theirs = own.public

        key = pseudonyms.pair_key(own, theirs, ("north", "east"))

        assert key != parties.pair_key(cast.SOUTH, NOW)
