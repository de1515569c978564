"""What differs between any two versions, drafts among them, in words."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from provinces.rules import queries as rules
from provinces.status import rulebook, rulediff

from . import checking, seeing
from .seeing import RulesPage
from .version import sought

DRAFT = "draft:"


class Compare(RulesPage):
    """Two versions beside each other; unless told, what is in force and what began before it."""

    template_name = "console/rules/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = rules.versions(self.now)
        known = [rulebook.entry(one, found) for one in found]
        drafts = [_as_entry(one) for one in rules.listed(self.official, self.now)[:20]]
        new = self._asked("new", found) or (known[0] if known else None)
        old = self._asked("old", found) or (known[1] if len(known) > 1 else None)
        both = [one["ruleset"] for one in (old, new) if one]
        can_be_read = all(checking.is_readable(one.document) for one in both)
        return super().get_context_data(
            versions=[*drafts, *known],
            old=old,
            new=new,
            can_be_read=can_be_read,
            differing=rulediff.told(*both) if can_be_read and len(both) == 2 else None,
            **kwargs,
        )

    def _asked(self, side: str, found: list[Any]) -> dict[str, Any] | None:
        given = self.request.GET.get(side, "")
        if not given:
            return None
        if not given.startswith(DRAFT):
            return rulebook.entry(sought(found, *given.partition("/")[::2]), found)
        number = given.removeprefix(DRAFT)
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise Http404("no such draft")
        return _as_entry(seeing.sought(self, int(number)))


def _as_entry(draft: Any) -> dict[str, Any]:
    """Return a draft as the comparison names it; not signed, it is told apart from versions."""
    called = f"{seeing.called(draft)} · {seeing.STATES[draft.state][0]}"
    return {"ruleset": draft, "key": f"{DRAFT}{draft.pk}", "called": called}
