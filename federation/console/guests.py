"""What officials tell a guest's home: said by one office, signed by another, followed from here.

Guests are known by their document alone, which makes the name that only the two provinces can
make; whether anybody has it is told nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.casework import hands, parties, queries, services
from federation.casework.models import Outgoing
from federation.peers.queries import NoSealingKey, NotAMember
from provinces.citizens import budgets
from provinces.console.evidence.forms import FILED
from provinces.console.evidence.wording import TOO_OFTEN
from provinces.console.official import OfficialView
from provinces.evidence import queries as evidence
from provinces.evidence.classes import EvidenceClass
from provinces.jurisdictions.powers import Power

from . import faults, naming
from .acting import Misread, Order, said_of
from .guestform import SayOfGuest, SaySame, particulars

HANDS = frozenset({Power.PROPOSE_EVIDENCE, Power.APPROVE_EVIDENCE})
LESSENING = HANDS | {Power.ANSWER_CONTEST}
# So many of those that were told, or turned down, are shown.
LATEST = 20
TAKEN_BACK = (_("Taken back"), "")
OVER = (_("Over"), "")
STATES: dict[str, tuple[Any, str]] = {
    Outgoing.State.WAITING: (_("On its way"), "waits"),
    Outgoing.State.ACKNOWLEDGED: (_("Taken by their home"), "holds"),
    Outgoing.State.REFUSED: (_("Refused by their home"), "strong"),
    Outgoing.State.EXPIRED: (_("Never taken by their home"), "strong"),
}


class Tell(OfficialView):
    """Choose a class of the closed list, and say it of a guest; another office has to sign it."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "desk/guest_tell.html"
    here = "federation"
    desk = "casework"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [(str(of), naming.FACTS[of]) for of in FILED]
        return super().get_context_data(**{"kinds": kinds, "form": self._form(), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if form is None:
            raise Http404("it is of no class that is told")
        if not form.is_valid():
            return self._shown(form)
        number = form.cleaned_data["number"]
        try:
            spend(self, number)
            self._propose(form, number)
        except budgets.OverBudget:
            return self.too_often(TOO_OFTEN)
        except services.Refused as refused:
            form.mistakes(refused.faults)
        except (services.NotAllowed, NotAMember, NoSealingKey) as obstacle:
            form.add_error(None, str(said_of(obstacle)))
        if form.errors:
            return self._shown(form)
        messages.success(request, _("Proposed. It is sent once another office has signed it."))
        return redirect("desk:casework")

    def _propose(self, form: SayOfGuest, number: str) -> None:
        unit = hands.unit(self.official, Power.PROPOSE_EVIDENCE, self.now)
        body = form.body(unit=unit, batch=f"{self.now:%Y-%m-%d} {self.official.pk}")
        home = form.cleaned_data["home"]
        services.propose_fact(number, home=home, body=body, by=self.official, now=self.now)

    def _form(self, *data: Any) -> SayOfGuest | None:
        """Return the form of the class that the address names; None where it names none."""
        named = self.request.GET.get("fact", "")
        if named not in {str(of) for of in FILED}:
            return None
        of = EvidenceClass(named)
        bases = evidence.bases(self.official, self.now, of)
        initial = {"appeal": self.request.build_absolute_uri(reverse("portal:home"))}
        return SayOfGuest(
            of,
            lambda key: bases.filter(pk=key).first(),
            *data,
            homes=homes(self.now),
            initial=initial,
        )

    def _shown(self, form: SayOfGuest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


class Proposal(OfficialView):
    """What is to be told, and by which evidence, for the office that signs or refuses it."""

    power = Power.APPROVE_EVIDENCE
    template_name = "desk/guest_proposal.html"
    here = "federation"
    desk = "casework"

    def _may(self) -> bool:
        return bool(HANDS & self.powers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = sought(kwargs.pop("proposal"), self.now)
        return super().get_context_data(
            **row(held, naming.provinces()),
            particulars=particulars(held.body),
            is_mine=held.proposed_by_id == self.official.pk,
            form=SaySame(),
            **kwargs,
        )


class ProposalOrder(Order):
    """What is done about a proposal; while it waits back to its page."""

    def about(self, **named: Any) -> None:
        self.held = sought(named["proposal"], self.now)

    def back(self) -> str:
        if queries.proposals(self.now).filter(pk=self.held.pk).exists():
            return reverse("desk:guest", args=[self.held.pk])
        return reverse("desk:casework")


class Sign(ProposalOrder):
    """The second signature, given with the document at hand; then it is sent."""

    power = Power.APPROVE_EVIDENCE

    def carry_out(self) -> Any:
        form = SaySame(self.request.POST)
        if not form.is_valid():
            raise Misread(_("Numbers of this document are not made like this."))
        number = form.cleaned_data["number"]
        try:
            spend(self, number)
        except budgets.OverBudget:
            raise Misread(TOO_OFTEN) from None
        services.sign_fact(self.held, document=number, by=self.official, now=self.now)
        return _("Signed and sent. Their home province decides what it is worth.")


class Refuse(ProposalOrder):
    """Have nobody told; whoever proposed it takes it back by the same button."""

    power = Power.APPROVE_EVIDENCE

    def _may(self) -> bool:
        return bool(HANDS & self.powers)

    def carry_out(self) -> Any:
        because = self.reason()
        services.refuse_fact(self.held, because=because, by=self.official, now=self.now)
        return _("Refused. Nobody is told.")


def homes(at: datetime) -> list[tuple[str, Any]]:
    """Return where a guest may live: the other members, each with its name."""
    names = naming.provinces()
    return [(slug, names[slug]) for slug in parties.others(at)]


def section(page: OfficialView, names: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what the casework desk shows of guests, None to whom it is nothing."""
    if not LESSENING & page.powers:
        return None
    found: dict[str, Any] = {"told": [told_row(each, names) for each in queries.told(LATEST)]}
    if HANDS & page.powers:
        found["waiting"] = [row(each, names) for each in queries.proposals(page.now)]
        found["turned_down"] = [row(each, names) for each in queries.turned_down()[:LATEST]]
    return found


def row(held: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a proposal as pages show it."""
    return {
        "held": held,
        "home": names[held.home],
        "fact": naming.FACTS.get(held.fact, held.fact),
    }


def sought(name: Any, at: datetime) -> Any:
    """Return a proposal that awaits its second signature; raises Http404."""
    found = queries.proposals(at).filter(pk=name).first()
    if found is None:
        raise Http404("nothing of that name awaits a signature")
    return found


def told_row(told: queries.Told, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what was told as pages show it."""
    issued, message = told.issued, told.message
    state = STATES[message.state] if message else OVER
    return {
        "issued": issued,
        "home": names[issued.home],
        "fact": naming.FACTS.get(issued.fact, issued.fact),
        "state": TAKEN_BACK if issued.withdrawn_at else state,
        "faults": faults.said(told.problems),
    }


def spend(page: OfficialView, number: str) -> None:
    """Count that an official has to do with a document; raises OverBudget."""
    actor = f"{page.official._meta.label_lower}:{page.official.pk}"
    network = budgets.network_of(page.request)
    budgets.spend("filing", subject=number, actor=actor, network=network, now=page.now)
