"""The peers' desk: how far each is followed, what was refused, and imports stopped or resumed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.peers import queries as peers
from federation.peers import services
from federation.sync import queries as sync
from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power
from provinces.passes import queries as passes

from . import naming, violations
from .acting import Order

LATEST = 20


class Peers(OfficialView):
    """Every peer with its lag, and what of ours or of the membership expires."""

    power = Power.VIEW_FIGURES
    template_name = "desk/peers.html"
    here = "federation"
    desk = "peers"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names, standings = naming.provinces(), sync.standings()
        forked = {fork.peer for fork in sync.forks()}
        rows = [
            {
                "peer": peer,
                "name": names[peer.slug],
                "is_suspended": peer.state == "suspended",
                "is_forked": peer.slug in forked,
                "logs": [_standing(each) for each in standings if each.peer == peer.slug],
            }
            for peer in peers.peers()
        ]
        expiring = [
            {"what": naming.of_ours(each), "at": each.at, "days": each.days_left(self.now)}
            for each in peers.expiring(self.now)
        ]
        return super().get_context_data(
            rows=rows, version=peers.membership_version(), expiring=expiring, **kwargs
        )


class Peer(OfficialView):
    """One peer: where we stand, its refusals and forks by name, and the way to stop its imports."""

    power = Power.VIEW_FIGURES
    template_name = "desk/peer.html"
    here = "federation"
    desk = "peers"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        peer, late = sought(kwargs.pop("peer")), settings.PASSES_RELAY_LATE
        return super().get_context_data(
            peer=peer,
            name=naming.provinces()[peer.slug],
            is_suspended=peer.state == "suspended",
            logs=[_standing(each) for each in sync.standings() if each.peer == peer.slug],
            lists=[
                {"at": each.issued_at, "is_late": each.issued_at + late < self.now}
                for each in passes.relayed(peer.slug)
            ],
            refusals=[
                {"refusal": each, "said": violations.said(each.code)}
                for each in sync.refusals(peer.slug)[:LATEST]
            ],
            forks=[
                {"fork": each, "log": naming.LOGS[each.log]}
                for each in sync.forks(peer.slug)[:LATEST]
            ],
            **kwargs,
        )


class PeerOrder(Order):
    """What is done about a peer; back to its page."""

    power = Power.MANAGE_PEERS

    def about(self, **named: Any) -> None:
        self.peer = sought(named["peer"])

    def back(self) -> str:
        return reverse("desk:peer", args=[self.peer.slug])


class Suspend(PeerOrder):
    """Stop imports from a peer; its people keep their status."""

    def carry_out(self) -> Any:
        because = self.reason()
        services.suspend(self.peer.slug, by=self.official, because=because, now=self.now)
        return _("Suspended. Nothing more is imported from there until you resume.")


class Resume(PeerOrder):
    """Import from a peer again."""

    def carry_out(self) -> Any:
        because = self.reason()
        services.resume(self.peer.slug, by=self.official, because=because, now=self.now)
        return _("Resumed. What came meanwhile is read within a minute.")


def sought(slug: str) -> Any:
    """Return a peer; raises Http404."""
    found = peers.peers().filter(pk=slug).first()
    if found is None:
        raise Http404("no such peer")
    return found


def _standing(standing: sync.Standing) -> dict[str, Any]:
    return {
        "standing": standing,
        "log": naming.LOGS[standing.log],
        "trouble": violations.trouble(standing),
        "lag": standing.promised - standing.size,
        "is_forked": standing.state == "forked",
    }
