"""What everybody may read of the federation in a province, and how to check it oneself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.utils import timezone
from django.views.generic import TemplateView

from federation.borders import queries as borders
from federation.casework import conformance
from federation.casework import queries as casework
from federation.casework.models import PeerScore
from federation.peers import queries as peers
from federation.sync import queries as sync
from provinces.ledger import queries as ledger
from provinces.tenancy import scope
from provinces.tenancy.keys import KeyRole

from . import naming
from .maps import resolved_map

# A score is looked at by everybody, and made from the database's own catalogues.
KEEP_SECONDS = 60
LOGS = ("feed", "audit")


class Federation(TemplateView):
    """Members, who recognises whom, security scores, the map's digest, and both logs."""

    template_name = "desk/federation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, names = timezone.now(), naming.provinces()
        return super().get_context_data(
            here="federation",
            version=peers.membership_version(),
            **_members(now),
            **resolved_map(names),
            differing=[names[each.origin] for each in borders.discrepancies()],
            logs=[{"log": log, "head": ledger.head(log)} for log in LOGS],
            **kwargs,
        )


class Verifying(TemplateView):
    """How to verify a proof without trusting this site."""

    template_name = "desk/verifying.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own, now = scope.current().slug, timezone.now()
        member = peers.member(own)
        role = KeyRole.LEDGER
        return super().get_context_data(
            here="federation",
            keys=[each.key for each in member.in_force(role, now)] if member else [],
            witnesses=[each.slug for each in peers.members(now) if each.slug != own],
            **kwargs,
        )


def _members(now: datetime) -> dict[str, Any]:
    own, members = scope.current().slug, peers.members(now)
    accepted = {(each.host, each.home): each.is_accepted for each in casework.recognition(now)}
    scores = {each.peer: each for each in PeerScore.objects.all()}
    followed = {each.peer: each for each in sync.standings() if each.log == "feed"}
    return {
        "floor": casework.FLOOR,
        "members": [
            {
                "member": each,
                "is_own": each.slug == own,
                "score": _own_score(now) if each.slug == own else scores.get(each.slug),
                "standing": followed.get(each.slug),
                "feed": f"{each.url}v1/feed/checkpoint",
            }
            for each in members
        ],
        "matrix": [
            {
                "host": host,
                "cells": [
                    {
                        "home": home,
                        "is_same": host is home,
                        "is_accepted": accepted.get((host.slug, home.slug), False),
                    }
                    for home in members
                ],
            }
            for host in members
        ],
    }


def _own_score(now: datetime) -> dict[str, Any]:
    kept: dict[str, Any] | None = caches["process"].get("federation.score")
    if kept is None:
        found = conformance.score(now)
        kept = {"passed": found.passed, "of": found.of, "scored_at": now}
        caches["process"].set("federation.score", kept, KEEP_SECONDS)
    return kept
