"""Appeals of one cause: how many, what became of them, and the reversal of all, by two offices."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.appeals import queries, services, wording
from provinces.jurisdictions.powers import Power

from . import typed
from .official import OfficialView

ON_A_PAGE = 50
OBSTACLES: dict[type[Exception], Any] = {
    services.NotReversible: _("No appeal of this cause was upheld, or the reason is missing."),
    services.AlreadyDecided: _("This was proposed, signed or turned down in the meantime."),
    services.SameOffice: _(
        "Another office has to sign it or turn it down, and none that this cause is of."
    ),
    PermissionDenied: _("Your office does not reach everybody whom it concerns."),
}


class Causes(OfficialView):
    """The causes that people contest, those with the most open appeals first."""

    power = Power.REVIEW_APPEAL
    template_name = "console/appeals/causes.html"
    here = "appeals"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.groups(self.official, self.now)
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        names = wording.causes(one.cause for one in page)
        rows = [{"group": one, "name": names[one.cause]} for one in page]
        return super().get_context_data(page=page, rows=rows, **kwargs)


class Cause(OfficialView):
    """One cause: its appeals, whom it concerns, and the reversal."""

    power = Power.REVIEW_APPEAL
    template_name = "console/appeals/cause.html"
    here = "appeals"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cause = self.request.GET.get("cause", "")
        group = _within_reach(self, cause)
        appeals = queries.appeals_of(cause, user=self.official, at=self.now)
        page = Paginator(appeals, ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            group=group,
            name=wording.causes([cause])[cause],
            appeals=[{"appeal": one, "result": wording.RESULTS[one.result]} for one in page],
            page=page,
            page_query=urlencode({"cause": cause}),
            concerned=queries.concerned(cause, self.now),
            reversal=group.reversal,
            standing=self._standing(group.reversal),
            **kwargs,
        )

    def _standing(self, reversal: Any) -> str:
        """Return what the official could make of what is proposed; nothing where nothing is."""
        if reversal is None or reversal.signed_at is not None:
            return ""
        return services.standing(reversal, by=self.official, now=self.now)


class Deciding(OfficialView):
    """What an official makes of a reversal; back to its cause either way."""

    power = Power.REVIEW_APPEAL
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **arguments: Any) -> HttpResponse:
        cause = self.cause(**arguments)
        _within_reach(self, cause)
        stepping_up.require_confirmed(request)
        try:
            messages.success(request, self.decide(cause, **arguments))
        except tuple(OBSTACLES) as obstacle:
            kind = next(each for each in OBSTACLES if isinstance(obstacle, each))
            messages.error(request, OBSTACLES[kind])
            typed.keep(request, ["because"])
        return redirect(f"{reverse('console:appeal-cause')}?{urlencode({'cause': cause})}")

    def cause(self, **arguments: Any) -> str:
        """Return which cause it is about; raises Http404."""
        found = queries.reversal(arguments["reversal"])
        if found is None:
            raise Http404("no such reversal")
        self.reversal = found
        return found.cause

    def decide(self, cause: str, **_arguments: Any) -> Any:
        """Decide, and return what to tell the official."""
        raise NotImplementedError


class Propose(Deciding):
    """Propose to undo all that a cause has done."""

    def cause(self, **_arguments: Any) -> str:
        return self.request.POST.get("cause", "")

    def decide(self, cause: str, **_arguments: Any) -> Any:
        because = self.request.POST.get("because", "")
        services.propose_reversal(cause, because=because, by=self.official, now=self.now)
        return _("Proposed. Nothing happens before another office has signed.")


class Sign(Deciding):
    """Undo all that a cause has done."""

    def decide(self, cause: str, **_arguments: Any) -> Any:
        services.sign_reversal(self.reversal, by=self.official, now=self.now)
        return _("Signed. It is undone for everybody, and everybody is told.")


class Refuse(Deciding):
    """Turn the reversal of all down; single answers stay."""

    def decide(self, cause: str, **_arguments: Any) -> Any:
        because = self.request.POST.get("because", "")
        services.refuse_reversal(self.reversal, because=because, by=self.official, now=self.now)
        return _("Turned down. Each appeal is answered by itself.")


def _within_reach(page: OfficialView, cause: str) -> Any:
    found = queries.group(cause, user=page.official, at=page.now)
    if found is None:
        raise Http404("no appeal of this cause is in the official's areas")
    return found
