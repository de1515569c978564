"""A second official's hand: letting a colleague open a record, and marking protected people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.purposes import FOR_OFFICIALS, Purpose
from provinces.jurisdictions.powers import Power
from provinces.oversight import protections

from .choosing import options
from .deeds import Deed
from .people import PeoplePage
from .people_emergencies import OBSTACLES, ReviewPage
from .people_forms import AskConsent

ASKED = _("Asked. If a second official consents, you can open the record for an hour from then on.")
NOBODY = _("Nobody of this reference in your area can be marked. Nothing has been done.")
NO_REASON = _("Choose the reason. Nothing has been proposed.")
# A lifting has a reason of the list, and no words of one's own.
TO_PROPOSE = {**OBSTACLES, citizen.BadCall: NO_REASON}


class Ask(PeoplePage):
    """Ask a second official to let me open a record; whether there is one is told nobody."""

    template_name = "console/people/ask.html"
    http_method_names = ["get", "head", "post", "options"]

    def _may(self) -> bool:
        return Power.VIEW_PERSON in self.powers

    def purposes_here(self) -> list[Purpose]:
        """Return what for one may ask; at desks, to serve somebody."""
        at_desk = [Purpose.DESK] if Power.ENROL_PERSON in self.powers else []
        return [*self.purposes(), *at_desk]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AskConsent(
            purposes=self.purposes_here(),
            initial={"purpose": self.request.GET.get("purpose", "")},
        )
        mine = [_admission(one) for one in citizens.asked_by(self.official, self.now)]
        return super().get_context_data(
            **{"form": form, "mine": mine, "marks": options(citizen.WHY), **kwargs}
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AskConsent(request.POST, purposes=self.purposes_here())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        source = self.source()
        try:
            budgets.spend("person", subject=str(form.whom()), now=self.now, **source)
        except budgets.OverBudget:
            return self.too_often()
        citizen.ask_consent(form.asked(), by=self.official, source=source, now=self.now)
        messages.success(request, ASKED)
        return redirect("console:consent-ask")


class ProposeMark(PeoplePage):
    """Propose that somebody's record is opened with a second official's consent alone."""

    http_method_names = ["post", "options"]

    def _may(self) -> bool:
        return Power.VIEW_PERSON in self.powers

    def post(self, request: HttpRequest) -> HttpResponse:
        reference, why = request.POST.get("reference", ""), request.POST.get("why", "")
        stepping_up.require_confirmed(request)
        try:
            budgets.spend("person", subject=reference, now=self.now, **self.source())
            citizen.propose_mark(reference, why, by=self.official, now=self.now)
        except budgets.OverBudget:
            return self.too_often()
        except citizen.BadCall:
            messages.error(request, NO_REASON)
        except citizen.NobodyToMark:
            messages.error(request, NOBODY)
        else:
            messages.success(request, _("Proposed. It counts once another office has signed."))
        return redirect("console:consent-ask")


class Consents(ReviewPage):
    """What colleagues ask me to consent to, and the marks that await a second office."""

    template_name = "console/people/consents.html"
    here = "consents"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = citizens.admissions_to_give(self.official, self.now)
        marks = citizens.protections_to_sign(self.official, self.now)
        standing = citizens.protections_in_force(self.official, self.now)
        liftings = citizens.liftings_to_sign(self.official, self.now)
        return super().get_context_data(
            asked=[_admission(one) for one in asked],
            marks=[{"mark": one, "why": citizen.WHY[one.why]} for one in marks],
            standing=[{"mark": one, "why": citizen.WHY[one.why]} for one in standing],
            liftings=[{"lifting": one, "why": citizen.TO_LIFT[one.because]} for one in liftings],
            reasons=options(citizen.TO_LIFT),
            **kwargs,
        )


class Decide(Deed, ReviewPage):
    """A decision of the second hand; back to the list either way."""

    here = "consents"
    obstacles = OBSTACLES

    def sought(self, **named: Any) -> int:
        """Return the number of what is the official's to decide; raises Http404 for others."""
        if not self.mine().filter(pk=named["number"]).exists():
            raise Http404("nothing of this number is asked of the official")
        return int(named["number"])

    def mine(self) -> Any:
        """Return what is the official's to decide."""
        return citizens.admissions_to_give(self.official, self.now)

    def forth(self, **_named: Any) -> HttpResponse:
        return redirect("console:consents")


class Give(Decide):
    """Let a colleague open a record for an hour."""

    def act(self, number: int) -> Any:
        citizen.give_consent(number, by=self.official, now=self.now)
        return _("They can open the record for an hour.")


class Refuse(Decide):
    """Do not let them."""

    def act(self, number: int) -> Any:
        citizen.refuse_consent(number, by=self.official, now=self.now)
        return _("Refused. They cannot open it.")


class MarkDecision(Decide):
    """A decision on a mark."""

    def mine(self) -> Any:
        return citizens.protections_to_sign(self.official, self.now)


class SignMark(MarkDecision):
    """Put a mark into force."""

    def act(self, number: int) -> Any:
        citizen.sign_mark(number, by=self.official, now=self.now)
        return _("Signed. Their record is opened with a second official's consent from now on.")


class RefuseMark(MarkDecision):
    """Turn a mark down."""

    def act(self, number: int) -> Any:
        citizen.refuse_mark(number, by=self.official, now=self.now)
        return _("Refused. Nothing changes.")


class ProposeLifting(Decide):
    """Propose that a mark ends before its time, for a reason of the list."""

    obstacles = TO_PROPOSE

    def mine(self) -> Any:
        return citizens.protections_in_force(self.official, self.now)

    def act(self, number: int) -> Any:
        because = self.request.POST.get("because", "")
        citizen.propose_lifting(number, because, by=self.official, now=self.now)
        return _("Proposed. It stays as it is until another office has signed.")


class LiftingDecision(Decide):
    """A decision on the lifting of a mark."""

    def mine(self) -> Any:
        return citizens.liftings_to_sign(self.official, self.now)


class SignLifting(LiftingDecision):
    """End a mark now; its person is told."""

    def act(self, number: int) -> Any:
        protections.lift(number, by=self.official, now=self.now)
        return _("Signed. Their record is opened as any other from now on, and they are told.")


class RefuseLifting(LiftingDecision):
    """Leave a mark as it is."""

    def act(self, number: int) -> Any:
        citizen.refuse_lifting(number, by=self.official, now=self.now)
        return _("Refused. Nothing changes.")


def _admission(one: Any) -> dict[str, Any]:
    return {"admission": one, "purpose": FOR_OFFICIALS[Purpose(one.purpose)]}
