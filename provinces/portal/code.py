"""My code: a live one on the screen, one to keep for a day, and what has been issued."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from core.web.context import named
from provinces.citizens.mandates import Scope
from provinces.passes import drawing, tickets
from provinces.passes import queries as passes
from provinces.passes import services as passing
from provinces.passes import wording as saying
from provinces.passes.codec import Kind
from provinces.status import queries as status
from provinces.status import wording

from .acting import PersonPage

TICKET = "X-Code-Ticket"
# The latest so many withdrawn codes are shown.
LATEST = 10
ELSEWHERE = _("Another province is your home now: it gives you your codes. See below which.")


class PassPage(PersonPage):
    """A page that rests on a pass; whoever goes to another province has theirs of that one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except passes.NoSuchCitizen:
            messages.error(request, ELSEWHERE)
            return redirect("portal:status")


class CodePage(PassPage):
    """A page with a code of the person whom it is about."""

    scope = Scope.SHOW_CODE

    def ticket(self, now: datetime) -> str:
        """Return a ticket for the next codes of whom this page is about."""
        mandate = self.standing.mandate
        allowed = tickets.Ticket(self.citizen.pk, mandate.pk if mandate else None)
        return tickets.given(allowed, session_of(self.request), now=now)


class Code(CodePage, TemplateView):
    """My code, drawn anew before it runs out, and what it means for me."""

    template_name = "portal/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        live = passing.issue_live(self.citizen.pk, now=now)
        return super().get_context_data(
            here="code",
            now=now,
            first=answer(live, now),
            ticket=self.ticket(now),
            until=moment(live.claims.expires_at),
            computed_at=live.standing.computed_at,
            drawn=drawn(live.text),
            words=_words(self.citizen, now),
            matrix=saying.matrix(live.standing.outcome),
            issued=_named(passes.issued_to(self.citizen, now), now),
            withdrawn=_named(passes.withdrawn_of(self.citizen, now)[:LATEST], now),
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class Token(View):
    """The next code for a page that shows one: one statement, one signature."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        now, session = timezone.now(), session_of(request)
        try:
            allowed = tickets.taken(request.headers.get(TICKET, ""), session, now=now)
            live = passing.issue_live(
                allowed.citizen, now=now, session=session, mandate=allowed.mandate
            )
        except (tickets.TicketOver, passes.NoSuchCitizen):
            return JsonResponse({"code": None}, status=401)
        return JsonResponse(answer(live, now))


class Ticket(CodePage):
    """The next ticket, for whoever may still show this code."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"ticket": self.ticket(timezone.now())})


class Check(CodePage):
    """A live code by which I can be asked about: whether I am under an order of isolation."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        now, mandate = timezone.now(), self.standing.mandate
        shown = passing.show_live(
            self.citizen.pk,
            now=now,
            session=session_of(request),
            mandate=mandate.pk if mandate else None,
        )
        told = {
            "here": "code",
            "now": now,
            "shown": shown,
            "drawn": drawn(shown.live.text),
            "until": moment(shown.live.claims.expires_at),
        }
        return render(request, "portal/code_check.html", told)


class Day(CodePage):
    """A code to keep for a day, for a phone that is not always online; shown once."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        text = passing.issue_day(self.citizen, now=now, by=request.user)
        kept = passes.issued_to(self.citizen, now).filter(kind=Kind.DAY).first()
        shown = {"here": "code", "now": now, "drawn": drawn(text), "kept": kept}
        return render(request, "portal/code_day.html", shown)


class Withdraw(CodePage):
    """Take a code back: lost, copied, or not wanted any more."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, issued: int) -> HttpResponse:
        if not passing.withdraw(self.citizen, issued, now=timezone.now(), by=request.user):
            raise Http404("there is no such code to withdraw")
        messages.success(request, _("The code is withdrawn. Checkpoints refuse it from now on."))
        return redirect("portal:code")


def answer(live: passing.Live, now: datetime) -> dict[str, Any]:
    """Return what a page is told with a code: seconds since the epoch, and how the status reads."""
    return {
        "code": live.text,
        "now": int(now.timestamp()),
        "until": live.claims.expires_at,
        "status": live.standing.status,
    }


def session_of(request: HttpRequest) -> str:
    """Return the key of a session, without loading it."""
    return request.session.session_key or ""


def drawn(text: str) -> str:
    """Return a code as SVG for a page."""
    return mark_safe(drawing.svg(text))  # noqa: S308  made of numbers by segno


def moment(seconds: int) -> datetime:
    """Return a moment of a pass, in the province's time."""
    return datetime.fromtimestamp(seconds, timezone.get_current_timezone())


def _words(citizen: Any, now: datetime) -> wording.StatusWords:
    found = status.status_of(citizen, now)
    return wording.status(found.ruleset, found.status)


def _named(issued: Iterable[Any], now: datetime) -> list[dict[str, Any]]:
    """Return passes with their words; each journey's with the name of where it leads."""
    told = list(issued)
    language = get_language() or "en"
    hosts = passes.destinations(now) if any(one.host for one in told) else []
    names = {each.slug: named(each, language) for each in hosts}
    return [
        {
            "pass": one,
            "kind": saying.KINDS[Kind(one.kind)],
            "host": names.get(one.host, one.host),
            "because": saying.BECAUSE.get(one.because, ""),
        }
        for one in told
    ]
