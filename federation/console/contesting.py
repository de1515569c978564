"""On a citizen's own page: what other provinces say of them, and how to contest it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from federation.casework import queries, services, wording
from federation.casework.models import Assertion
from federation.peers.queries import NoSealingKey, NotAMember
from provinces.portal.status import OwnPage

from . import naming

STATES = {
    Assertion.State.WAITING: (_("Not counted yet"), "waits"),
    Assertion.State.HELD: (_("Held: without effect until two offices release it"), "waits"),
    Assertion.State.IN_FORCE: (_("Counts as evidence"), "strong"),
    Assertion.State.REFUSED: (_("Refused: without effect"), ""),
    Assertion.State.SUSPENDED: (_("Suspended: without effect"), ""),
    Assertion.State.WITHDRAWN: (_("Taken back: without effect"), ""),
}
NOT_REACHED = _("That province cannot be asked now. Turn to the office that answers for it.")
OBSTACLES = {
    services.NothingSaid: _("Say what is wrong, in at most 2,000 characters."),
    services.AlreadyContested: _("You contest this already, and its clock runs."),
    services.NotTheirs: _("This does not stand any more, so there is nothing to contest."),
    services.NoDocument: _(
        "No document is kept of you, so that province cannot be asked. Turn to the office above."
    ),
    NotAMember: NOT_REACHED,
    NoSealingKey: NOT_REACHED,
}
# The latest so many are shown.
LATEST = 20


class Contest(OwnPage):
    """Say that what another province says of me is wrong; it has a day to answer."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, assertion: Any) -> HttpResponse:
        found = queries.assertions_about(self.citizen).filter(pk=assertion).first()
        if found is None:
            raise Http404("nothing of that name is said of this person")
        text = request.POST.get("text", "")
        try:
            services.contest(found, of=self.citizen, text=text, now=timezone.now())
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
        else:
            messages.success(
                request,
                _("Contested. That province has 24 hours to answer; else it is suspended."),
            )
        return redirect("portal:status")


def on_status(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell a citizen's page what other provinces say of them; nothing where none does."""
    citizen, now = context["view"].citizen, context["now"]
    said = list(queries.assertions_about(citizen)[:LATEST])
    if not said:
        return None
    names, contests = naming.provinces(), _contests(citizen)
    told = [_row(each, names, contests) for each in said]
    services.mark_told(citizen, now=now)
    return {"said": told}


def _contests(citizen: Any) -> dict[Any, Any]:
    """Return the latest contest of each assertion."""
    return {each.assertion: each for each in reversed(list(queries.contests_of(citizen)))}


def _row(said: Any, names: Mapping[str, str], contests: Mapping[Any, Any]) -> dict[str, Any]:
    contest = contests.get(said.pk)
    is_open = contest is not None and contest.state == "open"
    return {
        "said": said,
        "fact": naming.FACTS.get(said.fact, said.fact),
        "issuer": names[said.issuer],
        "state": STATES[Assertion.State(said.state)],
        "office": said.body.get("office", {}),
        "authority": said.body.get("authority", ""),
        "contest": contest,
        "outcome": wording.CONTESTS[contest.state] if contest else "",
        "is_contested": is_open,
        "may_contest": said.ended_at is None and not is_open,
    }
