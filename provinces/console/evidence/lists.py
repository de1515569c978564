"""Lists of evidence on a page: narrowed by class and by team, and turned page by page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from provinces.evidence.classes import EvidenceClass
from provinces.evidence.queries import Tally

from . import wording

MOST_TEAMS = 200


class KeysFirst(Paginator):
    """Pages of a list that read no more than keys of what lies before them.

    Rows have many columns, and bring others with them: those of a page alone are read whole.
    """

    def page(self, number: int | str) -> Page[Any]:
        """Return a page; raises as other paginators do."""
        number = self.validate_number(number)
        whole: Any = self.object_list
        first = (number - 1) * self.per_page
        keys = whole.values("pk")[first : first + self.per_page]
        rows = whole.model._default_manager.filter(pk__in=keys)
        rows = rows.order_by(*whole.query.order_by)
        rows.query.select_related = whole.query.select_related
        rows.query.deferred_loading = whole.query.deferred_loading
        return Page(rows, number, self)


class Filters:
    """What a list is narrowed to: a class, and the unit that filed; as the address says.

    Offers what was counted in the whole of a list, so that nobody narrows it to nothing unawares.
    """

    def __init__(self, request: HttpRequest, whole: Collection[Tally]) -> None:
        self.teams = sorted({each.team for each in whole if each.team})[:MOST_TEAMS]
        self.kinds = [
            (key, wording.of_class(key)) for key in sorted({each.evidence_class for each in whole})
        ]
        asked = request.GET
        self.kind = asked.get("kind", "") if asked.get("kind", "") in set(EvidenceClass) else ""
        self.asked_page = asked.get("page")
        self.team = asked.get("team", "") if asked.get("team", "") in self.teams else ""

    def narrowed(self, pieces: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of a list that are meant."""
        if self.kind:
            pieces = pieces.filter(evidence_class=self.kind)
        if self.team:
            pieces = pieces.filter(proposed_unit=self.team)
        return pieces

    def page(self, pieces: QuerySet[Any], counted: Collection[Tally], size: int) -> Page[Any]:
        """Return the page of a list that is asked for, of what is meant of it.

        How many there are is known from the count, and is not asked again.
        """
        paginator = KeysFirst(self.narrowed(pieces), size)
        paginator.count = sum(each.number for each in counted if self._means(each))
        return paginator.get_page(self.asked_page)

    def _means(self, each: Tally) -> bool:
        return self.kind in ("", each.evidence_class) and self.team in ("", each.team)

    @property
    def query(self) -> str:
        """Return how addresses of further pages go on, "" or ending in an ampersand."""
        said = {name: value for name in ("kind", "team") if (value := getattr(self, name))}
        return f"{urlencode(said)}&" if said else ""
