"""Who recognises whom, and what waits at the desks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.casework import queries, services
from federation.casework.classes import MessageClass
from federation.casework.models import Incoming, Outgoing
from federation.casework.services.desks import AboutNobody, AlreadyAnswered
from federation.peers import services as peers
from provinces.citizens import queries as citizens
from provinces.tenancy import scope
from tests import cast
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW

pytestmark = pytest.mark.usefixtures("federation")


def asked(number: str, of: MessageClass = MessageClass.APPEAL) -> Incoming:
    """Have the south ask something about a guest."""
    with scope.province(cast.SOUTH):
        to = services.guest(number, cast.NORTH, now=NOW)
        message = services.post(to, of=of, body={"text": "please look again"}, now=NOW)
    stories.deliver()
    return Incoming.objects.get(pk=message.pk)


class TestRecognition:
    def test_is_of_each_member_by_each_other(self) -> None:
        found = {(each.host, each.home): each.is_accepted for each in queries.recognition(NOW)}

        assert found == {("north", "south"): True, ("south", "north"): True}

    def test_is_not_lost_with_imports(self) -> None:
        peers.suspend(cast.SOUTH, by="sync", because="split view", now=NOW)

        assert all(each.is_accepted for each in queries.recognition(NOW))

    def test_puts_nobody_below_green(self) -> None:
        assert {each.floor for each in queries.recognition(NOW)} == {"green"}

    def test_is_of_nobody_once_the_membership_is_over(self) -> None:
        later = NOW + timedelta(days=400)

        assert not any(each.is_accepted for each in queries.recognition(later))


class TestDesk:
    def test_shows_what_is_about_our_people_alone(self) -> None:
        eve, number = stories.guest()
        stories.named()
        asked(number)
        asked(stories.document())

        assert [message.citizen for message in queries.desk()] == [eve]

    def test_opens_a_message_and_has_the_person_know(self) -> None:
        eve, number = stories.guest()
        stories.named()
        message = asked(number)
        officer = stories.official("case_officer", unit="cases")

        assert services.read_message(message, by=officer, now=NOW) == {"text": "please look again"}
        assert [read.purpose for read in citizens.reads_of(eve)] == ["appeal"]

    def test_answers_once(self) -> None:
        _, number = stories.guest()
        stories.named()
        message = asked(number)
        officer = stories.official("case_officer", unit="cases")
        services.answer_message(message, text="we did", by=officer, now=NOW)
        stories.exchange()

        with scope.province(cast.SOUTH):
            assert Outgoing.objects.get().answered_at == NOW
        assert not queries.desk().exists()
        with pytest.raises(AlreadyAnswered):
            services.answer_message(message, text="again", by=officer, now=NOW)

    def test_opens_and_answers_nothing_about_nobody(self) -> None:
        message = asked(stories.document())
        officer = stories.official("case_officer", unit="cases")

        with pytest.raises(AboutNobody):
            services.read_message(message, by=officer, now=NOW)
        with pytest.raises(AboutNobody):
            services.answer_message(message, text="who?", by=officer, now=NOW)

    def test_takes_no_verdict(self) -> None:
        with scope.province(cast.SOUTH):
            to = services.guest(stories.document(), cast.NORTH, now=NOW)
            body = {"text": "x", "status": "red"}
            services.post(to, of=MessageClass.CORRECTION, body=body, now=NOW)
        stories.deliver()

        assert Incoming.objects.get().is_refused


class TestUnacknowledged:
    def test_is_what_a_peer_has_not_taken(self) -> None:
        with scope.province(cast.SOUTH):
            stories.said(stories.document())
            minute = timedelta(minutes=1)
            found = queries.unacknowledged(NOW + minute, for_longer_than=minute)
            assert found.count() == 1
