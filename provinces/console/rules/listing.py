"""Every version and draft that an official may see, with its clocks; those that wait first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power
from provinces.rules import queries as rules
from provinces.rules import services as rulesets
from provinces.rules.wording import said
from provinces.status import rulebook

from . import seeing, waiting
from .seeing import RulesPage

MOST_DRAFTS = 50


class Rules(RulesPage):
    """The versions, the drafts, what waits for me, and where a draft may begin."""

    template_name = "console/rules/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = rules.versions(self.now)
        drafts = [self._row(one) for one in rules.listed(self.official, self.now)[:MOST_DRAFTS]]
        current = rules.in_force(self.now)
        return super().get_context_data(
            sections=rulebook.sections(found),
            drafts=[row for row in drafts if not row["waits"]],
            waiting=[row for row in drafts if row["waits"]],
            ends_soon=waiting.ending(self.now) is not None,
            current=current,
            comparable=len(found) + len(drafts) > 1,
            bases=list(bases(current)) if Power.DRAFT_RULES in self.powers else [],
            **kwargs,
        )

    def _row(self, draft: Any) -> dict[str, Any]:
        return {
            "draft": draft,
            "called": seeing.called(draft),
            "state": seeing.STATES[draft.state],
            "mine": draft.drafted_by_id == self.official.pk,
            "waits": waiting.waits(draft, self),
        }


class Begin(OfficialView):
    """Begin a draft from the version in force, from any other one, or from one that ships."""

    power = Power.DRAFT_RULES
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        kind, _colon, named = request.POST.get("base", "").partition(":")
        document = self._document(kind, named)
        if document is None:
            raise BadRequest("a draft begins from something that there is")
        made = rulesets.draft(rules.renewed(document), by=self.official, now=self.now)
        messages.success(request, _("Begun. Nobody is held by a draft."))
        return redirect("console:rules-draft", made.pk)

    def _document(self, kind: str, named: str) -> Any:
        if kind == "shipped" and named in rules.shipped_names():
            return rules.shipped(named)
        if kind == "version":
            found = rules.named(*named.partition("/")[::2])
            return found.document if found else None
        if kind == "draft" and named.isdecimal():
            return seeing.sought(self, int(named[:9])).document
        return None


def bases(current: Any) -> Iterator[tuple[str, Any]]:
    """Yield from what a draft may begin: what is in force first."""
    if current is not None:
        words = _("What is in force: %(called)s") % {"called": rulebook.called(current)}
        yield f"version:{current.name}/{current.version}", words
    for name in rules.shipped_names():
        yield (
            f"shipped:{name}",
            _("A set that ships: %(name)s") % {"name": said(rules.shipped(name)["names"])},
        )
