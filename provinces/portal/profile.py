"""What I told of myself and agreed to: language, addresses for notices, consents and receipts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.validators import RegexValidator, validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from provinces.citizens import budgets, sending
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen

from . import asking, correcting
from .asking import SayCode
from .enrolment import WRONG
from .status import OwnPage

CHANNELS = {"email": _("E-mail"), "phone": _("Phone")}
VALIDATORS: dict[str, Any] = {
    "email": validate_email,
    "phone": RegexValidator(r"^\+?[0-9 ]{6,20}$", _("Digits and spaces, with + and the country.")),
}


class SayContact(forms.Form):
    """An address for notices."""

    channel = forms.ChoiceField(label=_("How notices reach you"), choices=[])
    address = forms.CharField(
        label=_("Address or number"), max_length=200, widget=forms.TextInput()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each), CHANNELS[each]) for each in sending.channels()]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check an address by its form."""
        said = super().clean() or {}
        if "channel" in said and "address" in said:
            try:
                VALIDATORS[said["channel"]](said["address"])
            except forms.ValidationError as problem:
                self.add_error("address", problem)
        return said


class Profile(OwnPage, TemplateView):
    """What is kept of me that I can change myself."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        kept = citizens.contact_of(self.citizen)
        contacts = [
            {"channel": channel, "words": words, "address": getattr(kept, channel)}
            for channel, words in CHANNELS.items()
            if getattr(kept, channel)
        ]
        return super().get_context_data(
            here="profile",
            citizen=self.citizen,
            person=citizens.own_record(self.citizen).person,
            contacts=contacts,
            waiting=citizens.contacts_to_confirm(self.citizen, now),
            **citizens.shown_consents(self.citizen, now),
            offered=citizens.offered_consents(self.citizen, now),
            languages=settings.LANGUAGES,
            **kwargs,
        )


class Language(OwnPage):
    """Choose the language of notices."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("language") not in dict(settings.LANGUAGES):
            raise Http404("no such language")
        citizen.choose_language(self.citizen, request.POST["language"])
        messages.success(request, _("Notices are written in this language from now on."))
        return redirect("portal:profile")


class Change(OwnPage, FormView):
    """Something that costs a try."""

    http_method_names = ["get", "head", "post", "options"]
    extra_context = {"here": "profile"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = timezone.now()
        try:
            return super().dispatch(request, *args, **kwargs)
        except budgets.OverBudget:
            return asking.too_often(request)


class Contact(Change):
    """Give an address for notices; a code goes there."""

    template_name = "portal/contact.html"
    form_class = SayContact

    def form_valid(self, form: SayContact) -> HttpResponse:
        channel, address = form.cleaned_data["channel"], form.cleaned_data["address"].strip()
        source = asking.source(self.request)
        is_within = budgets.spend_on("contact", address, now=self.now, **source)
        citizen.ask_contact(self.citizen, channel, address, is_quiet=not is_within, now=self.now)
        return redirect("portal:contact-code", channel)


class ContactCode(Change):
    """Enter the code that came to the address."""

    template_name = "portal/contact_code.html"
    form_class = SayCode

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(phones=citizens.sandbox_phones(), **kwargs)

    def form_valid(self, form: SayCode) -> HttpResponse:
        channel = self.kwargs["channel"]
        source = asking.source(self.request)
        budgets.spend("code", subject=f"{self.citizen.reference} {channel}", now=self.now, **source)
        try:
            code = form.cleaned_data["code"]
            citizen.confirm_contact(self.citizen, channel, code, now=self.now)
        except citizen.WrongCode:
            form.add_error("code", WRONG)
            return self.form_invalid(form)
        messages.success(self.request, _("Notices go there from now on."))
        return redirect("portal:profile")


class RemoveContact(OwnPage):
    """Forget an address for notices."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, channel: str) -> HttpResponse:
        if not citizen.remove_contact(self.citizen, channel, now=timezone.now()):
            raise Http404("no such address")
        messages.success(request, _("The address is removed."))
        return redirect("portal:profile")


class Withdraw(OwnPage):
    """Withdraw a consent; what rested on it is erased."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, item: str) -> HttpResponse:
        try:
            citizen.withdraw_consent(self.citizen, item, now=timezone.now())
        except (KeyError, citizen.NotGiven, citizen.CannotBeWithdrawn):
            raise Http404("nothing of the kind can be withdrawn") from None
        messages.success(request, _("Withdrawn. What was kept because of it has been erased."))
        return redirect("portal:profile")


class Agree(OwnPage):
    """Agree to a use of my data that I refused before; what it needs comes from the registry."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, item: str) -> HttpResponse:
        language, now = get_language() or "zh-hans", timezone.now()
        try:
            citizen.agree_later(self.citizen, item, language=language, now=now)
        except KeyError:
            raise Http404("nothing of the kind is asked") from None
        except tuple(STAYS_REFUSED) as refusal:
            messages.error(request, STAYS_REFUSED[type(refusal)])
        else:
            messages.success(request, _("You have agreed. Your receipt is on this page."))
        return redirect("portal:profile")


STAYS_REFUSED: dict[type[Exception], Any] = {
    **correcting.REFUSALS,
    citizen.AgreedAlready: _("You have agreed to this already."),
    citizen.NotInRegistry: _(
        "The registry has another name with your document. Have your name corrected first, under"
        " “My data”, and agree then."
    ),
    citizen.NothingHeld: _(
        "The identity registry has nothing of this kind about you, so nothing was kept. You can set"
        " an e-mail address or a phone number yourself on this page."
    ),
}


class Receipt(OwnPage):
    """A receipt of what I agreed to, to keep."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest, receipt: str) -> HttpResponse:
        found = citizens.receipt(self.citizen, receipt)
        if found is None:
            raise Http404("no such receipt")
        answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer["Content-Disposition"] = f'attachment; filename="consent-{receipt}.json"'
        return answer
