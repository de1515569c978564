"""A peer suspended and taken up again, by somebody, for a reason."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from federation.peers import queries, services
from federation.peers.models import Peer
from federation.peers.services.suspending import NoReason
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.tenancy import scope
from tests.federation.peers.founding import NOW

pytestmark = pytest.mark.usefixtures("federation")


def suspended() -> Peer:
    return services.suspend("south", by="official:1", because="it showed two histories", now=NOW)


class TestSuspend:
    def test_stops_imports_here_alone(self) -> None:
        suspended()

        assert queries.is_suspended("south")
        assert queries.active() == []
        with scope.province("south"):
            assert [peer.slug for peer in queries.active()] == ["north"]

    def test_says_who_when_and_why(self) -> None:
        peer = suspended()

        assert (peer.suspended_by, peer.suspended_at) == ("official:1", NOW)
        payload = Payload.objects.get(about="peer:south")
        assert payload.entry.event == Event.PEER_SUSPENDED
        assert payload.body == {"because": "it showed two histories"}

    def test_is_done_once(self) -> None:
        suspended()

        with pytest.raises(services.AlreadySuspended):
            suspended()

    @pytest.mark.parametrize(("by", "because"), [("", "a reason"), ("official:1", " ")])
    def test_needs_a_reason_and_somebody(self, by: str, because: str) -> None:
        with pytest.raises(NoReason):
            services.suspend("south", by=by, because=because, now=NOW)

    @pytest.mark.parametrize("slug", ["north", "east"])
    def test_is_of_peers_alone(self, slug: str) -> None:
        with pytest.raises(services.NotAMember):
            services.suspend(slug, by="official:1", because="a reason", now=NOW)

    @pytest.mark.parametrize("column", ["suspended_because", "suspended_by"])
    def test_cannot_be_without_a_reason_in_the_table(self, column: str) -> None:
        suspended()

        with pytest.raises(IntegrityError), transaction.atomic():
            Peer.objects.update(**{column: ""})


class TestResume:
    def test_imports_again(self) -> None:
        suspended()

        peer = services.resume("south", by="official:2", because="it was a mistake", now=NOW)

        assert [each.slug for each in queries.active()] == ["south"]
        assert (peer.suspended_by, peer.suspended_at, peer.suspended_because) == ("", None, "")
        events = Payload.objects.filter(about="peer:south").values_list("entry__event", flat=True)
        assert sorted(events) == [Event.PEER_RESUMED, Event.PEER_SUSPENDED]

    def test_is_of_a_suspended_peer(self) -> None:
        with pytest.raises(services.NotSuspended):
            services.resume("south", by="official:2", because="a reason", now=NOW)

    def test_needs_a_reason(self) -> None:
        suspended()

        with pytest.raises(NoReason):
            services.resume("south", by="official:2", because="", now=NOW)
