"""This is wrong: a citizen contests a ground, follows what becomes of it, and shows the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from provinces.appeals import queries, services, taking
from provinces.appeals.services import Channel
from provinces.appeals.showing import brought, contestable, page_of, reason_of, row
from provinces.citizens.mandates import Scope
from provinces.status import queries as status
from provinces.status import wording as saying

from .acting import PersonPage

FILED = _("Your appeal is filed. It is checked again within minutes, and we tell you here.")
AGAIN = _("Another office will look at it. It has 72 hours.")
ADDED = _("What you said was added to your appeal. Its clock runs on as before.")
WITHDRAWN = _("Your appeal is withdrawn. You may appeal again at any time, at no cost.")
# What keeps somebody from changing their appeal, in words for them.
OBSTACLES: dict[type[Exception], Any] = {
    services.AlreadyAnswered: _("Your appeal has been answered in the meantime: see below."),
    services.LiesElsewhere: _(
        "Your appeal lies with another province, and cannot be called back from there. Once that"
        " province has answered, you see here what it says."
    ),
}


class AppealPage(PersonPage):
    """A page about the appeals of the person one acts for."""

    scope = Scope.APPEAL


class Appeals(AppealPage, TemplateView):
    """My appeals, what I may contest, and my letters."""

    template_name = "portal/appeals/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            here="appeals",
            now=now,
            appeals=[row(one) for one in queries.mine(self.citizen)],
            grounds=contestable(self.citizen, now),
            letters=queries.letters_of(self.citizen),
            **kwargs,
        )


class Complaining(AppealPage):
    """A page on which something is said and brought; `file` does it."""

    template_name = ""

    def get(self, request: HttpRequest, **arguments: Any) -> HttpResponse:
        return self.shown(self.told(**arguments), {}, {})

    def post(self, request: HttpRequest, **arguments: Any) -> HttpResponse:
        told, given = self.told(**arguments), taking.given(request)
        complaint = taking.complaint(
            request,
            decision=arguments.get("decision", 0),
            ground=arguments.get("ground", ""),
            channel=Channel.PROXY if self.standing.mandate else Channel.SELF,
        )
        if complaint is None:
            return self.shown(told, given, taking.NO_CATEGORY)
        try:
            appeal = self.file(complaint, **arguments)
        except tuple(taking.OBSTACLES) as obstacle:
            field, text = taking.OBSTACLES[type(obstacle)]
            return self.shown(told, given, {field: text})
        return redirect("portal:appeal", appeal.reference)

    def told(self, **arguments: Any) -> dict[str, Any]:
        """Return what the page tells besides the form; raises Http404."""
        raise NotImplementedError

    def file(self, complaint: services.Complaint, **arguments: Any) -> Any:
        """Do it, and return the appeal."""
        raise NotImplementedError

    def shown(
        self, told: Mapping[str, Any], given: Mapping[str, str], mistakes: Mapping[str, Any]
    ) -> HttpResponse:
        whole = {"here": "appeals", **told, **taking.told(given, mistakes)}
        return render(self.request, self.template_name, whole)


class File(Complaining):
    """Say that a ground of a decision is wrong; nothing is asked of me before."""

    template_name = "portal/appeals/file.html"

    def told(self, **arguments: Any) -> dict[str, Any]:
        decision = arguments["decision"]
        reason = reason_of(self.citizen, decision, arguments["ground"])
        if reason is None:
            _not_theirs()
        return {"reason": reason, "decision": decision}

    def file(self, complaint: services.Complaint, **_arguments: Any) -> Any:
        user: Any = self.request.user
        try:
            made = services.file(self.citizen, complaint, by=user, now=timezone.now())
        except services.NoGround:
            _not_theirs()
        messages.success(self.request, FILED)
        return made


class Again(Complaining):
    """Have another office look at what was refused."""

    template_name = "portal/appeals/again.html"

    def told(self, **arguments: Any) -> dict[str, Any]:
        found = sought(self.citizen, arguments["reference"])
        if not queries.may_ask_again(found, timezone.now()):
            raise Http404("it cannot be looked at again")
        return {"appeal": found}

    def file(self, complaint: services.Complaint, **arguments: Any) -> Any:
        found = sought(self.citizen, arguments["reference"])
        user: Any = self.request.user
        made = services.ask_again(found, complaint, by=user, now=timezone.now())
        messages.success(self.request, AGAIN)
        return made


class Add(Complaining):
    """Say, and bring, more of what is contested already."""

    template_name = "portal/appeals/add.html"

    def told(self, **arguments: Any) -> dict[str, Any]:
        found = sought(self.citizen, arguments["reference"])
        if not found.is_open:
            raise Http404("it is answered")
        forwarded = queries.forwarded_of(found)
        return {"appeal": found, "is_elsewhere": queries.is_elsewhere(forwarded)}

    def file(self, complaint: services.Complaint, **arguments: Any) -> Any:
        found = sought(self.citizen, arguments["reference"])
        user: Any = self.request.user
        try:
            services.add(found, complaint, by=user, now=timezone.now())
        except services.AlreadyAnswered as obstacle:
            messages.error(self.request, OBSTACLES[type(obstacle)])
        else:
            messages.success(self.request, ADDED)
        return found


class Withdraw(AppealPage, TemplateView):
    """Want no answer any more: what follows from it, and the button."""

    template_name = "portal/appeals/withdraw.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = sought(self.citizen, kwargs["reference"])
        if not found.is_open or queries.is_elsewhere(queries.forwarded_of(found)):
            return redirect("portal:appeal", found.reference)
        return self.render_to_response({"here": "appeals", "appeal": found, "row": row(found)})

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        found = sought(self.citizen, reference)
        user: Any = request.user
        channel = Channel.PROXY if self.standing.mandate else Channel.SELF
        try:
            services.withdraw(found, by=user, now=timezone.now(), channel=channel)
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
        else:
            messages.success(request, WITHDRAWN)
        return redirect("portal:appeal", reference)


class Appeal(AppealPage, TemplateView):
    """One of my appeals: its clock, who has it, what came of it, and why."""

    template_name = "portal/appeals/appeal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, now = sought(self.citizen, kwargs.pop("reference")), timezone.now()
        told = page_of(found)
        return super().get_context_data(
            here="appeals",
            now=now,
            **told,
            is_elsewhere=queries.is_elsewhere(told["forwarded"]),
            waits_for_laboratory=queries.waits_for_laboratory(found),
            may_ask_again=queries.may_ask_again(found, now),
            letters=queries.letters_of(self.citizen).filter(appeal=found),
            **kwargs,
        )


class Attachment(AppealPage):
    """A file that I brought."""

    def get(self, request: HttpRequest, reference: str, key: int) -> HttpResponse:
        return brought(sought(self.citizen, reference), key)


class Letter(AppealPage, TemplateView):
    """A letter that says which decisions about me were wrong, to print and to show."""

    template_name = "portal/appeals/letter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reference = kwargs.pop("reference")
        letter = queries.letters_of(self.citizen).filter(reference=reference).first()
        if letter is None:
            raise Http404("no such letter is this person's")
        now = timezone.now()
        found = status.status_of(self.citizen, now)
        decided = status.history(self.citizen).filter(decision__in=letter.decisions)
        return super().get_context_data(
            here="appeals",
            now=now,
            letter=letter,
            citizen=self.citizen,
            decisions=[_void(outcome) for outcome in decided],
            words=saying.status(found.ruleset, found.status),
            **kwargs,
        )


def on_status(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell a citizen's own page what they may contest, and what they do; nothing where nothing."""
    citizen, now = context["view"].citizen, context["now"]
    grounds = contestable(citizen, now)
    waiting = [row(one) for one in queries.mine(citizen).open()]
    if not grounds and not waiting and not queries.mine(citizen).exists():
        return None
    return {"contestable": grounds, "waiting": waiting}


def sought(citizen: Any, reference: str) -> Any:
    """Return an appeal of somebody; raises Http404."""
    found = queries.my_appeal(citizen, reference)
    if found is None:
        _not_theirs()
    return found


def _void(outcome: Any) -> dict[str, Any]:
    ruleset = outcome.decision.ruleset
    return {
        "number": outcome.decision_id,
        "at": outcome.decision.as_of,
        "words": saying.status(ruleset, outcome.status),
    }


def _not_theirs() -> NoReturn:
    raise Http404("nothing of that kind is this person's")
