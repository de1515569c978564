"""What other provinces use data for, for everybody: their lists, and what is new on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from federation.casework import queries as casework
from federation.casework.models import PeerPurposes
from federation.peers import instants
from federation.peers import queries as peers
from provinces.ledger import purposes, wording
from provinces.portal.purposes import spoken
from provinces.tenancy import scope

from . import naming


class Purposes(TemplateView):
    """Each neighbour's list, with what may not be used yet first."""

    template_name = "desk/purposes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, own, names = timezone.now(), scope.current().slug, naming.provinces()
        told = casework.purposes_of_peers()
        lists = [
            {"slug": each.slug, "name": names[each.slug], "list": shown(told.get(each.slug), now)}
            for each in peers.members(now)
            if each.slug != own
        ]
        return super().get_context_data(here="federation", lists=lists, **kwargs)


def shown(told: PeerPurposes | None, now: datetime) -> dict[str, Any] | None:
    """Return a peer's list as it reads; None where it has told none."""
    if told is None:
        return None
    rows = [_row(each, now) for each in told.purposes]
    return {
        "told": told,
        "new": [row for row in rows if not row["is_in_use"]],
        "rows": [row for row in rows if row["is_in_use"]],
    }


def _row(each: dict[str, Any], now: datetime) -> dict[str, Any]:
    language, begins = spoken(), instants.instant(each["counts_from"])
    return {
        "said": each[language],
        "ground": each["ground"][language],
        "serves": wording.SERVES[purposes.Serves(each["serves"])],
        # A newer version of the protocol may know of more than we have words for.
        "of": {str(of): words for of, words in wording.PURPOSES_OF.items()}.get(each["list"], ""),
        "counts_from": begins,
        "is_in_use": begins <= now,
    }
