"""Messages and assertions go when their time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.casework import queries, services
from federation.casework.models import Assertion, Hold, Incoming, Outgoing
from provinces.tenancy import scope
from tests import cast
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW, SETTLED

pytestmark = pytest.mark.usefixtures("federation")


class TestForget:
    def test_leaves_what_may_still_matter(self) -> None:
        _, number = stories.guest()
        stories.named()
        stories.received(number)

        assert services.forget(now=NOW + timedelta(days=20)) == 0

    def test_removes_messages_that_would_be_refused_for_their_age(self) -> None:
        for _ in range(2):
            stories.received(stories.document())
        later = NOW + timedelta(days=23)
        services.forget(now=later)

        assert not Incoming.objects.exists()
        with scope.province(cast.SOUTH):
            services.forget(now=later)
            assert not Outgoing.objects.exists()

    def test_does_not_take_what_is_forgotten_for_missing(self) -> None:
        for _ in range(2):
            stories.received(stories.document())
        later = NOW + timedelta(days=23)
        services.forget(now=later)
        with scope.province(cast.SOUTH):
            to = services.guest(stories.document(), cast.NORTH, now=later)
            of = Outgoing.objects.first().message_class
            services.post(to, of=of, body={}, now=later)
        stories.deliver(stories.Post(now=later), now=later)

        assert Incoming.objects.get().seq == 3
        assert queries.missing(cast.SOUTH) == []

    def test_keeps_what_was_said_of_somebody_as_long_as_evidence(self) -> None:
        _, number = stories.guest()
        stories.named()
        stories.received(number)
        stories.received(stories.document())

        services.forget(now=NOW + timedelta(days=8))
        assert Assertion.objects.count() == 1
        services.forget(now=NOW + timedelta(days=22))
        assert not Assertion.objects.exists()

    def test_keeps_the_counts_of_holds(self) -> None:
        stories.received(stories.document(), stories.word(link="venue_code"))
        services.judge(now=SETTLED)

        services.forget(now=NOW + timedelta(days=40))

        assert Hold.objects.get().count == 1
