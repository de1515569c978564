"""A desk takes in an appeal that came by post: what it says, from whom, and when it came.

Nothing about the writer is shown, and the answers are the same whoever it is: a worker finds out,
and the writer is told.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.appeals import services, taking
from provinces.citizens import budgets
from provinces.citizens import queries as citizens

from .desk import DeskPage
from .desk_forms import SayWriter

TOO_OFTEN = _(
    "More letters were taken in than one official needs to in a day. It was recorded. A colleague"
    " can take them in."
)
TAKEN = _(
    "Taken in under the number %(reference)s; write it on the letter. Whoever wrote is told within"
    " minutes, if they are known in this province."
)
NO_ARRIVAL = _("Within the last %(days)d days, and today at the latest.")


class Mail(DeskPage):
    """Take in an appeal that came by post."""

    template_name = "console/appeals/mail.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"form": SayWriter(), **taking.told({}, {}), **kwargs}
        return super().get_context_data(
            phones=citizens.sandbox_phones(), waits=settings.APPEALS_MAIL_DAYS, **told
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form, given = SayWriter(request.POST), taking.given(request)
        channel = services.Channel.MAIL
        said = taking.complaint(request, decision=0, ground="", channel=channel)
        mistakes = taking.mistakes_in(request, said)
        self._see_when_it_came(form)
        if form.errors or mistakes or said is None:
            return self._again(form, given, mistakes)
        claimed, arrived_on = form.claimed(), form.cleaned_data["arrived_on"]
        try:  # what is typed in wrong counts for no writer
            is_within = budgets.spend_on("mail", claimed.number, now=self.now, **self.source())
        except budgets.OverBudget:
            return self.too_often(TOO_OFTEN)
        mail = services.Mail(claimed, said, arrived_on, is_quiet=not is_within)
        taken = services.take_in(mail, by=self.official, now=self.now)
        messages.success(request, TAKEN % {"reference": taken.reference})
        return redirect("console:desk-mail")

    def _see_when_it_came(self, form: SayWriter) -> None:
        if "arrived_on" in form.errors:
            return
        try:
            services.check_arrival(form.cleaned_data["arrived_on"], now=self.now)
        except services.NoArrival:
            form.add_error("arrived_on", NO_ARRIVAL % {"days": settings.APPEALS_MAIL_DAYS})

    def _again(self, form: SayWriter, given: Any, mistakes: Any) -> HttpResponse:
        told = taking.told(given, mistakes)
        return self.render_to_response(self.get_context_data(form=form, **told))
