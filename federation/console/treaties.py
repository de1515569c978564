"""Treaties with other provinces: proposed by one office, signed by another, ended by either."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.periods import epoch_minute
from federation.borders import queries as borders
from federation.borders import services
from federation.peers import queries as peers
from provinces.accounts import stepping_up
from provinces.console import drawing
from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power
from provinces.tenancy import scope

from . import naming
from .acting import OBSTACLES, Order, said_of
from .treatyform import ProposeTreaty

OVER = (_("Over"), "")
PROPOSED = _("Proposed. Another office signs it here, and the other province signs it there.")


class Treaties(OfficialView):
    """All treaties, and the form that proposes one; it binds nobody before both have signed.

    Whoever proposes one has just confirmed who they are.
    """

    power = Power.VIEW_FIGURES
    template_name = "desk/treaties.html"
    here = "federation"
    desk = "treaties"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = naming.provinces()
        shown: dict[str, Any] = {
            "rows": [row(each, names, self.now) for each in borders.treaties()]
        }
        if "form" not in kwargs and Power.MANAGE_PEERS in self.powers:
            form = self._form()
            shown["form"] = form if form.others else None
        return super().get_context_data(**shown, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        if Power.MANAGE_PEERS not in self.powers:
            raise PermissionDenied("no office in force carries the power to propose treaties")
        form = self._form(request.POST)
        if form.is_valid():
            stepping_up.require_confirmed(request)
            try:
                made = services.propose_treaty(form.draft(self.now), by=self.official, now=self.now)
            except tuple(OBSTACLES) as obstacle:
                form.add_error(None, str(said_of(obstacle)))
            else:
                messages.success(request, PROPOSED)
                return redirect("desk:treaty", made.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def _form(self, *data: Any) -> ProposeTreaty:
        names, own = naming.provinces(), scope.current().slug
        members = [each.slug for each in peers.members(self.now)]
        others = [(slug, names[slug]) for slug in members if slug != own]
        return ProposeTreaty(*data, own=(own, names[own]), others=others)


class Treaty(OfficialView):
    """One treaty: its terms in both languages, its ground, its signatures, the next step."""

    power = Power.VIEW_FIGURES
    template_name = "desk/treaty.html"
    here = "federation"
    desk = "treaties"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        treaty, names = sought(kwargs.pop("treaty")), naming.provinces()
        found = row(treaty, names, self.now)
        return super().get_context_data(
            **found,
            own=names[scope.current().slug],
            drawing=drawing.of(treaty.strip, []),
            may_sign_it=not found["is_over"] and treaty.signed_at is None,
            is_own=treaty.proposed_by_id == self.official.pk,
            may_end_it=not found["is_over"] and treaty.ended_by_id is None,
            **kwargs,
        )


class TreatyOrder(Order):
    """What is done about a treaty; back to its page."""

    power = Power.SIGN_AGREEMENTS

    def about(self, **named: Any) -> None:
        self.treaty = sought(named["treaty"])

    def back(self) -> str:
        return reverse("desk:treaty", args=[self.treaty.pk])


class Sign(TreatyOrder):
    """Sign for the province, as another office than the one that proposed."""

    def carry_out(self) -> Any:
        services.sign_treaty(self.treaty, by=self.official, now=self.now)
        return _("Signed, and published. It counts once the other province has signed as well.")


class End(TreatyOrder):
    """End a treaty at once; what lost under it does not come back."""

    def carry_out(self) -> Any:
        reason = self.reason()
        services.end_treaty(self.treaty, at=self.now, reason=reason, by=self.official, now=self.now)
        return _("Ended, and published.")


def sought(name: str) -> Any:
    """Return a treaty; raises Http404."""
    found = borders.treaties().filter(pk=name).first()
    if found is None:
        raise Http404("no such treaty")
    return found


def row(treaty: Any, names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return a treaty as pages show it."""
    until = treaty.ends if treaty.ended_minute is None else min(treaty.ends, treaty.ended_minute)
    is_over = until <= epoch_minute(now)
    return {
        "treaty": treaty,
        "kind": naming.KINDS[treaty.kind],
        "partner": names[treaty.partner],
        "decider": names[treaty.decider] if treaty.decider else "",
        "proposer": names[treaty.proposed_from],
        "until": until,
        "is_over": is_over,
        "state": OVER if is_over else _state(treaty),
    }


def _state(treaty: Any) -> tuple[Any, str]:
    if treaty.signed_at and treaty.partner_signed_at:
        return _("In force"), "holds"
    if treaty.signed_at:
        return _("Waits for the other province"), "waits"
    return _("Waits for our signature"), "waits"
