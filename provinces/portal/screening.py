"""A citizen's own tests and vaccinations, shown to themselves and whom they allow."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from provinces.citizens.fields import Field, readers_of
from provinces.citizens.mandates import Scope
from provinces.citizens.purposes import WORDING as PURPOSES
from provinces.jurisdictions.roles import ROLES
from provinces.screening import queries as screening

from .acting import PersonPage

METHODS = {"pcr": _("PCR"), "antigen": _("Antigen")}
# How an outcome reads, and the class of its tag: word and shape besides colour.
OUTCOMES = {
    "negative": (_("Negative"), "govuk-tag--green", "○"),
    "positive": (_("Positive"), "govuk-tag--red", "●"),
    "indeterminate": (_("Inconclusive"), "govuk-tag--yellow", "◐"),
}


class Tests(PersonPage, TemplateView):
    """My results, the latest sample first, and what was taken back."""

    scope = Scope.SEE_DETAILS
    template_name = "portal/tests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            here="tests",
            now=now,
            results=[_row(result) for result in screening.results_of(self.citizen, now)],
            gone=[_row(result) for result in screening.results_gone(self.citizen, now)],
            readers=_readers(),
            **kwargs,
        )


class Vaccinations(PersonPage, TemplateView):
    """My vaccinations, as their register tells of them."""

    scope = Scope.SEE_DETAILS
    template_name = "portal/vaccinations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        doses = screening.vaccinations_of(self.citizen)
        return super().get_context_data(here="tests", doses=doses, **kwargs)


def _row(result: Any) -> dict[str, Any]:
    word, tag, shape = OUTCOMES[result.outcome]
    return {
        "result": result,
        "method": METHODS[result.method],
        "word": word,
        "tag": tag,
        "shape": shape,
    }


def _readers() -> list[dict[str, Any]]:
    """Return which officials may see results, and what for, as the table of fields has it."""
    return [
        {
            "role": ROLES[one.role],
            "purposes": [PURPOSES[purpose] for purpose in one.purposes],
            "in_emergencies": one.in_emergencies,
        }
        for one in readers_of(Field.RESULTS)
    ]
