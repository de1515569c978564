"""Evidence is filed: a person is found, a class is chosen, and its form is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.claiming import SayWho
from provinces.citizens.fields import Field
from provinces.citizens.masking import masked
from provinces.citizens.purposes import Purpose
from provinces.console.official import OfficialView
from provinces.evidence import queries
from provinces.evidence import services as evidence
from provinces.evidence.classes import CASES, CONTACTS, ORDERS, EvidenceClass, rests_on
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power

from . import wording
from .forms import FILED, SayEvidence, mistakes_of
from .importing import FILED_NOW, HELD, sought_class

ASSIGNED = 100


def masked_name(page: OfficialView, person: Any, *fields: Field, power: Power | None = None) -> str:
    """Return a person's name, masked; they see that an official looked, at what, and what for.

    The page shows the name, where it is kept, and `fields`. By the power of the page, or another
    one of the official's.
    """
    name = citizens.name_of(person)
    view = citizens.note_reading(
        person,
        [*fields, Field.NAME] if name else fields,
        by=page.official,
        purpose=Purpose.EVIDENCE,
        at=page.now,
        power=power or Power(page.power),
    )
    return masked(name) if Field.NAME in view.seen else ""


def case_of(page: OfficialView) -> Any:
    """Return the piece that a contact is to rest on, as the address says; None without one."""
    number = page.request.GET.get("case", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    of = EvidenceClass.SECONDARY_CONTACT  # rests on all that anything can rest on
    return queries.bases(page.official, page.now, of).filter(pk=int(number)).first()


def with_case(address: str, case: Any) -> str:
    """Return an address that goes on with a case."""
    return f"{address}?case={case.pk}" if case else address


class Find(OfficialView):
    """Find the person whom it is about: by document and name, or among those assigned to me."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "console/evidence/find.html"
    here = "cases"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assigned = citizens.assigned_to(self.official, Power.PROPOSE_EVIDENCE, self.now)
        told = {"form": SayWho(), "case": case_of(self), "assigned": assigned[:ASSIGNED]}
        return super().get_context_data(**{**told, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SayWho(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        claimed = form.claimed()
        actor = f"{self.official._meta.label_lower}:{self.official.pk}"
        source = {"actor": actor, "network": budgets.network_of(request)}
        try:
            budgets.spend("filing", subject=claimed.number, now=self.now, **source)
        except budgets.OverBudget:
            return self.too_often(wording.TOO_OFTEN)
        search = citizen.Search("filing", Power.PROPOSE_EVIDENCE, self.official, source)
        found = citizen.find(claimed, search, now=self.now)
        if found is None:
            return self.render_to_response(self.get_context_data(form=form, is_nobody=True))
        about = reverse("console:evidence-about", args=[found.reference])
        return redirect(with_case(about, case_of(self)))


class About(OfficialView):
    """What can be filed about a person: the closed list, and nothing else."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "console/evidence/about.html"
    here = "cases"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, case = sought(self, kwargs.pop("reference")), case_of(self)
        return super().get_context_data(
            person=person,
            name=masked_name(self, person),
            case=case,
            groups=[
                {"name": name, "kinds": [_kind(of) for of in classes]}
                for name, classes in _offered(case)
            ],
            **kwargs,
        )


class File(OfficialView):
    """The form of one class, about one person."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "console/evidence/file.html"
    here = "cases"
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person, of = sought(self, kwargs["reference"]), sought_class(kwargs["kind"])
        case = case_of(self)
        initial = {"investigator": str(self.official.pk), **({"case": case.pk} if case else {})}
        return self.shown(person, self.form(of, initial=initial))

    def post(self, request: HttpRequest, reference: str, kind: str) -> HttpResponse:
        person, form = sought(self, reference), self.form(sought_class(kind), request.POST)
        if not form.is_valid():
            return self.shown(person, form)
        try:
            piece = evidence.propose(form.as_claim(person), by=self.official, now=self.now)
        except evidence.InvalidClaim as invalid:
            mistakes_of(form, invalid)
            return self.shown(person, form)
        except tuple(wording.OBSTACLES) as obstacle:
            form.add_error(None, wording.obstacle(obstacle))
            return self.shown(person, form)
        messages.success(request, HELD if piece.hold_id else FILED_NOW)
        return redirect("console:evidence-mine")

    def form(self, of: EvidenceClass, *args: Any, **kwargs: Any) -> SayEvidence:
        """Return the form of a class, with those who may have found a contact out."""
        bases = queries.bases(self.official, self.now, of)
        offices = jurisdictions.colleagues(self.official, self.now) if of in CONTACTS else []
        colleagues = {str(self.official.pk): self.official}
        colleagues |= {str(office.user_id): office.user for office in offices}
        return SayEvidence(
            of, lambda number: bases.filter(pk=number).first(), colleagues, *args, **kwargs
        )

    def shown(self, person: Any, form: SayEvidence) -> HttpResponse:
        """Show the form; its fields stand in their order."""
        told = self.get_context_data(
            person=person,
            name=masked_name(self, person),
            form=form,
            kind=str(form.of),
            title=wording.of_class(form.of),
            case=case_of(self),
        )
        return self.render_to_response(told)


def sought(page: OfficialView, reference: str) -> Any:
    """Return a person on whom the official may file evidence; raises Http404."""
    found = citizens.within_reach(reference, by=page.official, power=Power(page.power), at=page.now)
    if found is None:
        raise Http404("nobody of that reference is where the official's office reaches")
    return found


def _kind(of: EvidenceClass) -> dict[str, str]:
    return {"key": str(of), "name": wording.of_class(of)}


def _offered(case: Any) -> list[tuple[Any, Sequence[EvidenceClass]]]:
    """Return the classes of the closed list, in groups; of a case, what may rest on it."""
    contacts = [of for of in FILED if of in CONTACTS]
    if case is not None:
        of = EvidenceClass(case.evidence_class)
        # Of a case the contacts; of a close contact their contacts, and those alone.
        fitting = [each for each in contacts if of in rests_on(each)]
        first = [each for each in fitting if each is not EvidenceClass.SECONDARY_CONTACT]
        return [(_("Contacts"), first or fitting)]
    others = [of for of in FILED if of not in CASES | CONTACTS | ORDERS]
    return [
        (_("Cases of illness"), [of for of in FILED if of in CASES]),
        (_("Contacts"), contacts),
        (_("Orders of isolation or monitoring"), [of for of in FILED if of in ORDERS]),
        (_("Arrivals and other signals"), others),
    ]
