"""A desk: people who are present are found by document and name, enrolled, and served.

Whom one has found stays at the desk for some minutes; nobody else's page can be opened.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.fields import Field
from provinces.citizens.mandates import Kind, NotAChild, Scope
from provinces.citizens.purposes import Purpose
from provinces.citizens.registry import RegistryDown
from provinces.citizens.ticking import ticks
from provinces.evidence import services as evidence
from provinces.evidence.declaring import SayHealth
from provinces.jurisdictions.powers import Power

from . import typed
from .deeds import in_words
from .desk_forms import SayPresent
from .official import OfficialView

SESSION_KEY = "at_desk"
STAYS = timedelta(minutes=30)
DOWN = _("The identity registry does not answer just now. Try again in a few minutes.")
NOT_HERE = _(
    "The registry knows nobody like that who lives in your area. Whoever is moving here from"
    " another province gets a code on paper at a desk there, until their record has come; nobody"
    " needs one to see a doctor, be tested, go home or contest a decision."
)
NOTED = _(
    "Noted, as the person said. The status is worked out again within a minute, and the person is"
    " told if it changes."
)
NOT_SAID = _(
    "Nothing has been done. Choose an answer first, such as how the person is or what somebody may"
    " do for them; a day is written as 2026-11-20."
)
ENROLLED = _("Enrolled. The receipt of what the person agreed to has the number %(receipt)s.")
TOO_OFTEN = _(
    "More people were searched for than a desk serves in a day, or the same one too often. It was"
    " recorded. Go on tomorrow, or have a colleague serve the person."
)


class NobodyThere(Http404):
    """Nobody was found at the desk yet, or it is too long ago."""


class DeskPage(OfficialView):
    """A page of the desk."""

    power = Power.ENROL_PERSON
    here = "desk"

    def source(self) -> dict[str, str]:
        """Return who asks and from where, as budgets know them."""
        official = self.official
        actor = f"{official._meta.label_lower}:{official.pk}"
        return {"actor": actor, "network": budgets.network_of(self.request)}

    def spend(self, number: str) -> dict[str, str]:
        """Count a search; return its source."""
        source = self.source()
        budgets.spend("desk", subject=number, now=self.now, **source)
        return source

    def welcome(self, person: Any) -> HttpResponse:
        """Have a person at the desk from now on."""
        self.request.session[SESSION_KEY] = [person.reference, self.now.isoformat()]
        return redirect("console:desk-person")


class Desk(DeskPage):
    """Find the person who is present, or enrol them."""

    template_name = "console/desk.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = ticks(self.request.POST.getlist("agreed"))
        return super().get_context_data(
            phones=citizens.sandbox_phones(), **{"form": SayPresent(), **asked, **kwargs}
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SayPresent(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        claimed = form.claimed()
        try:
            source = self.spend(claimed.number)
        except budgets.OverBudget:
            return self.too_often(TOO_OFTEN)
        found = citizen.find_present(claimed, by=self.official, source=source, now=self.now)
        if found is not None:
            return self.welcome(found)
        if "enrol" not in request.POST:
            return self.render_to_response(self.get_context_data(form=form, is_nobody=True))
        return self._enrol(form)

    def _enrol(self, form: SayPresent) -> HttpResponse:
        agreement = citizen.Agreement(form.items(), get_language() or "zh-hans")
        try:
            person = citizen.enrol_present(
                form.claimed(), agreement, by=self.official, now=self.now
            )
        except RegistryDown:
            messages.error(self.request, DOWN)
        except citizen.NotHere:
            messages.error(self.request, NOT_HERE)
        else:
            given = citizens.consents_of(person).first()
            told = {"receipt": given.receipt if given else "–"}
            messages.success(self.request, ENROLLED % told)
            return self.welcome(person)
        return self.render_to_response(self.get_context_data(form=form))


class Person(DeskPage):
    """A page about the person at the desk, who sees that it was opened, and what it shows."""

    # What it shows of the person, as far as the table lets the official see it.
    fields: ClassVar[tuple[Field, ...]] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person: Any = None
        try:
            return super().dispatch(request, *args, **kwargs)
        except NobodyThere:
            told = {**self.frame(), "form": SayPresent(), "is_empty": True}
            return render(request, "console/desk.html", told, status=404)

    def present(self) -> Any:
        """Return the person at the desk; raises NobodyThere."""
        reference, since = self.request.session.get(SESSION_KEY, ["", ""])
        if not reference or datetime.fromisoformat(since) < self.now - STAYS:
            raise NobodyThere
        found = citizens.within_reach(
            reference, by=self.official, power=Power.ENROL_PERSON, at=self.now
        )
        if found is None:
            raise NobodyThere
        return found

    def require(self, person: Any, field: Field) -> None:
        """Answer 404 where a field of the person is not for this official."""
        sight = citizens.sight_of(person, by=self.official, purpose=Purpose.DESK, at=self.now)
        if field not in sight:
            raise Http404(f"{field} is not for this official")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.present()
        record = citizens.read_record(
            person, self.fields, by=self.official, purpose=Purpose.DESK, at=self.now
        )
        return super().get_context_data(person=person, record=record, **kwargs)


class Act(Person):
    """Something done for the person at the desk; back to their page."""

    http_method_names = ["post", "options"]
    # The fields whose words are shown again where it could not be done.
    keeps: ClassVar[tuple[str, ...]] = ()

    def post(self, request: HttpRequest) -> HttpResponse:
        person = self.present()
        try:
            with transaction.atomic():
                told = self.do(person)
        except tuple(REFUSALS) as refusal:
            messages.error(request, in_words(refusal, REFUSALS))
            typed.keep(request, self.keeps)
        else:
            messages.success(request, told)
        return redirect("console:desk-person")

    def do(self, person: Any) -> Any:
        """Do it, and return what to tell the official."""
        raise NotImplementedError


class Declare(Act):
    """Note how the person says they are."""

    def do(self, person: Any) -> Any:
        form = SayHealth(self.request.POST)
        if not form.is_valid():
            raise ValueError("nothing that can be declared")
        told = form.told()
        citizen.serve(person, citizen.Act.DECLARED, by=self.official, now=self.now)
        evidence.declare(person, told.pop("of"), now=self.now, channel="desk", **told)
        return NOTED


class Mandate(Act):
    """Let somebody act for the person, who wants it."""

    keeps = ("reference",)

    def do(self, person: Any) -> Any:
        holder = citizens.of_reference(self.request.POST.get("reference", "").strip().lower())
        if holder is None or holder == person:
            raise citizen.NotHere("nobody else is known by this reference")
        kind = Kind.CHILD if "child" in self.request.POST else Kind.ADULT
        scopes = [Scope(scope) for scope in self.request.POST.getlist("scopes")]
        wish = citizen.Wish(person, holder, scopes, kind)
        citizen.give_mandate_present(wish, by=self.official, now=self.now)
        return _("They may act for the person from now on.")


class EndMandate(Act):
    """End what the person no longer wants."""

    def do(self, person: Any) -> Any:
        number = int(self.request.POST.get("mandate", "0"))
        if not citizens.given_by(person, self.now).filter(pk=number).exists():
            raise citizen.NotTheirMandate("it is not of the person at the desk")
        citizen.serve(person, citizen.Act.MANDATE, by=self.official, now=self.now)
        citizen.revoke_mandate(number, by=self.official, now=self.now)
        return _("The mandate has ended.")


class Letter(Person):
    """Print a letter with which the person opens an account; its code is shown this once."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        person = self.present()
        try:
            number, code = citizen.give_letter(person, by=self.official, now=self.now)
        except tuple(REFUSALS) as refusal:
            messages.error(request, REFUSALS[type(refusal)])
            return redirect("console:desk-person")
        grouped = "-".join(number[at : at + 4] for at in range(0, len(number), 4))
        told = {**self.frame(), "number": grouped, "code": code}
        return render(request, "console/desk_letter.html", told)


class Leave(DeskPage):
    """The person leaves the desk."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session.pop(SESSION_KEY, None)
        return redirect("console:desk")


REFUSALS: dict[type[Exception], Any] = {
    citizen.NotHere: _("Nobody like that is known. Nothing has been done."),
    citizen.OwnRecord: _("You cannot serve yourself; a colleague can."),
    citizen.NotTheirMandate: _("The mandate has ended already."),
    NotAChild: _("The person is too old, or their year of birth is not known."),
    RegistryDown: DOWN,
    ValueError: NOT_SAID,
}
