"""The page of a person: found by a purpose first, and shown as far as purpose and power allow."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.fields import Field, Way, purposes_of
from provinces.citizens.purposes import FOR_OFFICIALS, Purpose
from provinces.jurisdictions.powers import Power
from provinces.ledger import noticing
from provinces.ledger.purposes import Of
from provinces.oversight import assignments

from .deeds import in_words
from .official import OfficialView
from .people_assigning import DONE, OBSTACLES, OVER, AssignCase, form_for, may_assign
from .people_forms import SayPerson, SayReference
from .people_parts import assigned, parts_of, shown

# Of the people who are assigned to an area.
MOST = 50
TOO_OFTEN = _(
    "More records were looked for than anybody needs to in a day. It was recorded. Go on tomorrow,"
    " or have a colleague do it."
)


class PeoplePage(OfficialView):
    """A page about people: for whoever may view them, and in emergencies for others."""

    power = Power.VIEW_PERSON
    here = "people"

    def _may(self) -> bool:
        return bool({Power.VIEW_PERSON, Power.BREAK_GLASS} & self.powers)

    def purposes(self, way: Way = Way.AREA) -> list[Purpose]:
        """Return what for the official may open records, by now."""
        power = Power.BREAK_GLASS if way == Way.EMERGENCY else Power.VIEW_PERSON
        found = purposes_of([office.role for office in self.standing.by(power)], way=way)
        return [each for each in found if noticing.is_in_use(Of.READ, each, at=self.now)]

    def chosen(self, said: str) -> Purpose | None:
        """Return the purpose of a text, if it is one for which the official opens records."""
        purposes = {*self.purposes(), *self.purposes(Way.EMERGENCY)}
        return next((each for each in purposes if each == said), None)

    def source(self) -> dict[str, str]:
        """Return who searches, and from where, as budgets know it."""
        actor = f"{self.official._meta.label_lower}:{self.official.pk}"
        return {"actor": actor, "network": budgets.network_of(self.request)}

    def nobody(self, purpose: Purpose) -> HttpResponse:
        """Answer alike whether there is nobody, or somebody whom the official may not open."""
        told = {**self.frame(), "purpose": purpose}
        return render(self.request, "console/people/nobody.html", told, status=404)

    def too_often(self, words: Any = TOO_OFTEN) -> HttpResponse:
        """Answer that more records were looked for than anybody needs in a day."""
        return super().too_often(words)


class Find(PeoplePage):
    """What for; then whom, by reference or by document and name."""

    template_name = "console/people/find.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        purpose = self.chosen(self.request.GET.get("purpose", ""))
        named = SayReference(initial={"reference": self.request.GET.get("reference", "")[:24]})
        return super().get_context_data(
            **{
                "purposes": [(each, FOR_OFFICIALS[each]) for each in self.purposes()],
                "purpose": purpose,
                "words": FOR_OFFICIALS[purpose] if purpose else "",
                "by_reference": named,
                "by_document": SayPerson(),
                **kwargs,
            }
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        purpose = self.chosen(request.POST.get("purpose", ""))
        if purpose is None or purpose not in self.purposes():
            return redirect("console:people")
        if "reference" in request.POST:
            form = SayReference(request.POST)
            if not form.is_valid():
                return self._again(purpose, by_reference=form)
            reference = form.cleaned_data["reference"].strip().lower()
            # What no address can hold is nobody's reference.
            return (
                to_person(reference, purpose) if slug_re.match(reference) else self.nobody(purpose)
            )
        who = SayPerson(request.POST)
        if not who.is_valid():
            return self._again(purpose, by_document=who)
        return self._find(who, purpose)

    def _find(self, who: SayPerson, purpose: Purpose) -> HttpResponse:
        claimed, source = who.claimed(), self.source()
        try:
            budgets.spend("person", subject=claimed.number, now=self.now, **source)
        except budgets.OverBudget:
            return self.too_often()
        found = citizen.find_person(claimed, by=self.official, source=source, now=self.now)
        if found is None:
            return self.nobody(purpose)
        return to_person(found.reference, purpose)

    def _again(self, purpose: Purpose, **forms: Any) -> HttpResponse:
        told = {"purpose": purpose, "words": FOR_OFFICIALS[purpose], **forms}
        return self.render_to_response(self.get_context_data(**told))


class Person(PeoplePage):
    """What is kept of a person, each part as far as purpose and power allow; they see who looked.

    Unknown, out of reach and protected are one answer. Without a purpose, that is asked first.
    Whoever looks after the person where they live assigns the case to others, and ends that.
    """

    template_name = "console/people/person.html"
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        opened = self._opened(request.GET.get("purpose", ""), kwargs["reference"])
        if not isinstance(opened, citizens.Opened):
            return opened
        return self._shown(opened, form_for(opened, self.now))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        opened = self._opened(request.POST.get("purpose", ""), reference)
        if not isinstance(opened, citizens.Opened):
            return opened
        form = None
        if "end" not in request.POST:
            if not may_assign(opened):
                raise PermissionDenied("a case is assigned where the person lives")
            form = AssignCase(request.POST, opened=opened, now=self.now)
            if not form.is_valid():
                return self._shown(opened, form)
        stepping_up.require_confirmed(request)
        try:
            messages.success(request, self._act(opened, form))
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, in_words(obstacle, OBSTACLES))
        return to_person(reference, opened.purpose)

    def _act(self, opened: citizens.Opened, form: AssignCase | None) -> Any:
        """Assign the case, or end what was assigned; return what to tell the official."""
        if form is not None:
            form.assign(opened, by=self.official, now=self.now)
            return DONE
        number = self.request.POST["end"]
        if Field.ASSIGNMENTS not in opened.sight or not number.isdecimal() or len(number) > 18:
            raise Http404("no such assignment")
        assignments.end(int(number), of=opened.citizen, by=self.official, now=self.now)
        return OVER

    def _opened(self, said: str, reference: str) -> citizens.Opened | HttpResponse:
        """Return the record for a purpose, or how to answer where it cannot be opened."""
        purpose = self.chosen(said)
        if purpose is None:
            return redirect(f"{reverse('console:people')}?{urlencode({'reference': reference})}")
        try:
            opened = opened_by(self, reference, purpose)
        except budgets.OverBudget:
            return self.too_often()
        return self.nobody(purpose) if opened is None else opened

    def _shown(self, opened: citizens.Opened, form: AssignCase | None) -> HttpResponse:
        parts = parts_of(opened, self.now)
        citizens.look(opened, shown(parts), by=self.official, at=self.now)
        words = FOR_OFFICIALS[opened.purpose]
        told = self.get_context_data(opened=opened, words=words, form=form)
        return self.render_to_response({**told, **parts})


class InCare(PeoplePage):
    """Who is assigned to my areas, by reference: no names, and no status."""

    template_name = "console/people/in_care.html"

    def _may(self) -> bool:
        return Power.VIEW_PERSON in self.powers

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=[assigned(one) for one in citizens.in_care(self.official, self.now, most=MOST)],
            purposes=[(each, FOR_OFFICIALS[each]) for each in self.purposes()],
            **kwargs,
        )


def opened_by(page: PeoplePage, reference: str, purpose: Purpose) -> citizens.Opened | None:
    """Return the record of a reference as the official may see it, None where they may not.

    The first look of a session is counted, like each look for what cannot be opened. Raises
    OverBudget.
    """
    opened = citizens.open_record(reference, by=page.official, purpose=purpose, at=page.now)
    if opened is None or not citizens.is_looking(opened, by=page.official, at=page.now):
        budgets.spend("person", subject=reference.lower(), now=page.now, **page.source())
    return opened


def to_person(reference: str, purpose: Purpose) -> HttpResponse:
    """Lead to the page of a person, for a purpose; whether there is one is told there."""
    page = reverse("console:person", args=[reference])
    return redirect(f"{page}?{urlencode({'purpose': str(purpose)})}")
