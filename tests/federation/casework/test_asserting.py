"""A host tells a guest's home what it learnt of them."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError

from federation.casework import hands, services
from federation.casework.models import Issued, Outgoing
from federation.peers.queries import NotAMember
from provinces.citizens.identities import NotADocument
from provinces.tenancy import scope
from tests import cast
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW

pytestmark = pytest.mark.usefixtures("federation")


class TestAssertFact:
    def test_keeps_what_was_told_and_not_of_whom(self) -> None:
        number = stories.document()
        issued = stories.said(number)

        assert issued.fact == "close_contact"
        with scope.province(cast.SOUTH):
            assert number not in str(Issued.objects.values()) + str(Outgoing.objects.values())

    def test_tells_nothing_that_its_home_would_refuse(self) -> None:
        with pytest.raises(services.Refused):
            stories.said(stories.document(), stories.word(colour="red"))
        with scope.province(cast.SOUTH):
            assert not Outgoing.objects.exists()

    def test_needs_a_document_that_can_be_one(self) -> None:
        with pytest.raises(NotADocument):
            stories.said("?")

    def test_tells_members_alone(self) -> None:
        with pytest.raises(NotAMember):
            services.assert_fact("E12345678", home="east", body=stories.word(), by=None, now=NOW)

    def test_of_officials_takes_the_hands_of_two_offices(self) -> None:
        tracer = stories.official("epidemiologist", unit="tracers")
        alone = hands.Two(tracer, "tracers", tracer, "tracers")

        with pytest.raises(IntegrityError, match="officials_tell_of_a_guest_by_two_offices"):
            services.assert_fact(
                "E12345678", home=cast.SOUTH, body=stories.word(), by=alone, now=NOW
            )


class TestTakeBack:
    def test_is_for_what_stands(self) -> None:
        with pytest.raises(services.NotOurs):
            services.take_back(uuid.uuid4(), because="x", now=NOW)

    def test_is_done_once(self) -> None:
        issued = stories.said(stories.document())
        with scope.province(cast.SOUTH):
            services.take_back(issued.pk, because="x", now=NOW)
            with pytest.raises(services.NotOurs):
                services.take_back(issued.pk, because="x", now=NOW)
