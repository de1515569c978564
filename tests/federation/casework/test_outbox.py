"""Messages wait in the outbox until their receiver has acknowledged them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.casework import queries, services
from federation.casework.models import Assertion, Incoming, Outgoing
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.tenancy import scope
from tests import cast
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW, Post

pytestmark = pytest.mark.usefixtures("federation")


def waiting() -> list[Outgoing]:
    """Return the south's messages, in order."""
    with scope.province(cast.SOUTH):
        return list(Outgoing.objects.order_by("seq"))


class TestPost:
    def test_numbers_messages_without_a_gap(self) -> None:
        for _ in range(3):
            stories.said(stories.document())

        assert [message.seq for message in waiting()] == [1, 2, 3]

    def test_holds_nothing_that_can_be_read(self) -> None:
        number = stories.document()
        stories.said(number)

        text = str(waiting()[0].statement)
        assert number not in text
        assert "CASE-120101-0001" not in text


class TestSendDue:
    def test_is_acknowledged_at_once(self) -> None:
        stories.said(stories.document())

        sent = stories.deliver()

        assert (sent.acknowledged, sent.failed) == (1, 0)
        assert waiting()[0].state == Outgoing.State.ACKNOWLEDGED
        assert Incoming.objects.count() == 1

    def test_sends_nothing_twice_that_was_acknowledged(self) -> None:
        stories.said(stories.document())
        stories.deliver()

        assert stories.deliver(now=NOW + timedelta(days=1)).acknowledged == 0

    def test_tries_again_ever_later_and_never_drops(self) -> None:
        stories.said(stories.document())
        down, waits, at = Post(is_down=True), [], NOW
        for _ in range(14):
            stories.deliver(down, now=at)
            (message,) = waiting()
            waits.append(int((message.next_try_at - at).total_seconds()))
            at = message.next_try_at

        assert waits[:4] == [5, 10, 20, 40]
        assert waits[-1] == 3600
        assert stories.deliver(Post(now=at), now=at).acknowledged == 1

    def test_takes_a_message_once_whose_receipt_was_lost(self) -> None:
        _, number = stories.guest()
        stories.named()
        stories.said(number)
        stories.deliver(Post(broken=lambda _of: True))
        later = NOW + timedelta(minutes=1)

        assert stories.deliver(Post(now=later), now=later).acknowledged == 1
        assert Assertion.objects.count() == 1

    def test_lets_a_silent_peer_be_for_the_round(self) -> None:
        for _ in range(3):
            stories.said(stories.document())

        assert stories.deliver(Post(is_down=True)).failed == 1

    def test_gives_up_when_the_message_expires(self) -> None:
        stories.said(stories.document())
        late = NOW + timedelta(days=21)

        stories.deliver(Post(now=late), now=late)

        assert waiting()[0].state == Outgoing.State.EXPIRED
        with scope.province(cast.SOUTH):
            assert Entry.objects.filter(event=Event.NOTICE_OVERDUE).exists()

    def test_believes_no_receipt_of_another_message(self) -> None:
        for _ in range(2):
            stories.said(stories.document())
        first, second = waiting()
        stories.deliver()
        receipt = waiting()[0].acknowledgement
        with scope.province(cast.SOUTH), pytest.raises(services.BadEnvelope) as wrong:
            services.acknowledged(second, receipt, now=NOW)

        assert first.pk != second.pk
        assert wrong.value.code == "bad-acknowledgement"


class TestMissing:
    def test_names_the_numbers_that_have_not_come(self) -> None:
        for _ in range(3):
            stories.said(stories.document())
        with scope.province(cast.SOUTH):
            Outgoing.objects.filter(seq=2).update(next_try_at=NOW + timedelta(hours=1))
        stories.deliver()

        assert queries.missing(cast.SOUTH) == [2]
