"""For whom somebody acts: themselves, or a person who gave them a mandate, until they switch back.

The choice is kept in the session; whether the mandate still stands is asked at each request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache

from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.mandates import Scope

SESSION_KEY = "acting_for"


class MandateOver(PermissionDenied):
    """The mandate by which the page would be shown was revoked, has ended, or was never given."""


class NotCovered(PermissionDenied):
    """The mandate stands, and does not cover what the page shows; `whom` is who gave it."""

    def __init__(self, whom: Any) -> None:
        super().__init__("the mandate does not cover this page")
        self.whom = whom


def switch(request: HttpRequest, reference: str, *, now: datetime) -> None:
    """Act for the person of a reference from now on, or with "" for oneself.

    Raises MandateOver, whether there is such a person or not.
    """
    request.session.pop(SESSION_KEY, None)
    if not reference:
        return
    user: Any = request.user
    if citizens.mandate_for(user, reference, now) is None:
        raise MandateOver("there is no such mandate")
    request.session[SESSION_KEY] = reference


def is_for_another(request: HttpRequest) -> bool:
    """Tell whether whoever is signed in has chosen to act for somebody else."""
    return bool(request.session.get(SESSION_KEY))


def called(person: Any) -> str:
    """Return what pages call somebody for whom another acts: by name, where one is kept."""
    return citizens.name_of(person) or str(person.reference)


def note_own_page(request: HttpRequest) -> None:
    """Have a page that is about oneself say so to somebody who acts for another elsewhere."""
    own: Any = request
    own.acts_elsewhere = is_for_another(request)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whom somebody acts for: themselves, or another by a mandate."""

    citizen: Any
    mandate: Any = None

    def may(self, scope: Scope) -> bool:
        """Tell whether something may be done or seen besides what was asked for."""
        return self.mandate is None or bool(self.mandate.allows(scope))


def stands_for(request: HttpRequest, scope: Scope) -> Standing:
    """Return whom somebody acts for; that somebody else acts is told to that citizen.

    Raises PermissionDenied where whoever is signed in is no citizen; NotCovered where the mandate
    does not cover the scope; and MandateOver, after which they act for themselves again: never is
    a page about oneself shown to somebody who means to act for another.
    """
    user: Any = request.user
    own = getattr(user, "citizen", None)
    if own is None:
        raise PermissionDenied("this page is for citizens")
    reference = request.session.get(SESSION_KEY)
    if not reference:
        return Standing(own)
    now = timezone.now()
    mandate = citizens.mandate_for(user, reference, now)
    if mandate is None:
        del request.session[SESSION_KEY]
        raise MandateOver("the mandate is over")
    if not mandate.allows(scope):
        raise NotCovered(mandate.subject)
    citizen.note_use(mandate, scope, now=now)
    return Standing(mandate.subject, mandate)


@method_decorator(never_cache, name="dispatch")
class PersonPage(LoginRequiredMixin, View):
    """A page about the person one acts for, by default oneself; `scope` is what it needs.

    Sets `citizen`, and `standing`, which tells what else is allowed; each page of a person for
    whom somebody acts says whose it is, by `acts_for` of the request.
    """

    scope: ClassVar[Scope]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        try:
            self.standing = stands_for(request, self.scope)
        except MandateOver:
            messages.error(request, OVER)
            return redirect("portal:landing")
        except NotCovered as refusal:
            told = {"whom": called(refusal.whom), "here": "mandates"}
            return render(request, "portal/not_covered.html", told, status=403)
        self.citizen: Any = self.standing.citizen
        own: Any = request
        own.acts_for = called(self.citizen) if self.standing.mandate else ""
        return super().dispatch(request, *args, **kwargs)


OVER = _("The mandate has ended. You act for yourself again.")
