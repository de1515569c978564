"""What every page of the console begins with: an official, an office in force, a power."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from provinces.accounts import queries as accounts
from provinces.jurisdictions import held
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as ledger
from provinces.ledger.services import SealingLags
from provinces.oversight.auditing import freezing

from . import closed, typed

# For the one page that every official has: an office in force is enough.
ANY_OFFICE = "any office"


@method_decorator(never_cache, name="dispatch")
class OfficialView(TemplateView):
    """A page for officials with a power; without it nothing is looked up.

    Not signed in: to the sign-in page. Without the power: 403. Without an authenticator, where one
    is mandatory: to the page on which one is set up. Each page names its power, and looks for its
    objects within the areas where the power reaches: what lies outside is 404.
    While the ledger cannot be sealed, officials neither read nor decide: 503. What an auditor has
    wait takes no signature: 409.
    """

    power: ClassVar[Power | str]
    here = ""
    # For what is safe to do then, and must not wait: switching off.
    works_while_closed = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self._look_who_asks(request)
        if not self._may():
            raise PermissionDenied(f"no office in force carries {self.power}")
        if accounts.must_enrol(self.official):
            return redirect("mfa_index")
        if not self.works_while_closed and ledger.is_closed():
            return closed.answer(request)
        try:
            return super().dispatch(request, *args, **kwargs)
        except SealingLags:  # just now
            return closed.answer(request)
        except IntegrityError as refusal:
            if not freezing.is_frozen(refusal):
                raise
            return closed.frozen(request)

    def _look_who_asks(self, request: HttpRequest) -> None:
        """Know who it is, by when, and all that they may do then."""
        official: Any = request.user
        self.official = official
        self.now: datetime = timezone.now()
        self.standing = held.read(self.official, self.now)
        self.powers = self.standing.powers
        if request.method in ("GET", "HEAD"):  # acts ask anew: somebody may have been suspended
            held.keep(self.official, self.standing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the console's frame shows, and what was typed for an act that failed."""
        kept = typed.take(self.request)
        return super().get_context_data(**self.frame(), typed=kept, **kwargs)

    def frame(self) -> dict[str, Any]:
        """Return what the console's frame shows: the clock, where one is, where one may go."""
        may = {str(power): True for power in self.powers}
        return {"now": self.now, "here": self.here, "may": may}

    def too_often(self, words: Any) -> HttpResponse:
        """Answer that more was asked than anybody needs to in a day; `words` say of what."""
        told = {**self.frame(), "words": words}
        return render(self.request, "console/too_often.html", told, status=429)

    def _may(self) -> bool:
        if self.power == ANY_OFFICE:
            return bool(self.standing.offices)
        return self.power in self.powers
