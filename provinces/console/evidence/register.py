"""The register of cases and their contacts, by team; orders past their end; what I have filed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.web import addresses
from core.web.templatetags.web import count, named
from provinces.citizens.fields import Field
from provinces.console.official import OfficialView
from provinces.evidence import queries
from provinces.evidence import services as evidence
from provinces.evidence.classes import CASES, EvidenceClass
from provinces.jurisdictions.powers import Power

from . import times, wording
from .filing import masked_name
from .lists import Filters
from .signing import case_words

ON_A_PAGE = 25
CLOSE = _("%(n)s of them close")


class Cases(OfficialView):
    """The cases of my areas, the latest first, with their contacts and how soon those were told."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "console/evidence/cases.html"
    here = "cases"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = queries.register(self.official, self.now)
        counted = queries.tally(whole)
        filters = Filters(self.request, counted)
        page = filters.page(whole, counted, ON_A_PAGE)
        took = times.of_cases(list(page), self.now)
        address = addresses.of_rows("console:case")
        rows = [
            {
                "number": case.pk,
                "address": address(case.pk),
                "reference": case.citizen.reference,
                "name": wording.of_class(case.evidence_class),
                "state": wording.state(case, self.now),
                "area": named(case.citizen.area),
                "origin": wording.ORIGINS[case.source],
                "team": named(case.proposed_unit),
                **_told(took[case.pk]),
            }
            for case in page
        ]
        return super().get_context_data(page=page, rows=rows, filters=filters, **kwargs)


def _told(took: times.Times) -> dict[str, Any]:
    """Return how soon the contacts of a case were told, as its row says it."""
    return {
        "positive_at": took.positive_at,
        "is_result": took.is_result,
        "contacts": count(took.resting),
        "close": CLOSE % {"n": took.close} if took.close else "",
        **wording.took(took),
    }


class Case(OfficialView):
    """One case, or a close contact, with whatever rests on it; the person sees who looked."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "console/evidence/case.html"
    here = "cases"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self._sought(kwargs.pop("case"))
        found = queries.contacts(self.official, self.now).filter(case=case)
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        may_rest = queries.bases(self.official, self.now, EvidenceClass.SECONDARY_CONTACT)
        return super().get_context_data(
            case=case,
            name=masked_name(self, case.citizen, Field.EVIDENCE),
            title=wording.of_class(case.evidence_class),
            moment=wording.moment(case.evidence_class),
            origin=wording.ORIGINS[case.source],
            state=wording.state(case, self.now),
            rests_on=case_words(case),
            took=wording.took(times.of_cases([case], self.now)[case.pk]),
            bears=may_rest.filter(pk=case.pk).exists(),
            page=page,
            rows=contact_rows(page, self.now),
            **kwargs,
        )

    def _sought(self, key: int) -> Any:
        classes = sorted(map(str, CASES | {EvidenceClass.CLOSE_CONTACT}))
        found = queries.open_to(self.official, self.now)
        found = found.filter(pk=key, evidence_class__in=classes).select_related(
            "citizen__area", "case", "investigator", "hold"
        )
        case = found.first()
        if case is None:
            raise Http404("no such case in the official's areas")
        return case


class Contacts(OfficialView):
    """The contacts of my areas, by team: on whose case, found out how, by whom and when."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "console/evidence/contacts.html"
    here = "cases"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = queries.contacts(self.official, self.now)
        counted = queries.tally(whole)
        filters = Filters(self.request, counted)
        page = filters.page(whole, counted, ON_A_PAGE)
        return super().get_context_data(
            page=page, rows=contact_rows(page, self.now), filters=filters, **kwargs
        )


class Overdue(OfficialView):
    """Orders of my office past their planned end that nobody has released, the longest first."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "console/evidence/overdue.html"
    here = "cases"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        whole = queries.overdue_orders(self.official, self.now).select_related("citizen__area")
        counted = queries.tally(whole)
        filters = Filters(self.request, counted)
        page = filters.page(whole, counted, ON_A_PAGE)
        rows = [{"order": one, "name": wording.of_class(one.evidence_class)} for one in page]
        return super().get_context_data(page=page, rows=rows, filters=filters, **kwargs)


class Mine(OfficialView):
    """What I have filed, and what became of it."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "console/evidence/mine.html"
    here = "cases"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.filed_by(self.official)
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [
            {
                "piece": one,
                "name": wording.of_class(one.evidence_class),
                "state": wording.state(one, self.now),
            }
            for one in page
        ]
        return super().get_context_data(page=page, rows=rows, **kwargs)


class TakeBack(OfficialView):
    """Take back what I filed and nobody has signed yet."""

    power = Power.PROPOSE_EVIDENCE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, piece: int) -> HttpResponse:
        found = queries.filed_by(self.official).filter(pk=piece).first()
        if found is None:
            raise Http404("the official has filed no such piece")
        because = gettext("Taken back by whoever filed it")
        try:
            evidence.reject(found, by=self.official, because=because, now=self.now)
            messages.success(request, _("Taken back. It never had any effect."))
        except tuple(wording.OBSTACLES) as obstacle:
            messages.error(request, wording.obstacle(obstacle))
        return redirect("console:evidence-mine")


def contact_rows(contacts: Any, at: Any) -> list[dict[str, Any]]:
    """Return contacts as a table has them."""
    return [
        {
            "piece": one,
            "name": wording.of_class(one.evidence_class),
            "state": wording.state(one, at),
            "case": case_words(one),
        }
        for one in contacts
    ]
