"""Lists of evidence on a page: narrowed by class and by team, and turned page by page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from provinces.evidence.classes import EvidenceClass

from . import wording

MOST_TEAMS = 200


class Filters:
    """What a list is narrowed to: a class, and the unit that filed; as the address says.

    Offers what there is in the whole of a list, so that nobody narrows it to nothing unawares.
    """

    def __init__(self, request: HttpRequest, whole: QuerySet[Any]) -> None:
        teams = whole.order_by("proposed_unit").values_list("proposed_unit", flat=True).distinct()
        self.teams = [team for team in teams[:MOST_TEAMS] if team]
        keys = whole.order_by("evidence_class").values_list("evidence_class", flat=True).distinct()
        self.kinds = [(key, wording.of_class(key)) for key in keys]
        asked = request.GET
        self.kind = asked.get("kind", "") if asked.get("kind", "") in set(EvidenceClass) else ""
        self.team = asked.get("team", "") if asked.get("team", "") in self.teams else ""

    def narrowed(self, pieces: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of a list that are meant."""
        if self.kind:
            pieces = pieces.filter(evidence_class=self.kind)
        if self.team:
            pieces = pieces.filter(proposed_unit=self.team)
        return pieces

    @property
    def query(self) -> str:
        """Return how addresses of further pages go on, "" or ending in an ampersand."""
        said = {name: value for name in ("kind", "team") if (value := getattr(self, name))}
        return f"{urlencode(said)}&" if said else ""
