"""What authorities of the law ask about one person: received, examined by another, handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.citizens import queries as citizens
from provinces.jurisdictions.powers import Power
from provinces.oversight.lawful import queries, services, wording

from .choosing import options
from .official import OfficialView
from .periods import Days

OBSTACLES: dict[type[Exception], Any] = {
    services.NoBasis: _("This authority cannot ask by this law."),
    services.TooBroad: _(
        "Ask for less: one to three fields, of 30 days at most that are over; and who somebody is"
        " never together with how they are."
    ),
    services.TooMany: _("This authority has asked about so many people today that it is a list."),
    services.TooLate: _("The person has to be told earlier."),
    services.AlreadyExamined: _("It was answered in the meantime, or has lapsed."),
    services.SameOfficial: _("You received it; somebody else examines it."),
    services.SameOffice: _("It was received in your office; another office examines it."),
    services.Expired: _("There is no file, or not any more."),
}
SHOWN = 100


class Ask(Days):
    """What an authority asks; the person by the reference that their papers have."""

    field_order = (
        "person",
        "authority",
        "authority_name",
        "basis",
        "their_reference",
        "fields_asked",
    )
    person = forms.CharField(label=_("Reference of the person"), max_length=24)
    authority = forms.ChoiceField(label=_("Who asks"), choices=options(wording.AUTHORITIES))
    authority_name = forms.CharField(label=_("Its name"), max_length=120)
    basis = forms.ChoiceField(label=_("By which law"), choices=options(wording.BASES))
    their_reference = forms.CharField(label=_("Number of its order"), max_length=80)
    fields_asked = forms.MultipleChoiceField(
        label=_("What exactly is asked"), choices=[*wording.FIELDS.items()]
    )


class Grant(Days):
    """What of it is granted, and after how many days the person is told."""

    fields_granted = forms.MultipleChoiceField(label=_("What is granted"))
    days = forms.IntegerField(
        label=_("After how many days the person is told"),
        min_value=0,
        max_value=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, asked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(key, wording.FIELDS[key]) for key in asked.fields]
        self.fields["fields_granted"].choices = chosen  # type: ignore[attr-defined]


class LawfulPage(OfficialView):
    """A page for whoever receives or examines such requests about people in their areas."""

    power = Power.LAWFUL_REQUESTS
    here = "lawful"

    def sought(self, reference: str) -> Any:
        """Return the request of a reference within reach; raises Http404."""
        found = queries.visible_to(self.official, self.now).filter(reference=reference).first()
        if found is None:
            raise Http404("no such request")
        return found


class Requests(LawfulPage):
    """The requests in my areas, those to be examined first."""

    template_name = "console/lawful/requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.visible_to(self.official, self.now)[:SHOWN]
        rows = [_shown(each) for each in found]
        return super().get_context_data(rows=rows, **kwargs)


class Receive(LawfulPage):
    """Take in what an authority asks."""

    template_name = "console/lawful/receive.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": Ask(), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Ask(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        said = form.cleaned_data
        person = citizens.within_reach(
            said["person"].strip(), by=self.official, power=self.power, at=self.now
        )
        if person is None:
            form.add_error("person", _("Nobody of this reference is in your areas."))
            return self.render_to_response(self.get_context_data(form=form))
        stepping_up.require_confirmed(request)
        period = form.period(self.now)
        asked = services.Asked(
            authority=said["authority"],
            authority_name=said["authority_name"],
            basis=said["basis"],
            their_reference=said["their_reference"],
            fields=said["fields_asked"],
            starts_at=period["starts_at"],
            ends_at=period["ends_at"],
        )
        try:
            made = services.receive(asked, person, by=self.official, now=self.now)
        except tuple(OBSTACLES) as obstacle:
            form.add_error(None, OBSTACLES[type(obstacle)])
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("Received. Another office examines it; nothing is given yet."))
        return redirect("console:lawful-request", made.reference)


class Request(LawfulPage):
    """One request, and what can be done about it."""

    template_name = "console/lawful/request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.sought(kwargs["reference"])
        days = settings.OVERSIGHT_LAWFUL_TELL_WITHIN.days
        last = found.ends_at - timedelta(microseconds=1)
        form = Grant(
            asked=found,
            initial={
                "first": f"{timezone.localtime(found.starts_at):%Y-%m-%d}",
                "last": f"{timezone.localtime(last):%Y-%m-%d}",
                "fields_granted": found.fields,
                "days": days,
            },
        )
        answer = getattr(found, "lawfulanswer", None)
        return super().get_context_data(
            **{
                "one": _shown(found),
                "form": form,
                "refusals": wording.REFUSALS.items(),
                "is_open": found.examined_at is None and self.now < found.examine_by,
                "is_own": found.received_by_id == self.official.pk,
                "file": answer if answer and self.now < answer.expires_at else None,
                **kwargs,
            }
        )


class Act(LawfulPage):
    """What is done about a request; back to its page."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        found = self.sought(reference)
        stepping_up.require_confirmed(request)
        try:
            return self.act(found)
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
        return redirect("console:lawful-request", reference)

    def act(self, found: Any) -> HttpResponse:
        """Do it, and answer."""
        raise NotImplementedError

    def back(self, found: Any, said: Any) -> HttpResponse:
        """Go back to the page of the request, with what was done."""
        messages.success(self.request, said)
        return redirect("console:lawful-request", found.reference)


class GrantIt(Act):
    """Grant it, or a part of it."""

    def act(self, found: Any) -> HttpResponse:
        form = Grant(self.request.POST, asked=found)
        if not form.is_valid():
            messages.error(self.request, _("Some of it is missing or wrong. Nothing was granted."))
            return redirect("console:lawful-request", found.reference)
        said = form.cleaned_data
        period = form.period(self.now)
        granted = services.Granted(
            fields=said["fields_granted"],
            starts_at=max(period["starts_at"], found.starts_at),
            ends_at=min(period["ends_at"], found.ends_at),
            tell_at=max(self.now, found.received_at + timedelta(days=said["days"])),
        )
        services.grant(found, granted, by=self.official, now=self.now)
        return self.back(found, _("Granted. The file can be fetched until it expires."))


class RefuseIt(Act):
    """Turn it down, with a reason of the list."""

    def act(self, found: Any) -> HttpResponse:
        reason = self.request.POST.get("refusal", "")
        if reason not in wording.REFUSALS:
            messages.error(self.request, _("Choose a reason. Nothing has been decided yet."))
            return redirect("console:lawful-request", found.reference)
        services.refuse(found, reason, by=self.official, now=self.now)
        return self.back(found, _("Turned down. The person is told of it as well."))


class File(Act):
    """Fetch the file that was granted, marked with whom it is for."""

    def act(self, found: Any) -> HttpResponse:
        language = get_language() or "zh-hans"
        made = services.fetch(found, by=self.official, language=language, now=self.now)
        answer = HttpResponse(made, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
        return answer


def _shown(request: Any) -> dict[str, Any]:
    return {
        "request": request,
        "authority": wording.AUTHORITIES[request.authority],
        "basis": wording.BASES[request.basis],
        "fields": wording.fields(request.fields),
        "granted": wording.fields(request.granted),
        "outcome": wording.OUTCOMES[request.outcome],
        "refusal": wording.REFUSALS.get(request.refusal, ""),
    }
